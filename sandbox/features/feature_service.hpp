#pragma once

#include <string>
#include <string_view>

#include "sandbox/features/replica_service.hpp"

namespace sandbox {

/// `.../Field/FeatureServer` and everything below it.
class feature_service {
public:
  explicit feature_service(const world& shared) : shared_{shared}, replicas_{shared} {}

  /// `below` is what follows `FeatureServer/`; `user` owns the replicas.
  http_response handle(const http_request& request, std::string_view below, const std::string& user);

private:
  http_response layers(const http_request& request) const;
  http_response layer(const http_request& request, int id, std::string_view rest) const;

  const world& shared_;
  replica_service replicas_;
};

} // namespace sandbox
