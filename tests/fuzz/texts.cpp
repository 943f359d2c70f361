#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_root.hpp"
#include "proto/duration.hpp"
#include "proto/json.hpp"
#include "proto/text.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace fuzz {
namespace {

void json_text(std::string_view text) {
  const auto tree = proto::parse_json(text);
  if (!tree)
    return;
  const auto written = tree->dump();
  const auto again = proto::parse_json(written);
  require(again && *again == *tree, "JSON is read otherwise: " + written);
  (void)proto::error_in(text);
}

void one_line(std::string_view text) {
  const auto shown = proto::printable(text);
  require(
    std::ranges::none_of(shown, [](unsigned char c) { return c < 32 || c == 127; }), "a control character is shown");
  require(proto::printable(shown) == shown, "what is printable is escaped again");
  const auto valid = proto::valid_utf8(text);
  require(proto::valid_utf8(valid) == valid, "valid text is mended");
  require(proto::parse_json(nlohmann::json(valid).dump()).has_value(), "valid text is no JSON");
}

} // namespace

void texts(std::string_view text) {
  json_text(text);
  one_line(text);
  (void)proto::looks_like_html(text);
  if (const auto span = proto::read_duration(text))
    require(span->count() >= 0, "a duration is negative");
  const nlohmann::json value{{"Word", std::string{text}}};
  const auto number = proto::integer_in<int>(value, "word");
  require(!number || proto::number_in(value, "word") == static_cast<double>(*number), "a number is two");
  for (const auto& word : proto::read_capabilities(text).words)
    require(!word.empty() && proto::lower_case(proto::trimmed(word)) == word, "a capability is not plain");
  constexpr std::array<std::string_view, 3> names{"minScale", "maxScale", "itemInfo"};
  (void)proto::nearest_name(text, names.data(), names.size());
}

} // namespace fuzz
