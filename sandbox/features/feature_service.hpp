#pragma once

#include <string>
#include <string_view>

#include "sandbox/features/replica_service.hpp"
#include "sandbox/service.hpp"

namespace sandbox {

/// A feature service, `.../Field/FeatureServer`, and everything below it.
class feature_service : public service {
public:
  /// Both are borrowed for the life of the object.
  feature_service(const world& shared, const service_data& data)
    : shared_{shared},
      data_{data},
      replicas_{shared, data} {}

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  http_response layers(const http_request& request) const;
  http_response layer(const http_request& request, int id, std::string_view rest) const;

  const world& shared_;
  const service_data& data_;
  replica_service replicas_;
};

} // namespace sandbox
