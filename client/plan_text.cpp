#include "client/plan_text.hpp"

#include "client/text_units.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/failure.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

namespace client {
namespace {

using nlohmann::json;

constexpr std::size_t plan_name_width = 34;

const json& member_or_none(const json& document, std::string_view name) {
  static const json none = json::array();
  const auto* found = proto::member(document, name);
  return found ? *found : none;
}

std::string plain(const json& entry, std::string_view name) { return proto::printable(proto::text_in(entry, name)); }

using amount = std::optional<std::uint64_t>;

/// `503`, `40 to 68`, `at least 3` – in whatever unit.
template <class Unit>
std::string range_text(const json& number, Unit unit) {
  const auto lower = proto::integer_in<std::uint64_t>(number, "lower").value_or(0);
  const amount upper = proto::integer_in<std::uint64_t>(number, "upper");
  if (!upper)
    return lower == 0 ? "unknown" : "at least " + unit(lower);
  return lower == *upper ? unit(lower) : unit(lower) + " to " + unit(*upper);
}

std::string count_text(const json& number, const std::string& of_what) {
  const auto text = range_text(number, [](std::uint64_t count) { return std::to_string(count); });
  const auto why = plain(number, "why");
  return text + " " + of_what + (why.empty() ? "" : " (" + why + ")");
}

/// Words of a basis, for people.
std::string basis_text(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> bases{{{"measured", "measured"},
    {"server", "the service's estimate"}, {"learned", "from earlier exports"}, {"default", "a guess"}}};
  for (const auto& [known, text] : bases)
    if (known == word)
      return std::string(text);
  return word;
}

std::string weight_text(const json& bytes) {
  auto text = range_text(bytes, bytes_text) + ", " + basis_text(plain(bytes, "basis"));
  if (const auto factor = proto::number_in(bytes, "factor"))
    text +=
      ", within a factor of " + std::to_string(static_cast<std::uint64_t>(std::clamp(std::ceil(*factor), 0.0, 1e12)));
  return text;
}

/// Percent, rounded down: 63, 4.1, 0.032.
std::string share_text(double share) {
  const double percent = share * 100;
  const double step = std::pow(10.0, std::floor(std::log10(std::max(percent, 1e-6))) - 1);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g", std::floor(percent / step) * step);
  return text.data();
}

void add_tiles(std::vector<std::string>& lines, const json& tiles) {
  const auto& levels = member_or_none(tiles, "levels");
  auto text = "    tiles     " + count_text(tiles, "tiles");
  if (!levels.empty())
    text += ", levels " + plain(levels.front(), "level") + " to " + plain(levels.back(), "level");
  if (const auto limit = proto::integer_in<std::uint64_t>(tiles, "limit"))
    text += ", the service allows " + std::to_string(*limit);
  lines.push_back(text);
  const auto* fits = proto::member(tiles, "fits");
  if (!fits)
    return;
  std::string advice;
  if (const auto scale = proto::number_in(*fits, "maxScale"))
    advice = "maxScale " + std::to_string(static_cast<std::uint64_t>(std::clamp(std::ceil(*scale), 0.0, 1e12)));
  if (const auto share = proto::number_in(*fits, "areaShare"))
    advice +=
      (advice.empty() ? "" : ", or ") + std::string("an area of ") + share_text(*share) + " % of its width and height";
  lines.push_back("    too many  would fit: " + (advice.empty() ? "nothing of it" : advice));
}

void add_rows(std::vector<std::string>& lines, const json& rows) {
  for (const auto& row : rows) {
    auto text =
      "    " + padded(plain(row, "title"), plan_name_width) + "  " + count_text(member_or_none(row, "rows"), "rows");
    if (const auto* count = proto::member(row, "attachments"))
      text += ", " + count_text(*count, "attachments");
    if (const auto* bytes = proto::member(row, "attachmentBytes"))
      text += " of " + range_text(*bytes, bytes_text);
    lines.push_back(text);
  }
}

void add_export(std::vector<std::string>& lines, const json& one) {
  std::string covers;
  for (const auto& layer : member_or_none(one, "covers"))
    covers += (covers.empty() ? "" : ", ") + plain(layer, "title");
  lines.push_back("  " + padded(plain(one, "kind"), 12) + "  " + covers);
  for (const auto& request : member_or_none(one, "requests"))
    lines.push_back("    " + padded(plain(request, "step"), 8) + "  " + padded(plain(request, "method"), 4) + " "
      + plain(request, "address"));
  if (const auto* tiles = proto::member(one, "tiles"))
    add_tiles(lines, *tiles);
  add_rows(lines, member_or_none(one, "rows"));
  lines.push_back("    bytes     " + weight_text(member_or_none(one, "bytes")));
}

void add_errors(std::vector<std::string>& lines, const json& errors, const std::string& kind) {
  for (const auto& error : errors) {
    const auto* why = proto::member(error, "failure");
    lines.push_back("  not taken     " + kind + " " + plain(error, "title") + ": "
      + (why ? proto::describe(why->get<proto::failure>()) : ""));
  }
}

} // namespace

std::vector<std::string> describe_plan(const json& document) {
  std::vector<std::string> lines{plain(document, "title")};
  for (const auto& one : member_or_none(document, "exports"))
    add_export(lines, one);
  add_errors(lines, member_or_none(document, "layerErrors"), "layer");
  add_errors(lines, member_or_none(document, "tableErrors"), "table");
  for (const auto& finding : member_or_none(document, "findings"))
    lines.push_back("  " + padded(plain(finding, "level") + ":", 6) + " " + plain(finding, "what") + ": "
      + plain(finding, proto::text_in(finding, "title").empty() ? "service" : "title"));
  for (const auto& one : member_or_none(document, "credentials")) {
    const auto life = proto::integer_in<std::int64_t>(one, "tokenLifeSeconds");
    lines.push_back("  credential    " + plain(one, "credential") + " for " + plain(one, "origin")
      + (life ? ", tokens last " + span_text(*life * 1000) : "") + ", " + plain(one, "renewal"));
  }
  lines.push_back("  all files     " + weight_text(member_or_none(document, "bytes")));
  lines.push_back("  disk needed   " + range_text(member_or_none(document, "diskPeak"), bytes_text));
  return lines;
}

} // namespace client
