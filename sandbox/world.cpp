#include "sandbox/world.hpp"

#include "sandbox/base/digest.hpp"

namespace sandbox {

std::string item_id(std::string_view title) { return sha256_of("item " + std::string{title}).substr(0, 32); }

double current_version(dialect speaks) { return speaks == dialect::online ? 11.4 : 11.1; }

} // namespace sandbox
