#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "sandbox/features/replica_order.hpp"
#include "sandbox/features/replicas.hpp"
#include "sandbox/features/row_index.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The sync side of a feature service: createReplica with its status resource, the list, unRegisterReplica.
class replica_service {
public:
  /// All are borrowed for the life of the object; `indices` has one for each table once the first request comes.
  replica_service(const world& shared, const service_data& service, const std::vector<row_index>& indices)
    : shared_{shared},
      service_{service},
      indices_{indices},
      replicas_{service.name} {}

  http_response create(const http_request& request, const std::string& user);
  http_response status(const http_request& request, const std::string& job_id);
  http_response list(const http_request& request, const std::string& user) const;
  http_response info(const http_request& request, const std::string& user, const std::string& id) const;
  http_response unregister(const http_request& request, const std::string& user);
  /// Online: `.../replicafiles/<name>` leads to the storage.
  http_response result_file(const http_request& request, const std::string& name);

private:
  std::string service_root(const http_request& request) const;
  std::string file_key(replica_format format) const;
  std::string result_address(const http_request& request, const std::string& key) const;
  http_response submitted(const http_request& request, const replica_order& order);
  http_response built_at_once(const http_request& request, replica_order order);
  /// Gives the file's key, or the replica itself where it is embedded; lists the replica or gives its name back.
  outcome<std::string> build(replica_order order, job_progress& progress);
  outcome<std::string> written(replica_order& order, job_progress& progress) const;
  outcome<bool> write(const std::filesystem::path& draft, const replica_order& order) const;

  const world& shared_;
  const service_data& service_;
  const std::vector<row_index>& indices_;
  replica_register replicas_;
  /// Starts where it no longer fits into 32 bits, as generations of real services do.
  std::atomic<std::int64_t> generation_{1'526'605'677'436};
};

} // namespace sandbox
