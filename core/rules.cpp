#include "core/rules.hpp"

namespace core {

rules standard_rules() { return {&core::protocol_of, &core::make_plan, &core::make_package}; }

} // namespace core
