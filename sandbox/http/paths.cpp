#include "sandbox/http/paths.hpp"

#include <algorithm>

namespace sandbox {

std::vector<std::string> path_parts(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    if (!part.empty())
      parts.emplace_back(part);
  }
  return parts;
}

bool cut_prefix(std::string_view& path, std::string_view prefix) {
  if (!path.starts_with(prefix))
    return false;
  const std::string_view rest = path.substr(prefix.size());
  if (!rest.empty() && rest.front() != '/')
    return false;
  path = rest.empty() ? rest : rest.substr(1);
  return true;
}

} // namespace sandbox
