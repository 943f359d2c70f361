#include "core/rules.hpp"

#include "core/estimate/measured_plan.hpp"

namespace core {

rules standard_rules() { return {&core::protocol_of, &core::make_measured_plan, &core::make_package}; }

} // namespace core
