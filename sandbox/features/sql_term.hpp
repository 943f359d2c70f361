#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/table.hpp"

namespace sandbox {

/// What a part of a condition stands for. Dates and spans are milliseconds, truths 0 or 1; null is unknown.
enum class sql_type { null, truth, number, text, date, span, id };

/// A part of a condition that has been read. `problem` is thrown for what does not fit together: a condition is
/// checked once, before its first row.
struct sql_term {
  sql_type type = sql_type::null;
  std::function<value(const feature&)> of; ///< its value in a row
  std::optional<value> fixed{};            ///< the value, where it is the same in every row
};

sql_term fixed_term(sql_type type, value held);
/// What the row says in this column.
sql_term column_term(const table& from, std::size_t column);

/// Makes both comparable: a constant takes the type of the other side, as `'3'` beside a number and `'2024-05-01'`
/// beside a date.
void match_types(sql_term& left, sql_term& right);

/// < 0, 0 or > 0; nothing if one of them is null. Both of one type.
std::optional<int> compared(const value& left, const value& right);

/// A problem for anything but a condition and NULL.
void require_truth(const sql_term& part);

/// `=`, `<>`, `<` ...; unknown beside null.
sql_term comparison(const std::string& sign, sql_term left, sql_term right);
/// IN and BETWEEN. The left side is evaluated once in a row.
sql_term membership(sql_term of, std::vector<sql_term> items);
sql_term between(sql_term of, sql_term low, sql_term high);
/// `+`, `-`, `*`, `/` and `||`. Dates take spans, and plain numbers as days. Division by zero gives null, and so does
/// what no number can hold.
sql_term calculation(const std::string& sign, sql_term left, sql_term right);
sql_term negative(sql_term of);
/// Three-valued logic: unknown where the known ones do not decide.
sql_term all_of(std::vector<sql_term> parts);
sql_term any_of(std::vector<sql_term> parts);
sql_term negation(sql_term of);
/// LIKE with `%` and `_`; case matters. `escape`: the character that takes the sense from the next one, or 0.
sql_term likeness(sql_term of, const std::string& pattern, char escape);

/// A whole number or real as a double; nothing else is a number.
double as_real(const value& held);
/// `{UPPER-CASE}` of an id in any case, with or without braces.
std::string plain_id(const std::string& text);
/// `yyyy-mm-dd`, maybe with ` hh:mm:ss`, in UTC as milliseconds since 1970. Nothing for what is no such moment.
std::optional<std::int64_t> read_moment(std::string_view text);

} // namespace sandbox
