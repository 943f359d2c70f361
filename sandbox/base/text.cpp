#include "sandbox/base/text.hpp"

#include <zlib.h>

#include <algorithm>

namespace sandbox {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

} // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> list_items(std::string_view text) {
  std::vector<std::string_view> items;
  while (!text.empty()) {
    std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    item.remove_prefix(std::min(item.size(), item.find_first_not_of(' ')));
    item = item.substr(0, item.find_last_not_of(' ') + 1);
    items.push_back(item);
  }
  return items;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t sum) {
  for (const char c : text)
    sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return sum;
}

std::string gzip(const std::string& bytes) {
  constexpr int gzip_window = MAX_WBITS + 16;
  z_stream state{};
  if (deflateInit2(&state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string packed(deflateBound(&state, static_cast<uLong>(bytes.size())), '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // zlib's type lacks the const
  state.avail_in = static_cast<uInt>(bytes.size());
  state.next_out = reinterpret_cast<Bytef*>(packed.data());
  state.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&state, Z_FINISH) == Z_STREAM_END;
  packed.resize(done ? state.total_out : 0);
  deflateEnd(&state);
  return packed;
}

} // namespace sandbox
