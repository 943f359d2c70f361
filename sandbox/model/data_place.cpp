#include "sandbox/model/data_place.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace sandbox {

using nlohmann::json;

data_place data_place::at(const char* name) const {
  const std::string way = way_ + "/" + name;
  if (!has(name))
    data_place{value_, file_, way}.wrong("it is missing");
  return {value_.at(name), file_, way};
}

std::vector<data_place> data_place::items(const char* name) const {
  return has(name) ? at(name).items() : std::vector<data_place>{};
}

std::vector<data_place> data_place::items() const {
  if (!value_.is_array())
    wrong("a list is wanted");
  std::vector<data_place> all;
  for (std::size_t i = 0; i < value_.size(); ++i)
    all.emplace_back(value_[i], file_, way_ + "/" + std::to_string(i));
  return all;
}

std::vector<std::string> data_place::texts(const char* name) const {
  std::vector<std::string> all;
  for (const data_place& item : items(name))
    all.push_back(item.text());
  return all;
}

std::string data_place::text() const {
  if (!value_.is_string())
    wrong("a text is wanted");
  return value_.get<std::string>();
}

double data_place::number() const {
  if (!value_.is_number())
    wrong("a number is wanted");
  return value_.get<double>();
}

std::int64_t data_place::whole() const {
  const bool beyond = value_.is_number_unsigned() && !std::in_range<std::int64_t>(value_.get<std::uint64_t>());
  if (!value_.is_number_integer() || beyond)
    wrong("a whole number is wanted");
  return value_.get<std::int64_t>();
}

std::string data_place::text(const char* name, const std::string& otherwise) const {
  return has(name) ? text(name) : otherwise;
}

std::int64_t data_place::whole(const char* name, std::int64_t otherwise) const {
  return has(name) ? whole(name) : otherwise;
}

double data_place::number(const char* name, double otherwise) const {
  return has(name) ? at(name).number() : otherwise;
}

bool data_place::flag(const char* name, bool otherwise) const {
  if (!has(name))
    return otherwise;
  const data_place member = at(name);
  if (!member.value_.is_boolean())
    member.wrong("true or false is wanted");
  return member.value_.get<bool>();
}

json data_place::members(const char* name) const {
  if (!has(name))
    return json::object();
  if (!at(name).value().is_object())
    at(name).wrong("an object is wanted");
  return at(name).value();
}

void data_place::only(std::initializer_list<const char*> names) const {
  if (!value_.is_object())
    wrong("an object is wanted");
  for (const auto& [name, member] : value_.items()) {
    if (std::none_of(names.begin(), names.end(), [&](const char* known) { return name == known; }))
      at(name.c_str()).wrong("there is no such member");
  }
}

std::string read_data_text(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream)
    throw bad_data{"cannot read " + file.string()};
  std::ostringstream all;
  all << stream.rdbuf();
  return std::move(all).str();
}

json read_data_json(const std::filesystem::path& file) {
  try {
    return json::parse(read_data_text(file));
  } catch (const json::exception& wrong) { // a number that nothing holds is no parse_error
    throw bad_data{file.string() + ": it is no JSON: " + wrong.what()};
  }
}

} // namespace sandbox
