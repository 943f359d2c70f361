#include "io/disk/tilemap_check.hpp"

#include "io/disk/check_failure.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace io {
namespace {

constexpr std::uint64_t tilemap_limit = 64u << 20;
constexpr std::size_t quadtree_depth_limit = 40; // levels of detail

/// Counts the children of every array while the text is read.
class tilemap_reader final : public nlohmann::json::json_sax_t {
public:
  bool found() const { return found_; }

  bool number_integer(number_integer_t value) override { return node(value == 0 || value == 1); }
  bool number_unsigned(number_unsigned_t value) override { return node(value <= 1); }
  bool start_array(std::size_t) override {
    if (!is_index_)
      return false;
    children_.push_back(0);
    return children_.size() <= quadtree_depth_limit;
  }
  bool end_array() override {
    const bool is_whole = children_.back() == 4;
    children_.pop_back();
    return is_whole && node(true);
  }
  bool key(string_t& name) override {
    is_index_ = name == "index";
    return true;
  }
  bool start_object(std::size_t) override { return ++objects_ == 1 && children_.empty(); }
  bool end_object() override { return true; }
  // Other members of the one object may hold plain values.
  bool null() override { return !is_index_; }
  bool boolean(bool) override { return !is_index_; }
  bool number_float(number_float_t, const string_t&) override { return !is_index_; }
  bool string(string_t&) override { return !is_index_; }
  bool binary(binary_t&) override { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

private:
  bool node(bool is_good) {
    if (!is_index_)
      return true;
    if (children_.empty())
      found_ = true;
    else
      ++children_.back();
    return is_good;
  }

  std::vector<int> children_;
  int objects_ = 0;
  bool is_index_ = false;
  bool found_ = false;
};

} // namespace

proto::outcome check_tilemap(zip_archive& archive, std::size_t entry) {
  const auto text = archive.read_text(entry, tilemap_limit);
  if (!text)
    return text.error();
  tilemap_reader reader;
  if (!nlohmann::json::sax_parse(*text, &reader) || !reader.found())
    return damaged(archive.subject(), "the tilemap cannot be read");
  return {};
}

} // namespace io
