#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/features/replica_service.hpp"
#include "sandbox/features/row_index.hpp"
#include "sandbox/service.hpp"

namespace sandbox {

/// A feature service, `.../Field/FeatureServer`, and everything below it: finds out what is meant and asks the part that
/// knows.
class feature_service : public service {
public:
  /// Both are borrowed for the life of the object.
  feature_service(const world& shared, const service_data& data);

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  using path_words = std::vector<std::string>;

  http_response layers(const http_request& request) const;
  http_response layer(const http_request& request, const row_index& index, const path_words& below) const;
  const row_index* find(int id) const;

  const world& shared_;
  const service_data& data_;
  replica_service replicas_;
  std::vector<row_index> indices_; ///< one for each table
};

} // namespace sandbox
