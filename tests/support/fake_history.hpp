#pragma once

#include "tests/support/power.hpp"

#include "core/ports/history.hpp"
#include "core/ports/observer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace support {

class fake_history : public core::history {
public:
  explicit fake_history(power& supply) : power_(supply) {}

  std::map<std::string, proto::job_view> rows;
  std::vector<core::export_experience> earlier; ///< exports

  proto::outcome append(const proto::job_view& job) override {
    if (power_.on)
      rows[job.id] = job;
    return std::nullopt;
  }
  proto::result<std::vector<proto::job_view>> list() override {
    std::vector<proto::job_view> all;
    for (const auto& [id, row] : rows)
      all.push_back(row);
    std::reverse(all.begin(), all.end());
    return all;
  }
  proto::result<std::vector<core::export_experience>> experience() override { return earlier; }
  proto::outcome forget(const std::string& job) override {
    rows.erase(job);
    return std::nullopt;
  }

private:
  power& power_;
};

/// Keeps what was told.
class fake_observer : public core::observer {
public:
  struct told {
    std::string code;
    nlohmann::json fields;
  };
  std::vector<proto::job_view> changes;
  std::size_t progress = 0;
  std::vector<told> notes;

  void job_changed(const proto::job_view& view) override { changes.push_back(view); }
  void progressed(const proto::job_view&) override { ++progress; }
  void note(core::note_level, const std::string& code, nlohmann::json fields) override {
    notes.push_back({code, std::move(fields)});
  }
};

} // namespace support
