#pragma once

#include "proto/fields.hpp"

#include <string>

/// Versions of stored records. A record of an older version is upgraded as JSON,
/// one version at a time, before its fields are read.
namespace proto {

inline constexpr int record_version = 1;

/// The record at the present version, or why it is none: `v` is missing, no
/// number, or of a newer program.
result<nlohmann::json> upgraded(const nlohmann::json& json, const std::string& during);

/// The record's fields with "v".
template <class T>
nlohmann::json write_record(const T& record) {
  auto json = write_fields(record);
  json["v"] = record_version;
  return json;
}

/// Failure stateDamaged names the field (subject) and what is wrong with it (hint).
template <class T>
result<T> read_record(const nlohmann::json& json, const std::string& during) {
  const auto present = upgraded(json, during);
  if (!present)
    return present.error();
  return read_fields<T>(*present, failure_code::state_damaged, during);
}

/// The failure of a record that lacks a field without which it means nothing.
failure incomplete(const char* field, const std::string& during);

} // namespace proto
