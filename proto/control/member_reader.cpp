#include "proto/control/member_reader.hpp"

#include <array>

namespace proto {
namespace {

constexpr std::array<std::string_view, 10> envelope_names{
  "xmin", "ymin", "xmax", "ymax", "spatialReference", "zmin", "zmax", "mmin", "mmax", "type"};
constexpr std::array<std::string_view, 5> polygon_names{"rings", "spatialReference", "hasZ", "hasM", "type"};

} // namespace

std::string member_reader::one_of(std::span<const std::string_view> words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string{words[i]};
  return list;
}

std::optional<area> member_reader::geometry(const char* name) {
  const auto* json = find(name);
  const auto path = element(name);
  if (!json || !in_.is_object(*json, path))
    return std::nullopt;
  if (json->contains("file")) {
    fail(std::string{name} + ".file", "is for the areaOfInterest of a job file: here stands the area itself");
    return std::nullopt;
  }
  in_.refuse_unknown(
    *json, path + ".", json->contains("rings") ? std::span<const std::string_view>{polygon_names} : envelope_names);
  auto read = read_area(*json);
  if (read)
    return std::move(*read);
  auto why = read.error();
  why.subject = why.subject.empty() ? path : path + "." + why.subject;
  why.during = "reading the job";
  in_.fail(std::move(why));
  return std::nullopt;
}

} // namespace proto
