#include "core/target_rules.hpp"

#include <filesystem>

namespace core {
namespace {

/// Without `.`, `..` and a trailing slash.
std::string plain(const std::string& path) {
  auto normal = std::filesystem::path{path}.lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/')
    normal.pop_back();
  return normal;
}

bool same_or_inside(const std::string& inner, const std::string& outer) {
  return inner == outer || inner.starts_with(outer == "/" ? outer : outer + "/");
}

} // namespace

bool targets_collide(const std::string& one, const std::string& other) {
  auto a = plain(one);
  auto b = plain(other);
  for (const char* suffix : {"", ".partial", ".report.json"})
    if (same_or_inside(a, b + suffix) || same_or_inside(b, a + suffix))
      return true;
  return false;
}

} // namespace core
