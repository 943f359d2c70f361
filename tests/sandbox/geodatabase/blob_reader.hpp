#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// A geometry blob of a mobile geodatabase, read by rules written down apart from those that the writer follows.
struct read_blob {
  struct vertex {
    std::int64_t x{}, y{};
    friend bool operator==(const vertex&, const vertex&) = default;
  };

  std::uint32_t srid{}, stored_vertices{};
  unsigned type{}, entity{};
  std::optional<std::array<std::int64_t, 4>> box; ///< min x, min y, max x, max y
  std::vector<std::vector<vertex>> parts;         ///< for polygons each an outer ring with its holes behind it
  bool has_z{};
  std::vector<std::vector<std::int64_t>> heights; ///< as parts, where it has them
};

/// A signed number as the format packs it; nothing at the end of the bytes.
inline std::optional<std::int64_t> take_signed(std::string_view& bytes) {
  std::uint64_t magnitude = 0;
  bool negative = false;
  for (unsigned shift = 0, index = 0; index < bytes.size() && index < 10; ++index) {
    const unsigned byte = static_cast<unsigned char>(bytes[index]);
    if (index == 0)
      negative = (byte & 0x40u) != 0;
    const unsigned width = index == 0 ? 6 : 7;
    magnitude |= static_cast<std::uint64_t>(byte & ((1u << width) - 1)) << shift;
    shift += width;
    if ((byte & 0x80u) == 0) {
      bytes.remove_prefix(index + 1);
      return negative ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
    }
  }
  return std::nullopt;
}

namespace blob_detail {

inline std::optional<std::vector<std::int64_t>> take_many(std::string_view& bytes, std::size_t count) {
  std::vector<std::int64_t> numbers;
  while (numbers.size() < count) {
    const auto next = take_signed(bytes);
    if (!next)
      return std::nullopt;
    numbers.push_back(*next);
  }
  return numbers;
}

inline std::optional<std::uint32_t> little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  if (bytes.size() < at + count)
    return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = count; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

} // namespace blob_detail

/// Nothing unless every byte is accounted for: counts, lengths, part list, envelope.
inline std::optional<read_blob> read_geometry_blob(std::string_view bytes) {
  using blob_detail::little_endian, blob_detail::take_many;
  if (bytes.size() < 18 || bytes[0] != 0x64)
    return std::nullopt;
  read_blob read;
  read.srid = *little_endian(bytes, 1, 3);
  read.stored_vertices = *little_endian(bytes, 4, 4);
  read.type = static_cast<unsigned char>(bytes[8]);
  read.entity = static_cast<unsigned char>(bytes[9]);
  read.has_z = (read.type & 2u) != 0;
  bytes.remove_prefix(10);
  if (read.stored_vertices > 10) {
    const auto box = take_many(bytes, 4);
    if (!box)
      return std::nullopt;
    read.box = {(*box)[0], (*box)[1], (*box)[2], (*box)[3]};
  }
  std::vector<std::int64_t> counts;
  const bool points = read.type >> 2 == 1 || read.type >> 2 == 2;
  if ((read.entity & 0x40u) != 0 && !points) {
    const auto more = take_signed(bytes);
    const auto listed = more && *more > 0 ? take_many(bytes, static_cast<std::size_t>(*more)) : std::nullopt;
    if (!listed)
      return std::nullopt;
    counts = *listed;
  }
  std::string_view field = bytes.substr(0, 4);
  const auto length = take_signed(field);
  if (!length || bytes.size() < 8 || bytes.size() - 8 != static_cast<std::size_t>(*length)
    || (bytes[5] & 1) != (read.has_z ? 1 : 0))
    return std::nullopt;
  bytes.remove_prefix(8);
  read_blob::vertex at;
  if (read.stored_vertices > 0)
    read.parts.emplace_back();
  for (std::uint32_t i = 0; i < read.stored_vertices; ++i) {
    const auto step = take_many(bytes, 2);
    if (!step)
      return std::nullopt;
    at = {at.x + (*step)[0], at.y + (*step)[1]};
    if (at == read_blob::vertex{-1, 0} && !points) {
      read.parts.emplace_back();
    } else {
      read.parts.back().push_back(at);
    }
  }
  if (read.has_z) {
    std::int64_t height = 0;
    for (const auto& part : read.parts) {
      read.heights.emplace_back();
      const bool separated = &part != &read.parts.back(); // a separator has a height, too
      const auto steps = take_many(bytes, part.size() + (separated ? 1 : 0));
      if (!steps)
        return std::nullopt;
      for (const std::int64_t step : *steps)
        read.heights.back().push_back(height += step);
      read.heights.back().resize(part.size());
    }
  }
  if (!bytes.empty() || (!points && !read.parts.empty() && counts.size() + 1 != read.parts.size()))
    return std::nullopt;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != static_cast<std::int64_t>(read.parts[i].size()) + 1)
      return std::nullopt;
  }
  return read;
}

/// The rings of a polygon part: each ends where it comes back to where it began. Nothing if one does not.
inline std::optional<std::vector<std::vector<read_blob::vertex>>> rings_of(const std::vector<read_blob::vertex>& part) {
  std::vector<std::vector<read_blob::vertex>> rings;
  bool open = false;
  for (const auto& vertex : part) {
    if (!open)
      rings.emplace_back();
    rings.back().push_back(vertex);
    open = rings.back().size() == 1 || vertex != rings.back().front();
  }
  if (open)
    return std::nullopt;
  return rings;
}

} // namespace sandbox
