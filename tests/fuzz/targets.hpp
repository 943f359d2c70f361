#pragma once

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// What is fuzzed: a function a family of readers. Each takes whatever it is given, and
/// asks of what was read that it keeps what its header promises. scripts/fuzz runs each
/// under libFuzzer (entry.cpp), fuzz_corpus_test over the inputs in corpus/<name>/.
namespace fuzz {

// Documents: JSON within the limits of proto::parse_json.
void answers(const nlohmann::json& document);         ///< of portals and services, errors among them
void export_requests(const nlohmann::json& document); ///< as they are stored
void geojson(const nlohmann::json& document);
void geometry(const nlohmann::json& document); ///< Esri JSON
void job_request(const nlohmann::json& document);
void overrides(const nlohmann::json& document); ///< the member `overrides` of a job
void records(const nlohmann::json& document);   ///< of the store
void services(const nlohmann::json& document);  ///< descriptions of services, and the levels chosen from them
void web_map(const nlohmann::json& document);

// Any bytes.
void addresses(std::string_view text);
void control_lines(std::string_view text); ///< of the control socket
void texts(std::string_view text);         ///< JSON text, words, names, durations

/// By name; one of the two functions is there.
struct target {
  std::string_view name;
  void (*document)(const nlohmann::json&) = nullptr;
  void (*text)(std::string_view) = nullptr;
};
std::span<const target> targets();
/// False where the input is no JSON, and the target takes only that.
bool run(const target& target, std::string_view input);

/// A promise that is not kept ends the run as a finding.
inline void require(bool kept, const std::string& promise) {
  if (!kept)
    throw std::logic_error{promise};
}

/// What was read, written and read again is the same.
template <class Value, class Read>
void require_same_again(const Value& value, Read read) {
  const auto written = to_json(value);
  const auto again = read(written);
  require(static_cast<bool>(again), "what was written is refused: " + written.dump());
  require(*again == value, "what was written is read otherwise: " + written.dump());
}

} // namespace fuzz
