#pragma once

#include <filesystem>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace sandbox {

/// What is wrong with a data file, and where. Thrown by the readers of the data folder; `load_dataset` makes a problem
/// of it.
struct bad_data : std::runtime_error {
  using runtime_error::runtime_error;
};

/// A value inside of a data file, with the way to it. Whatever is asked of it and is not there is `bad_data`.
class data_place {
public:
  /// The value is borrowed. `way` leads to it inside of the file: `/layers/0/name`.
  data_place(const nlohmann::json& held, std::string file, std::string way = {})
    : value_{held},
      file_{std::move(file)},
      way_{std::move(way)} {}

  const nlohmann::json& value() const { return value_; }
  [[noreturn]] void wrong(const std::string& why) const {
    throw bad_data{file_ + ": " + (way_.empty() ? "" : way_ + ": ") + why};
  }

  bool has(const char* name) const { return value_.is_object() && value_.contains(name); }
  data_place at(const char* name) const;
  /// The entries of an array; none if it is absent.
  std::vector<data_place> items(const char* name) const;
  /// The entries of this very array.
  std::vector<data_place> items() const;
  std::vector<std::string> texts(const char* name) const;

  std::string text() const;
  double number() const;
  std::int64_t whole() const;

  std::string text(const char* name) const { return at(name).text(); }
  std::string text(const char* name, const std::string& otherwise) const;
  std::int64_t whole(const char* name) const { return at(name).whole(); }
  std::int64_t whole(const char* name, std::int64_t otherwise) const;
  double number(const char* name, double otherwise) const;
  bool flag(const char* name, bool otherwise) const;
  /// An object; an empty one if it is absent.
  nlohmann::json members(const char* name) const;

  /// Refuses members with other names: a misspelt one must not be overlooked.
  void only(std::initializer_list<const char*> names) const;

private:
  const nlohmann::json& value_;
  std::string file_;
  std::string way_;
};

/// The text of a file.
std::string read_data_text(const std::filesystem::path& file);
/// The JSON in it.
nlohmann::json read_data_json(const std::filesystem::path& file);

} // namespace sandbox
