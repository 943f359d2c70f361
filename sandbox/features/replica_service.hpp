#pragma once

#include <atomic>
#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/features/replica_order.hpp"
#include "sandbox/features/replicas.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The sync side of the feature service: createReplica with its status resource, the list, unRegisterReplica.
class replica_service {
public:
  /// Both are borrowed for the life of the object.
  replica_service(const world& shared, const service_data& service)
    : shared_{shared},
      service_{service},
      replicas_{service.name} {}

  http_response create(const http_request& request, const std::string& user);
  http_response status(const http_request& request, const std::string& job_id);
  http_response list(const http_request& request, const std::string& user) const;
  http_response info(const http_request& request, const std::string& user, const std::string& id) const;
  http_response unregister(const http_request& request, const std::string& user);
  /// Online: `.../replicafiles/<name>` leads to the storage.
  http_response result_file(const http_request& request, const std::string& name);

private:
  std::string file_key() const;
  std::string result_address(const http_request& request, const std::string& key) const;
  /// Gives the file's key, and lists the replica or gives its name back.
  outcome<std::string> build(replica_request wanted, job_progress& progress);
  outcome<std::string> written(replica_request wanted, job_progress& progress) const;
  http_response built_at_once(const http_request& request, const replica_order& order);

  const world& shared_;
  const service_data& service_;
  replica_register replicas_;
  /// Starts where it no longer fits into 32 bits, as generations of real services do.
  std::atomic<std::int64_t> generation_{1'526'605'677'436};
};

} // namespace sandbox
