#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>

namespace proto {

/// Reads what a person wrote, element after element; the first wrong one is kept
/// as the failure and names itself (`parameters.maxScale`).
class request_reader {
public:
  const outcome& failed() const { return failed_; }

  void fail(std::string element, std::string why, failure_code code = failure_code::invalid_request);
  void fail(failure why);
  bool is_object(const nlohmann::json& json, const std::string& element);
  /// With the nearest known name; `above` is the path with its last dot.
  void refuse_unknown(const nlohmann::json& json, const std::string& above, std::span<const std::string_view> known);
  /// Null if absent or null.
  const nlohmann::json* find(const nlohmann::json& json, const char* name) const;
  /// A text that must be there and not empty.
  std::string text(const nlohmann::json& json, const char* name);

private:
  outcome failed_;
};

} // namespace proto
