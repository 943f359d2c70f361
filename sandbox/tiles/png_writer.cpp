#include "sandbox/tiles/png_writer.hpp"

#include <cstdint>

#include <zlib.h>

namespace sandbox {

namespace {

constexpr std::size_t channels = 3;

void append_big_endian(std::string& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(number >> shift & 0xff);
}

/// PNG specification 5.3: length, type, data, checksum of the last two.
void append_chunk(std::string& bytes, const char* type, const std::string& data) {
  append_big_endian(bytes, static_cast<std::uint32_t>(data.size()));
  const std::string checked = type + data;
  bytes += checked;
  append_big_endian(bytes,
    static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()))));
}

/// Each row as the differences from its left neighbours (filter 1, PNG specification 9.2).
std::string filtered_rows(std::size_t width, std::size_t height, const std::string& pixels) {
  const std::size_t length = width * channels;
  std::string rows;
  rows.reserve(height * (length + 1));
  for (std::size_t y = 0; y < height; ++y) {
    const char* row = pixels.data() + y * length;
    rows += '\1';
    rows.append(row, channels);
    for (std::size_t i = channels; i < length; ++i)
      rows += static_cast<char>(row[i] - row[i - channels]);
  }
  return rows;
}

/// Letters by their frequency, without a search for repetitions: noise has none.
std::string deflated(std::string rows) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15, 8, Z_HUFFMAN_ONLY) != Z_OK)
    return {};
  std::string packed(deflateBound(&stream, rows.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(rows.data());
  stream.avail_in = static_cast<uInt>(rows.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

} // namespace

std::string noisy_png(int width, int height, const std::string& pixels) {
  const std::string packed =
    deflated(filtered_rows(static_cast<std::size_t>(width), static_cast<std::size_t>(height), pixels));
  if (packed.empty())
    return {};
  std::string header;
  append_big_endian(header, static_cast<std::uint32_t>(width));
  append_big_endian(header, static_cast<std::uint32_t>(height));
  header.append("\x08\x02\0\0\0", 5); // depth, true colour, and the only methods there are; not interlaced
  std::string bytes = "\x89PNG\r\n\x1a\n";
  append_chunk(bytes, "IHDR", header);
  append_chunk(bytes, "IDAT", packed);
  append_chunk(bytes, "IEND", {});
  return bytes;
}

} // namespace sandbox
