#pragma once

#include "io/disk/package_facts.hpp"
#include "proto/result.hpp"

#include <stop_token>
#include <string>

namespace io {

/// Reads an unpacked mobile map package: its documents, every data file as far as
/// the checks of downloads go, counts of features and tiles. Needs no daemon and
/// changes nothing. What is wrong with it is in `problems`; a failure only where
/// the folder cannot be read at all (notFound, diskError).
proto::result<package_facts> inspect_package(const std::string& path, const std::stop_token& stop = {});

} // namespace io
