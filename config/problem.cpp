#include "config/problem.hpp"

#include "proto/text.hpp"

namespace config {

std::string describe(const std::string& file, const problem& p) {
  auto text = proto::printable(file) + ":";
  if (p.line > 0)
    text += std::to_string(p.line) + ":" + std::to_string(p.column) + ":";
  if (!p.key.empty())
    text += " " + proto::printable(p.key) + ":";
  return text + " " + proto::printable(p.message);
}

} // namespace config
