#include "sandbox/features/sql_term.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr double farthest_ms = 1e15; // some 30,000 years
constexpr std::size_t most_beside_a_constant = 100;

bool is_null(const value& held) { return std::holds_alternative<std::monostate>(held); }

value truth(bool held) { return std::int64_t{held}; }

sql_type type_of(field_type type) {
  switch (type) {
  case field_type::text: return sql_type::text;
  case field_type::date: return sql_type::date;
  case field_type::global_id:
  case field_type::guid: return sql_type::id;
  case field_type::object_id:
  case field_type::small_integer:
  case field_type::integer:
  case field_type::single:
  case field_type::real: break;
  }
  return sql_type::number;
}

std::string words_of(sql_type type) {
  switch (type) {
  case sql_type::null: return "NULL";
  case sql_type::truth: return "a condition";
  case sql_type::number: return "a number";
  case sql_type::text: return "a text";
  case sql_type::date: return "a date";
  case sql_type::span: return "an interval";
  case sql_type::id: break;
  }
  return "an id";
}

std::optional<value> number_of(const std::string& text) {
  if (const auto whole = number_in<std::int64_t>(text))
    return *whole;
  if (const auto real = number_in<double>(text); real && std::isfinite(*real))
    return *real;
  return {};
}

std::string text_of(const value& number) {
  if (const auto* whole = std::get_if<std::int64_t>(&number))
    return std::to_string(*whole);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, as_real(number)).ptr;
  return {text, end};
}

/// A constant as the other type; nothing if it cannot be that.
std::optional<value> converted(const value& constant, sql_type from, sql_type to) {
  if (from == sql_type::text) {
    const std::string& text = std::get<std::string>(constant);
    if (to == sql_type::number)
      return number_of(text);
    if (to == sql_type::id)
      return value{plain_id(text)};
    if (to == sql_type::date) {
      const auto moment = read_moment(text);
      return moment ? std::optional{value{*moment}} : std::nullopt;
    }
  }
  if (from == sql_type::number && to == sql_type::text)
    return value{text_of(constant)};
  if (from == sql_type::number && to == sql_type::date)
    return constant; // milliseconds
  return {};
}

bool adapt(sql_term& constant, sql_type wanted) {
  if (!constant.fixed)
    return false;
  auto made = is_null(*constant.fixed) ? std::optional{value{}} : converted(*constant.fixed, constant.type, wanted);
  if (!made)
    return false;
  constant = fixed_term(wanted, std::move(*made));
  return true;
}

/// AND where `deciding` is false, OR where it is true.
sql_term joined(std::vector<sql_term> parts, bool deciding) {
  for (const sql_term& part : parts)
    require_truth(part);
  return {sql_type::truth, [parts = std::move(parts), deciding](const feature& row) -> value {
            bool known = true;
            for (const sql_term& part : parts) {
              const value held = part.of(row);
              if (is_null(held)) {
                known = false;
              } else if ((as_real(held) != 0) == deciding) {
                return truth(deciding);
              }
            }
            return known ? truth(!deciding) : value{};
          }};
}

/// What is no finite number is no value.
value finite(double number) { return std::isfinite(number) ? value{number} : value{}; }

value whole_ms(double ms) { return std::abs(ms) < farthest_ms ? value{std::llround(ms)} : value{}; }

value calculated(char sign, const value& left, const value& right) {
  const auto* a = std::get_if<std::int64_t>(&left);
  const auto* b = std::get_if<std::int64_t>(&right);
  std::int64_t whole{};
  if (a != nullptr && b != nullptr) { // exact as long as it fits; a quotient is cut as databases do it
    if (sign == '/' && *b != 0 && *b != -1)
      return *a / *b;
    if ((sign == '+' && !__builtin_add_overflow(*a, *b, &whole))
      || (sign == '-' && !__builtin_sub_overflow(*a, *b, &whole))
      || (sign == '*' && !__builtin_mul_overflow(*a, *b, &whole)))
      return whole;
  }
  const double x = as_real(left), y = as_real(right);
  switch (sign) {
  case '+': return finite(x + y);
  case '-': return finite(x - y);
  case '*': return finite(x * y);
  default: return finite(x / y);
  }
}

/// A number of days as the span that dates take.
sql_term days(sql_term number) {
  return {sql_type::span, [of = std::move(number.of)](const feature& row) -> value {
            const value held = of(row);
            return is_null(held) ? value{} : whole_ms(as_real(held) * static_cast<double>(day_ms));
          }};
}

/// The type of a sum, where `left` and `right` may be added.
sql_type sum_type(char sign, sql_type left, sql_type right) {
  if (left == right && (left == sql_type::number || (left == sql_type::span && (sign == '+' || sign == '-'))))
    return left;
  if (left == sql_type::date && right == sql_type::span && (sign == '+' || sign == '-'))
    return sql_type::date;
  throw problem{std::string{sign} + " does not go with " + words_of(left) + " and " + words_of(right)};
}

/// Whether `text` follows a pattern of LIKE; both by bytes, a `_` by character.
bool is_like(std::string_view text, std::string_view pattern, char escape) {
  const auto character = [](std::string_view from) {
    std::size_t length = 1;
    while (length < from.size() && (static_cast<unsigned char>(from[length]) & 0xC0U) == 0x80U)
      ++length;
    return length;
  };
  // Back to the last % only: what stands before it has been found at the earliest place already.
  std::string_view after_star, left_at_star;
  bool star = false;
  while (true) {
    const bool literal = escape != 0 && pattern.size() > 1 && pattern.front() == escape;
    if (!literal && !pattern.empty() && pattern.front() == '%') {
      pattern.remove_prefix(1);
      star = true;
      after_star = pattern;
      left_at_star = text;
      continue;
    }
    if (!literal && !pattern.empty() && pattern.front() == '_' && !text.empty()) {
      pattern.remove_prefix(1);
      text.remove_prefix(character(text));
      continue;
    }
    const std::size_t skipped = literal ? 1 : 0;
    if (!text.empty() && pattern.size() > skipped && pattern[skipped] == text.front()) {
      pattern.remove_prefix(skipped + 1);
      text.remove_prefix(1);
      continue;
    }
    if (text.empty() && pattern.empty())
      return true;
    if (!star || left_at_star.empty())
      return false;
    left_at_star.remove_prefix(1);
    text = left_at_star;
    pattern = after_star;
  }
}

} // namespace

void require_truth(const sql_term& part) {
  if (part.type != sql_type::truth && part.type != sql_type::null)
    throw problem{"a condition is expected, not " + words_of(part.type)};
}

sql_term fixed_term(sql_type type, value held) {
  return {type, [held](const feature&) { return held; }, held};
}

sql_term column_term(const table& from, std::size_t column) {
  return {type_of(from.fields[column].type), [column](const feature& row) { return row.attributes[column]; }};
}

void match_types(sql_term& left, sql_term& right) {
  if (left.type == right.type || left.type == sql_type::null || right.type == sql_type::null)
    return;
  if (!adapt(right, left.type) && !adapt(left, right.type))
    throw problem{words_of(left.type) + " cannot be compared with " + words_of(right.type)};
}

std::optional<int> compared(const value& left, const value& right) {
  if (is_null(left) || is_null(right))
    return {};
  const auto* a = std::get_if<std::string>(&left);
  const auto* b = std::get_if<std::string>(&right);
  if (a != nullptr && b != nullptr)
    return a->compare(*b);
  const auto* m = std::get_if<std::int64_t>(&left);
  const auto* n = std::get_if<std::int64_t>(&right);
  if (m != nullptr && n != nullptr)
    return *m < *n ? -1 : static_cast<int>(*m > *n);
  const double x = as_real(left), y = as_real(right);
  return x < y ? -1 : static_cast<int>(x > y);
}

sql_term comparison(const std::string& sign, sql_term left, sql_term right) {
  match_types(left, right);
  const bool less = sign.starts_with('<') || sign == "!=", more = sign.ends_with('>') || sign == ">=" || sign == "!=";
  const bool equal = sign.ends_with('=') && sign != "!=";
  const auto judged = [less, equal, more](const value& a, const value& b) -> value {
    const auto order = compared(a, b);
    return order ? truth(*order < 0 ? less : *order > 0 ? more : equal) : value{};
  };
  if (left.fixed && right.fixed) // 1=1
    return fixed_term(sql_type::truth, judged(*left.fixed, *right.fixed));
  return {sql_type::truth, [left = std::move(left.of), right = std::move(right.of), judged](const feature& row) {
            return judged(left(row), right(row));
          }};
}

sql_term membership(sql_term of, std::vector<sql_term> items) {
  if (of.fixed) { // it becomes whatever each item is
    if (items.size() > most_beside_a_constant)
      throw problem{"it compares a constant with too much"};
    std::vector<sql_term> equals;
    for (sql_term& item : items)
      equals.push_back(comparison("=", of, std::move(item)));
    return any_of(std::move(equals));
  }
  for (sql_term& item : items)
    match_types(of, item);
  return {sql_type::truth, [of = std::move(of.of), items = std::move(items)](const feature& row) -> value {
            const value held = of(row); // once for all items
            bool known = true;
            for (const sql_term& item : items) {
              const auto order = compared(held, item.of(row));
              if (order == 0)
                return truth(true);
              known = known && order;
            }
            return known ? truth(false) : value{};
          }};
}

sql_term between(sql_term of, sql_term low, sql_term high) {
  if (of.fixed) {
    std::vector<sql_term> both;
    both.push_back(comparison(">=", of, std::move(low)));
    both.push_back(comparison("<=", std::move(of), std::move(high)));
    return all_of(std::move(both));
  }
  match_types(of, low);
  match_types(of, high);
  return {sql_type::truth,
    [of = std::move(of.of), low = std::move(low.of), high = std::move(high.of)](const feature& row) -> value {
      const value held = of(row);
      const auto above = compared(held, low(row)), below = compared(held, high(row));
      if ((above && *above < 0) || (below && *below > 0))
        return truth(false);
      return above && below ? truth(true) : value{};
    }};
}

sql_term calculation(const std::string& sign, sql_term left, sql_term right) {
  if (left.type == sql_type::null || right.type == sql_type::null)
    return fixed_term(sql_type::null, {});
  if (sign == "||") {
    if (left.type != sql_type::text || right.type != sql_type::text)
      throw problem{"|| joins texts"};
    return {sql_type::text, [left = std::move(left.of), right = std::move(right.of)](const feature& row) -> value {
              const value a = left(row), b = right(row);
              return is_null(a) || is_null(b) ? value{} : value{std::get<std::string>(a) + std::get<std::string>(b)};
            }};
  }
  if (left.type == sql_type::date && right.type == sql_type::number) { // as many days
    right = days(std::move(right));
  }
  const sql_type type = sum_type(sign.front(), left.type, right.type);
  return {type,
    [left = std::move(left.of), right = std::move(right.of), sign = sign.front(), in_ms = type != sql_type::number](
      const feature& row) -> value {
      const value a = left(row), b = right(row);
      if (is_null(a) || is_null(b))
        return {};
      value made = calculated(sign, a, b);
      return in_ms && !is_null(made) ? whole_ms(as_real(made)) : made;
    }};
}

sql_term negative(sql_term of) {
  if (of.type != sql_type::number)
    throw problem{"- wants a number, not " + words_of(of.type)};
  if (of.fixed)
    return fixed_term(sql_type::number, calculated('-', std::int64_t{0}, *of.fixed));
  return calculation("-", fixed_term(sql_type::number, std::int64_t{0}), std::move(of));
}

sql_term all_of(std::vector<sql_term> parts) { return joined(std::move(parts), false); }

sql_term any_of(std::vector<sql_term> parts) { return joined(std::move(parts), true); }

sql_term negation(sql_term of) {
  require_truth(of);
  return {sql_type::truth, [of = std::move(of.of)](const feature& row) -> value {
            const value held = of(row);
            return is_null(held) ? value{} : truth(as_real(held) == 0);
          }};
}

sql_term likeness(sql_term of, const std::string& pattern, char escape) {
  if (of.type != sql_type::text && of.type != sql_type::id)
    throw problem{"LIKE wants a text, not " + words_of(of.type)};
  return {sql_type::truth, [of = std::move(of.of), pattern, escape](const feature& row) -> value {
            const value held = of(row);
            return is_null(held) ? value{} : truth(is_like(std::get<std::string>(held), pattern, escape));
          }};
}

double as_real(const value& held) {
  if (const auto* whole = std::get_if<std::int64_t>(&held))
    return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&held);
  return real == nullptr ? 0 : *real;
}

std::string plain_id(const std::string& text) {
  std::string id = upper_case(text);
  std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
  return "{" + id + "}";
}

std::optional<std::int64_t> read_moment(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) {
    return at + length <= text.size() ? number_in<unsigned>(text.substr(at, length)) : std::nullopt;
  };
  const auto sign = [&](std::size_t at, std::string_view any) {
    return at < text.size() && any.find(text[at]) != std::string_view::npos;
  };
  const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (!year || !month || !day || !sign(4, "-") || !sign(7, "-"))
    return {};
  using namespace std::chrono;
  const year_month_day date{
    std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month}, std::chrono::day{*day}};
  if (!date.ok())
    return {};
  std::int64_t seconds = sys_days{date}.time_since_epoch() / 1s;
  if (text.size() > 10) {
    const auto hours = number(11, 2), minutes = number(14, 2);
    const auto rest = text.size() > 16 ? number(17, 2) : std::optional{0U};
    if (!hours || !minutes || !rest || !sign(10, " T") || !sign(13, ":") || *hours > 23 || *minutes > 59 || *rest > 59
      || (text.size() > 16 && (!sign(16, ":") || text.size() > 19)))
      return {};
    seconds += *hours * 3600 + *minutes * 60 + *rest;
  }
  return 1000 * seconds;
}

} // namespace sandbox
