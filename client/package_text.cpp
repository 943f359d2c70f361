#include "client/package_text.hpp"

#include "client/text_units.hpp"
#include "proto/text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace client {
namespace {

using proto::printable;

constexpr std::size_t title_width = 32;

std::string time_text(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  std::array<char, 32> text{};
  if (milliseconds <= 0 || !::gmtime_r(&seconds, &parts)
    || std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts) == 0)
    return "unknown";
  return text.data();
}

std::string extent_text(const std::array<double, 4>& box) {
  std::array<char, 128> text{};
  std::snprintf(
    text.data(), text.size(), "%.4f %.4f to %.4f %.4f (longitude, latitude)", box[0], box[1], box[2], box[3]);
  return text.data();
}

std::string layer_text(const io::layer_facts& layer) {
  auto text = "  "
    + padded(layer.is_table ? "table"
        : layer.is_basemap  ? "basemap"
                            : "layer",
      8)
    + padded(printable(layer.title.empty() ? layer.id : layer.title), title_width) + "  ";
  if (layer.file.empty())
    return text + "stays online: " + printable(layer.service);
  text += printable(layer.file);
  if (layer.features)
    text += "  " + std::to_string(*layer.features) + (layer.is_table ? " rows" : " features");
  return text;
}

std::string tiles_text(const std::map<int, std::uint64_t>& tiles) {
  std::uint64_t sum = 0;
  for (const auto& [level, count] : tiles)
    sum += count;
  const auto first = tiles.begin()->first;
  const auto last = tiles.rbegin()->first;
  return std::to_string(sum) + " tiles in level"
    + (first == last ? " " + std::to_string(first) : "s " + std::to_string(first) + " to " + std::to_string(last));
}

std::string file_text(const io::data_file_facts& file) {
  auto text = "  " + printable(file.path) + "  " + printable(file.kind) + "  " + bytes_text(file.bytes);
  if (!file.tiles.empty())
    text += "  " + tiles_text(file.tiles);
  if (!file.replica_id.empty())
    text += "  replica " + printable(file.replica_id);
  for (const auto& note : file.notes)
    text += "; " + printable(note);
  return text;
}

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : ", ") + printable(word);
  return text;
}

std::vector<std::string> describe_content(const io::package_facts& facts) {
  std::vector<std::string> lines{printable(facts.title)};
  if (!facts.snippet.empty())
    lines.push_back("  about    " + printable(facts.snippet));
  if (!facts.tags.empty())
    lines.push_back("  tags     " + list_text(facts.tags));
  if (!facts.access_information.empty())
    lines.push_back("  credits  " + printable(facts.access_information));
  lines.push_back("  made     " + time_text(facts.created));
  lines.push_back("  size     " + bytes_text(facts.bytes));
  lines.push_back("  guid     " + printable(facts.guid) + ", format " + printable(facts.version));
  if (!facts.spatial_reference.empty())
    lines.push_back("  drawn in " + printable(facts.spatial_reference));
  if (facts.extent)
    lines.push_back("  extent   " + extent_text(*facts.extent));
  for (const auto& map : facts.maps) {
    lines.push_back("map " + printable(map.title.empty() ? map.name : map.title));
    for (const auto& layer : map.layers)
      lines.push_back(layer_text(layer));
  }
  lines.push_back("files");
  for (const auto& file : facts.files)
    lines.push_back(file_text(file));
  return lines;
}

} // namespace

std::vector<std::string> describe_package(const io::package_facts& facts) {
  std::vector<std::string> lines;
  if (facts.bytes > 0) // a folder that holds nothing of a package has only its problems
    lines = describe_content(facts);
  for (const auto& problem : facts.problems)
    lines.push_back("problem: " + printable(problem));
  return lines;
}

} // namespace client
