#pragma once

#include "proto/arcgis/geometry.hpp"
#include "proto/control/request_reader.hpp"
#include "proto/fields.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace proto {

/// Reads the members of one object that a person wrote. Absent and null leave the value as
/// it is; what is wrong fails the request reader, with the member's path.
class member_reader {
public:
  /// `path` is the object's own; both references must outlive the reader.
  member_reader(request_reader& in, const nlohmann::json& json, std::string path)
    : in_(in),
      json_(json),
      path_(std::move(path)) {}

  const nlohmann::json* find(const char* name) const { return in_.find(json_, name); }
  std::string element(const std::string& name) const { return path_ + "." + name; }
  void fail(const std::string& name, std::string why, failure_code code = failure_code::invalid_request) {
    in_.fail(element(name), std::move(why), code);
  }

  template <class Flag>
  void flag(const char* name, Flag& into) {
    const auto* found = find(name);
    if (found && found->is_boolean())
      into = found->get<bool>();
    else if (found)
      fail(name, "must be true or false");
  }
  /// People write words in any case.
  template <class E, class Into>
  void word(const char* name, Into& into) {
    constexpr auto& words = words_of<E>::list;
    const auto* found = find(name);
    const auto* text = found ? found->get_ptr<const std::string*>() : nullptr;
    for (std::size_t i = 0; text && i < words.size(); ++i)
      if (same_word(*text, words[i])) {
        into = static_cast<E>(i);
        return;
      }
    if (found)
      fail(name, "must be " + one_of(words));
  }
  template <class Text>
  void text(const char* name, Text& into) {
    const auto* found = find(name);
    if (found && found->is_string())
      into = found->get<std::string>();
    else if (found)
      fail(name, "must be text");
  }
  /// A number from `least` on; `what` says how it must be.
  template <class Number>
  void number(const char* name, double least, double most, const std::string& what, Number& into) {
    const auto* found = find(name);
    const bool fits = found && found->is_number() && found->get<double>() >= least && found->get<double>() <= most;
    if (fits)
      into = found->get<double>();
    else if (found)
      fail(name, "must be " + what);
  }
  /// An envelope or a polygon in Esri JSON, with its spatial reference.
  std::optional<area> geometry(const char* name);

private:
  static std::string one_of(std::span<const std::string_view> words);

  request_reader& in_;
  const nlohmann::json& json_;
  std::string path_;
};

} // namespace proto
