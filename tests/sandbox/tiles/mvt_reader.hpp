#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <zlib.h>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// A vector tile taken apart with nothing but the specification: enough to look at shapes.
struct read_mvt {
  struct feature {
    unsigned type{};
    std::vector<path> parts; ///< in units of the tile, y downwards; rings without their closing vertex
  };
  std::map<std::string, std::vector<feature>> layers;
};

inline std::string gunzip(const std::string& packed) {
  std::string bytes;
  z_stream stream{};
  inflateInit2(&stream, MAX_WBITS + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  char piece[65536];
  int answer = Z_OK;
  while (answer == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    answer = inflate(&stream, Z_NO_FLUSH);
    bytes.append(piece, sizeof piece - stream.avail_out);
  }
  inflateEnd(&stream);
  return answer == Z_STREAM_END ? bytes : std::string{};
}

namespace mvt_detail {

inline std::uint64_t varint(const std::string& bytes, std::size_t& at) {
  std::uint64_t sum = 0;
  for (unsigned shift = 0; at < bytes.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    sum |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80)
      break;
  }
  return sum;
}

/// Calls `take(field, number, text)` for each field of a message.
template <typename Take>
void each_field(const std::string& bytes, Take take) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::uint64_t tag = varint(bytes, at);
    if ((tag & 7) == 0) {
      take(tag >> 3, varint(bytes, at), std::string{});
    } else if ((tag & 7) == 2) {
      const std::uint64_t size = varint(bytes, at);
      take(tag >> 3, std::uint64_t{0}, bytes.substr(at, size));
      at += size;
    } else {
      at += (tag & 7) == 1 ? 8 : 4;
    }
  }
}

inline read_mvt::feature feature(const std::string& bytes) {
  read_mvt::feature read;
  each_field(bytes, [&](std::uint64_t field, std::uint64_t number, const std::string& text) {
    if (field == 3)
      read.type = static_cast<unsigned>(number);
    if (field != 4)
      return;
    double x = 0, y = 0;
    const auto step = [&](std::size_t& at) {
      const std::uint64_t raw = varint(text, at);
      return static_cast<double>(static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1));
    };
    for (std::size_t at = 0; at < text.size();) {
      const std::uint64_t command = varint(text, at);
      for (std::uint64_t i = 0; i < command >> 3 && (command & 7) != 7; ++i) {
        x += step(at);
        y += step(at);
        if ((command & 7) == 1)
          read.parts.emplace_back();
        read.parts.back().push_back({x, y});
      }
    }
  });
  return read;
}

} // namespace mvt_detail

inline read_mvt read_vector_tile(const std::string& packed) {
  read_mvt read;
  mvt_detail::each_field(gunzip(packed), [&](std::uint64_t, std::uint64_t, const std::string& layer) {
    std::string name;
    mvt_detail::each_field(layer, [&](std::uint64_t field, std::uint64_t, const std::string& text) {
      if (field == 1)
        name = text;
      if (field == 2)
        read.layers[name].push_back(mvt_detail::feature(text));
    });
  });
  return read;
}

} // namespace sandbox
