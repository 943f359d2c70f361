#pragma once

#include "proto/failure.hpp"
#include "proto/result.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Structs to JSON and back from one list of their fields:
///
///     template <class Io, is_a<thing> T> void fields(Io& io, T& t) { io("name", t.name); … }
///
/// The same list writes (field_writer) and reads (field_reader), so that what is
/// written is read again.
namespace proto {

template <class T, class U>
concept is_a = std::same_as<std::remove_const_t<T>, U>;

/// Specialise with `static constexpr std::array list`: an enumeration's words in
/// JSON, in its order.
template <class E>
struct words_of;

template <class E>
std::string_view word_in(E value) {
  return words_of<E>::list.at(static_cast<std::size_t>(value));
}

/// Reads members strictly: absent and null keep the default, a wrong type or a
/// number out of range is remembered as the failure (the first one counts) and
/// keeps the default too. Never throws.
class field_reader {
public:
  explicit field_reader(const nlohmann::json& json) : field_reader(json, {}, nullptr) {}
  field_reader(const field_reader&) = delete;
  field_reader& operator=(const field_reader&) = delete;

  bool ok() const { return error_->empty(); }
  const std::string& where() const { return *where_; } ///< path of the first wrong field
  const std::string& error() const { return *error_; } ///< what is wrong with it

  template <class T>
  void operator()(const char* name, T& into) {
    if (const auto* member = find(name))
      read(*member, below(name), into);
  }
  /// A member object, read by a function of its own.
  template <class Read>
  void object(const char* name, Read read_members) {
    if (const auto* member = find(name)) {
      field_reader inside{*member, below(name), this};
      read_members(inside);
    }
  }
  /// Refuses a field for a reason that only its owner knows; empty = this object itself.
  void reject(std::string_view name, std::string why);
  const nlohmann::json* find(const char* name) const; ///< null if absent or null

private:
  field_reader(const nlohmann::json& json, std::string path, field_reader* outer);
  std::string below(std::string_view name) const;
  void fail(const std::string& path, std::string why);

  void read(const nlohmann::json& json, const std::string& path, std::string& into);
  void read(const nlohmann::json& json, const std::string& path, bool& into);
  void read(const nlohmann::json& json, const std::string& path, double& into);

  template <std::integral T>
  void read(const nlohmann::json& json, const std::string& path, T& into) {
    if (json.is_number_unsigned() && std::in_range<T>(json.get<std::uint64_t>()))
      into = static_cast<T>(json.get<std::uint64_t>());
    else if (json.is_number_integer() && !json.is_number_unsigned() && std::in_range<T>(json.get<std::int64_t>()))
      into = static_cast<T>(json.get<std::int64_t>());
    else
      fail(path, "must be a whole number in range");
  }
  template <class E>
  requires std::is_enum_v<E>
  void read(const nlohmann::json& json, const std::string& path, E& into) {
    const auto* text = json.get_ptr<const std::string*>();
    for (std::size_t i = 0; text && i < words_of<E>::list.size(); ++i) {
      if (*text == words_of<E>::list[i]) {
        into = static_cast<E>(i);
        return;
      }
    }
    fail(path, "is not a known word");
  }
  template <class T>
  void read(const nlohmann::json& json, const std::string& path, std::optional<T>& into) {
    T value{};
    read(json, path, value);
    if (ok())
      into = std::move(value);
  }
  template <class T>
  void read(const nlohmann::json& json, const std::string& path, std::vector<T>& into) {
    if (!json.is_array())
      return fail(path, "must be a list");
    for (std::size_t i = 0; i < json.size() && ok(); ++i) {
      T value{};
      read(json[i], path + "[" + std::to_string(i) + "]", value);
      into.push_back(std::move(value));
    }
  }
  /// An object whose names are numbers.
  template <class T>
  void read(const nlohmann::json& json, const std::string& path, std::map<int, T>& into) {
    if (!json.is_object())
      return fail(path, "must be an object");
    for (const auto& [name, member] : json.items()) {
      int key = 0;
      const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), key);
      if (error != std::errc{} || end != name.data() + name.size())
        return fail(path + "." + name, "is not named by a whole number");
      read(member, path + "." + name, into[key]);
    }
  }
  template <class T>
  void read(const nlohmann::json& json, const std::string& path, std::map<std::string, T>& into) {
    if (!json.is_object())
      return fail(path, "must be an object");
    for (const auto& [name, member] : json.items())
      read(member, path + "." + name, into[name]);
  }
  /// Types with a reader that gives a result.
  template <class T>
  requires requires(const nlohmann::json& j) {
    { read_field(j, std::type_identity<T>{}) } -> std::same_as<result<T>>;
  }
  void read(const nlohmann::json& json, const std::string& path, T& into) {
    auto value = read_field(json, std::type_identity<T>{});
    if (value)
      into = std::move(*value);
    else
      fail(value.error().subject.empty() ? path : path + "." + value.error().subject, value.error().hint);
  }
  /// Structs with a list of fields.
  template <class T>
  requires requires(field_reader& io, T& t) { fields(io, t); }
  void read(const nlohmann::json& json, const std::string& path, T& into) {
    field_reader inside{json, path, this};
    fields(inside, into);
  }

  const nlohmann::json& json_;
  std::string path_;
  std::string own_where_;
  std::string own_error_;
  std::string* where_;
  std::string* error_;
};

/// Writes members; what is absent is left out, or null where scripts look for it.
class field_writer {
public:
  enum class absent { left_out, null };
  explicit field_writer(absent what = absent::left_out) : absent_(what) {}

  template <class T>
  void operator()(const char* name, const T& value) {
    members_[name] = write(value);
  }
  template <class T>
  void operator()(const char* name, const std::optional<T>& value) {
    if (value)
      members_[name] = write(*value);
    else if (absent_ == absent::null)
      members_[name] = nullptr;
  }
  nlohmann::json take() { return std::move(members_); }

private:
  nlohmann::json write(const std::string& text) { return valid_utf8(text); }
  template <class T>
  nlohmann::json write(const std::vector<T>& values) {
    auto list = nlohmann::json::array();
    for (const auto& value : values)
      list.push_back(write(value));
    return list;
  }
  template <class T>
  nlohmann::json write(const std::map<int, T>& values) {
    auto members = nlohmann::json::object();
    for (const auto& [key, value] : values)
      members[std::to_string(key)] = write(value);
    return members;
  }
  template <class T>
  nlohmann::json write(const std::map<std::string, T>& values) {
    auto members = nlohmann::json::object();
    for (const auto& [key, value] : values)
      members[valid_utf8(key)] = write(value);
    return members;
  }
  nlohmann::json write(const failure& f) { return f; }
  template <class T>
  nlohmann::json write(const T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
      return value;
    } else if constexpr (std::is_enum_v<T>) {
      return word_in(value);
    } else if constexpr (requires { fields(std::declval<field_writer&>(), value); }) {
      field_writer inside{absent_};
      fields(inside, value);
      return inside.take();
    } else {
      return to_json(value);
    }
  }

  absent absent_;
  nlohmann::json members_ = nlohmann::json::object();
};

/// The members of a failure (failure.hpp), for records that hold one.
void fields(field_reader& in, failure& f);

template <class T>
nlohmann::json write_fields(const T& value, field_writer::absent what = field_writer::absent::left_out) {
  field_writer out{what};
  fields(out, value);
  return out.take();
}

/// Reads a whole struct; the failure names the field and says what is wrong.
template <class T>
result<T> read_fields(const nlohmann::json& json, failure_code code, std::string during) {
  field_reader in{json};
  T value{};
  fields(in, value);
  if (in.ok())
    return value;
  return failure{.code = code, .during = std::move(during), .subject = in.where(), .hint = in.error()};
}

} // namespace proto
