#include "proto/json.hpp"

#include <nlohmann/json.hpp>

namespace proto {
namespace {

/// Counts instead of building: a tree of an unbounded text could exhaust memory,
/// and deep ones the stack.
class limit_check : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit limit_check(std::size_t max_values) : left_(max_values) {}

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(); }
  bool key(string_t&) override { return value(); }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

private:
  static constexpr int max_depth = 64;
  bool value() { return left_ > 0 && left_-- > 0; }
  bool enter() { return ++depth_ <= max_depth && value(); }
  bool leave() { return --depth_, true; }

  std::size_t left_;
  int depth_ = 0;
};

} // namespace

std::optional<nlohmann::json> parse_json(std::string_view text, std::size_t max_values) {
  limit_check check{max_values};
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &check))
    return {};
  auto tree = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (tree.is_discarded())
    return {};
  return tree;
}

} // namespace proto
