#include "proto/record/layer_record.hpp"

#include "proto/record/fields.hpp"
#include "proto/record/versions.hpp"

#include <algorithm>

namespace proto {

void add_range(byte_ranges& ranges, byte_range more) {
  if (more.begin >= more.end)
    return;
  // All that meet or touch the new one become one with it.
  const auto first = std::ranges::find_if(ranges, [&](const byte_range& r) { return r.end >= more.begin; });
  auto last = first;
  for (; last != ranges.end() && last->begin <= more.end; ++last) {
    more.begin = std::min(more.begin, last->begin);
    more.end = std::max(more.end, last->end);
  }
  ranges.insert(ranges.erase(first, last), more);
}

std::uint64_t total(const byte_ranges& ranges) {
  std::uint64_t bytes = 0;
  for (const auto& range : ranges)
    bytes += range.end - range.begin;
  return bytes;
}

void waste(layer_record& record, const std::string& reason, std::uint64_t bytes) {
  if (bytes > 0)
    record.bytes_wasted[reason] += bytes;
}

std::string_view word(layer_phase phase) { return word_in(phase); }

result<byte_range> read_field(const nlohmann::json& json, std::type_identity<byte_range>) {
  const bool pair = json.is_array() && json.size() == 2 && json[0].is_number_unsigned() && json[1].is_number_unsigned();
  if (!pair || json[0].get<std::uint64_t>() >= json[1].get<std::uint64_t>())
    return failure{.code = failure_code::state_damaged, .hint = "must be [begin, end] with begin < end"};
  return byte_range{json[0].get<std::uint64_t>(), json[1].get<std::uint64_t>()};
}

nlohmann::json to_json(const layer_record& record) { return write_record(record); }

result<layer_record> read_layer_record(const nlohmann::json& json) {
  const std::string during = "reading a layer record";
  auto record = read_record<layer_record>(json, during);
  if (!record)
    return record;
  if (record->job.empty())
    return incomplete("job", during);
  if (json.count("task") == 0)
    return incomplete("task", during);
  for (auto& artifact : record->artifacts) {
    byte_ranges sorted;
    for (const auto& range : artifact.done)
      add_range(sorted, range);
    artifact.done = std::move(sorted);
  }
  return record;
}

} // namespace proto
