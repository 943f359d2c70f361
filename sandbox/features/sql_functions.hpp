#pragma once

#include <string>
#include <vector>

#include "sandbox/features/sql_term.hpp"

namespace sandbox {

/// What a function makes of its arguments. The standardised queries of ArcGIS services, as far as they are served here:
/// UPPER, LOWER, CHAR_LENGTH, TRIM, SUBSTRING, CONCAT, ABS, CEILING, FLOOR, ROUND, MOD and COALESCE. Case is that of
/// ASCII. Throws `problem` for other names, numbers and types of arguments.
sql_term sql_function(const std::string& name, std::vector<sql_term> arguments);

/// EXTRACT(YEAR FROM date) and so on, in UTC. Throws `problem`.
sql_term extracted(const std::string& unit, sql_term date);

/// Milliseconds of an INTERVAL '2' DAY: SECOND, MINUTE, HOUR or DAY. Throws `problem`.
sql_term interval(const std::string& amount, const std::string& unit);

} // namespace sandbox
