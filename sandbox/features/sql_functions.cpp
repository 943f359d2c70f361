#include "sandbox/features/sql_functions.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

using values = std::vector<value>;
constexpr std::size_t any_number = 0;

struct function {
  std::string_view name;
  std::size_t least, most; ///< arguments; any_number = no limit
  sql_type takes;
  sql_type gives;
  value (*of)(const values&); ///< none of them null
};

bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

const std::string& text_in(const value& held) { return std::get<std::string>(held); }

value trimmed(const values& of) {
  std::string text = text_in(of[0]);
  text.erase(0, std::min(text.size(), text.find_first_not_of(' ')));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

value character_count(const values& of) {
  const std::string& text = text_in(of[0]);
  return static_cast<std::int64_t>(text.size()) - std::count_if(text.begin(), text.end(), goes_on);
}

/// Characters count from 1.
value substring(const std::string& text, double first, double length) {
  std::string part;
  double place = 0;
  for (const char c : text) {
    if (!goes_on(c))
      ++place;
    if (place >= first && place < first + length)
      part += c;
  }
  return part;
}

value joined_texts(const values& of) {
  std::string all;
  for (const value& one : of)
    all += text_in(one);
  return all;
}

value whole_or_real(double number) {
  if (!std::isfinite(number))
    return {};
  if (std::abs(number) < 9e15 && std::trunc(number) == number)
    return static_cast<std::int64_t>(number);
  return number;
}

value rounded(const values& of) {
  const double scale = std::pow(10, of.size() > 1 ? as_real(of[1]) : 0);
  return whole_or_real(std::round(as_real(of[0]) * scale) / scale);
}

value remainder(const values& of) {
  const double by = as_real(of[1]);
  return by == 0 ? value{} : whole_or_real(std::fmod(as_real(of[0]), by));
}

constexpr std::array functions{function{"UPPER", 1, 1, sql_type::text, sql_type::text,
                                 [](const values& of) -> value { return upper_case(text_in(of[0])); }},
  function{"LOWER", 1, 1, sql_type::text, sql_type::text,
    [](const values& of) -> value { return lower_case(text_in(of[0])); }},
  function{"TRIM", 1, 1, sql_type::text, sql_type::text, trimmed},
  function{"CONCAT", 2, any_number, sql_type::text, sql_type::text, joined_texts},
  function{"CHAR_LENGTH", 1, 1, sql_type::text, sql_type::number, character_count},
  function{"CHARACTER_LENGTH", 1, 1, sql_type::text, sql_type::number, character_count},
  function{"ABS", 1, 1, sql_type::number, sql_type::number,
    [](const values& of) -> value { return whole_or_real(std::abs(as_real(of[0]))); }},
  function{"CEILING", 1, 1, sql_type::number, sql_type::number,
    [](const values& of) -> value { return whole_or_real(std::ceil(as_real(of[0]))); }},
  function{"FLOOR", 1, 1, sql_type::number, sql_type::number,
    [](const values& of) -> value { return whole_or_real(std::floor(as_real(of[0]))); }},
  function{"ROUND", 1, 2, sql_type::number, sql_type::number, rounded},
  function{"MOD", 2, 2, sql_type::number, sql_type::number, remainder}};

void check(const std::string& name, const sql_term& argument, sql_type wanted) {
  const bool text_like = wanted == sql_type::text && argument.type == sql_type::id;
  if (argument.type != wanted && argument.type != sql_type::null && !text_like)
    throw problem{"an argument of " + name + " is of the wrong type"};
}

/// All arguments in one row; nothing if one is null.
std::optional<values> values_in(const std::vector<sql_term>& arguments, const feature& row) {
  values held;
  for (const sql_term& one : arguments) {
    held.push_back(one.of(row));
    if (std::holds_alternative<std::monostate>(held.back()))
      return {};
  }
  return held;
}

sql_term substring_term(std::vector<sql_term> arguments) {
  if (arguments.size() != 2 && arguments.size() != 3)
    throw problem{"SUBSTRING takes two or three arguments"};
  check("SUBSTRING", arguments[0], sql_type::text);
  for (std::size_t i = 1; i < arguments.size(); ++i)
    check("SUBSTRING", arguments[i], sql_type::number);
  return {sql_type::text, [arguments = std::move(arguments)](const feature& row) -> value {
            const auto held = values_in(arguments, row);
            if (!held)
              return {};
            const std::string& text = text_in((*held)[0]);
            const double length = held->size() > 2 ? as_real((*held)[2]) : static_cast<double>(text.size()) + 1;
            return substring(text, as_real((*held)[1]), length);
          }};
}

sql_term first_known(std::vector<sql_term> arguments) {
  if (arguments.empty())
    throw problem{"COALESCE takes one argument or more"};
  const auto is_null = [](const sql_term& one) { return one.type == sql_type::null; };
  auto first = std::find_if( // constants follow what rows say
    arguments.begin(), arguments.end(), [&](const sql_term& one) { return !is_null(one) && !one.fixed; });
  if (first == arguments.end())
    first = std::find_if_not(arguments.begin(), arguments.end(), is_null);
  if (first == arguments.end())
    return fixed_term(sql_type::null, {});
  const sql_type type = first->type;
  for (sql_term& one : arguments) {
    match_types(*first, one);
    if (first->type != type)
      throw problem{"the arguments of COALESCE are of several types"};
  }
  return {type, [arguments = std::move(arguments)](const feature& row) -> value {
            for (const sql_term& one : arguments) {
              if (value held = one.of(row); !std::holds_alternative<std::monostate>(held))
                return held;
            }
            return {};
          }};
}

struct time_unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array units{
  time_unit{"SECOND", 1000}, time_unit{"MINUTE", 60'000}, time_unit{"HOUR", 3'600'000}, time_unit{"DAY", 86'400'000}};

value part_of(std::int64_t ms, const std::string& unit) {
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds{ms}};
  const auto midnight = floor<days>(moment);
  const year_month_day date{midnight};
  const hh_mm_ss time{moment - midnight};
  if (unit == "YEAR")
    return std::int64_t{static_cast<int>(date.year())};
  if (unit == "MONTH")
    return std::int64_t{static_cast<unsigned>(date.month())};
  if (unit == "DAY")
    return std::int64_t{static_cast<unsigned>(date.day())};
  if (unit == "HOUR")
    return std::int64_t{time.hours().count()};
  return unit == "MINUTE" ? std::int64_t{time.minutes().count()} : std::int64_t{time.seconds().count()};
}

} // namespace

sql_term sql_function(const std::string& name, std::vector<sql_term> arguments) {
  if (same_word(name, "SUBSTRING"))
    return substring_term(std::move(arguments));
  if (same_word(name, "COALESCE"))
    return first_known(std::move(arguments));
  const auto found =
    std::find_if(functions.begin(), functions.end(), [&](const function& one) { return same_word(one.name, name); });
  if (found == functions.end())
    throw problem{"there is no function " + name};
  if (arguments.size() < found->least || (found->most != any_number && arguments.size() > found->most))
    throw problem{"wrong number of arguments of " + name};
  for (const sql_term& one : arguments)
    check(name, one, found->takes);
  return {found->gives, [arguments = std::move(arguments), of = found->of](const feature& row) -> value {
            const auto held = values_in(arguments, row);
            return held ? of(*held) : value{};
          }};
}

sql_term extracted(const std::string& unit, sql_term date) {
  const std::string wanted = upper_case(unit);
  const std::string_view known = " YEAR MONTH DAY HOUR MINUTE SECOND ";
  if (known.find(" " + wanted + " ") == std::string_view::npos || date.type != sql_type::date)
    throw problem{"EXTRACT takes YEAR, MONTH, DAY, HOUR, MINUTE or SECOND FROM a date"};
  return {sql_type::number, [of = std::move(date.of), wanted](const feature& row) -> value {
            const value held = of(row);
            const auto* ms = std::get_if<std::int64_t>(&held);
            return ms == nullptr ? value{} : part_of(*ms, wanted);
          }};
}

sql_term interval(const std::string& amount, const std::string& unit) {
  const auto found =
    std::find_if(units.begin(), units.end(), [&](const time_unit& one) { return same_word(one.name, unit); });
  const auto number = number_in<std::int32_t>(amount);
  if (found == units.end() || !number)
    throw problem{"INTERVAL takes a whole number in quotes and SECOND, MINUTE, HOUR or DAY"};
  return fixed_term(sql_type::span, *number * found->ms);
}

} // namespace sandbox
