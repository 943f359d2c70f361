#pragma once

#include "proto/control/job_view.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace core {

enum class note_level { debug, info, warning, error };

constexpr std::string_view word(note_level level) {
  switch (level) {
  case note_level::debug: return "debug";
  case note_level::info: return "info";
  case note_level::warning: return "warning";
  case note_level::error: break;
  }
  return "error";
}

/// Where news go: the event board and the log. Callable from any thread, never blocks.
class observer {
public:
  virtual ~observer() = default;
  virtual void job_changed(const proto::job_view& view) = 0;
  /// Bytes moved on; `view` as above, but nothing a person must not miss.
  virtual void progressed(const proto::job_view& view) = 0;
  /// `code` is a stable camelCase word; fields hold no secrets.
  virtual void note(note_level level, const std::string& code, nlohmann::json fields) = 0;
};

} // namespace core
