#include "tests/fuzz/targets.hpp"

#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace fuzz {
namespace {

constexpr std::array all_targets{target{"addresses", nullptr, addresses}, target{"answers", answers},
  target{"control_lines", nullptr, control_lines}, target{"export_requests", export_requests},
  target{"geojson", geojson}, target{"geometry", geometry}, target{"job_request", job_request},
  target{"overrides", overrides}, target{"records", records}, target{"services", services},
  target{"texts", nullptr, texts}, target{"web_map", web_map}};

} // namespace

std::span<const target> targets() { return all_targets; }

bool run(const target& target, std::string_view input) {
  if (target.text) {
    target.text(input);
    return true;
  }
  const auto document = proto::parse_json(input);
  if (document)
    target.document(*document);
  return document.has_value();
}

} // namespace fuzz
