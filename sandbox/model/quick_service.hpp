#pragma once

#include <filesystem>

#include "sandbox/model/item_data.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// Whether a folder holds GeoJSON files and no description of services.
bool is_bare_folder(const std::filesystem::path& folder);

/// A service of such a folder: its name and title are the folder's, each file is an editable layer (a table, if none of
/// its features has a geometry) by the alphabet, fields follow from the properties. Throws `bad_data`.
service_data quick_service(const std::filesystem::path& folder);

/// A web map of all layers of a service in one group on the shipped basemap, made for going offline. Its title is the
/// service's name, its view the extent of the data.
item_data quick_map(const service_data& service);

} // namespace sandbox
