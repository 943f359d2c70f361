#pragma once

#include <filesystem>

#include "sandbox/model/base_map.hpp"
#include "sandbox/model/data_place.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// `federated`, which it also is without the member, or `standalone`. Throws `bad_data`.
server_role read_server_role(const data_place& source);

/// Reads a feature service with all of its rows. `folder` is what the names of its files start from. Throws `bad_data`.
service_data read_service(const data_place& source, const std::filesystem::path& folder, const base_map& base);

} // namespace sandbox
