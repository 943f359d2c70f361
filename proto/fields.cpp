#include "proto/fields.hpp"

#include <cmath>

namespace proto {

field_reader::field_reader(const nlohmann::json& json, std::string path, field_reader* outer)
  : json_(json),
    path_(std::move(path)),
    where_(outer ? outer->where_ : &own_where_),
    error_(outer ? outer->error_ : &own_error_) {
  if (!json_.is_object())
    fail(path_, "must be an object");
}

const nlohmann::json* field_reader::find(const char* name) const {
  if (!json_.is_object())
    return nullptr;
  const auto member = json_.find(name);
  return member == json_.end() || member->is_null() ? nullptr : &*member;
}

std::string field_reader::below(std::string_view name) const {
  return path_.empty() || name.empty() ? path_ + std::string{name} : path_ + "." + std::string{name};
}

void field_reader::reject(std::string_view name, std::string why) { fail(below(name), std::move(why)); }

void field_reader::fail(const std::string& path, std::string why) {
  if (!ok())
    return;
  *where_ = path;
  *error_ = why.empty() ? "cannot be read" : std::move(why);
}

void field_reader::read(const nlohmann::json& json, const std::string& path, std::string& into) {
  if (const auto* text = json.get_ptr<const std::string*>())
    into = *text;
  else
    fail(path, "must be text");
}

void field_reader::read(const nlohmann::json& json, const std::string& path, bool& into) {
  if (const auto* flag = json.get_ptr<const bool*>())
    into = *flag;
  else
    fail(path, "must be true or false");
}

void field_reader::read(const nlohmann::json& json, const std::string& path, double& into) {
  if (json.is_number() && std::isfinite(json.get<double>()))
    into = json.get<double>();
  else
    fail(path, "must be a number");
}

} // namespace proto
