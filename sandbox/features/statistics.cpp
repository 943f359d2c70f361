#include "sandbox/features/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/features/sql_term.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_statistics = 100; // each has its sums in each group

struct statistic_word {
  const char* word;
  statistic_kind kind;
};
constexpr std::array statistic_words{statistic_word{"count", statistic_kind::count},
  statistic_word{"sum", statistic_kind::sum}, statistic_word{"min", statistic_kind::min},
  statistic_word{"max", statistic_kind::max}, statistic_word{"avg", statistic_kind::avg},
  statistic_word{"stddev", statistic_kind::stddev}, statistic_word{"var", statistic_kind::var}};

bool takes_anything(statistic_kind kind) {
  return kind == statistic_kind::count || kind == statistic_kind::min || kind == statistic_kind::max;
}

bool is_number(field_type type) {
  return type == field_type::single || type == field_type::real || (is_whole(type) && type != field_type::date);
}

std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

outcome<statistic> read_one(const json& entry, const table& from) {
  if (!entry.is_object())
    return problem{"an entry is no object"};
  const std::string type = text_member(entry, "statisticType"), on = text_member(entry, "onStatisticField");
  const auto known = std::find_if(statistic_words.begin(), statistic_words.end(),
    [&](const statistic_word& one) { return same_word(one.word, type); });
  if (known == statistic_words.end())
    return problem{"statisticType '" + type + "' is not supported"};
  const field* column = from.find_field(on);
  if (column == nullptr)
    return problem{"there is no field '" + on + "'"};
  if (!takes_anything(known->kind) && !is_number(column->type))
    return problem{type + " wants a number, which " + on + " is not"};
  std::string name = text_member(entry, "outStatisticFieldName");
  if (name.empty())
    name = upper_case(type) + "_" + column->name;
  return statistic{known->kind, static_cast<std::size_t>(column - from.fields.data()), std::move(name)};
}

/// The sums behind all kinds, gathered in one pass. The mean moves with each value (Welford), so that squares of large
/// numbers do not cancel each other out.
class running_sums {
public:
  void add(const value& held) {
    if (std::holds_alternative<std::monostate>(held))
      return;
    ++count_;
    if (count_ == 1 || compared(held, least_).value_or(0) < 0)
      least_ = held;
    if (count_ == 1 || compared(held, most_).value_or(0) > 0)
      most_ = held;
    const double number = as_real(held), step = number - mean_;
    mean_ += step / static_cast<double>(count_);
    squares_ += step * (number - mean_);
    sum_ += number;
  }

  value of(statistic_kind kind) const {
    switch (kind) {
    case statistic_kind::count: return count_;
    case statistic_kind::min: return least_;
    case statistic_kind::max: return most_;
    case statistic_kind::sum: return count_ == 0 ? value{} : sum_;
    case statistic_kind::avg: return count_ == 0 ? value{} : mean_;
    case statistic_kind::var:
    case statistic_kind::stddev: break;
    }
    if (count_ < 2)
      return {};
    const double variance = squares_ / static_cast<double>(count_ - 1);
    return kind == statistic_kind::var ? variance : std::sqrt(variance);
  }

private:
  std::int64_t count_ = 0;
  value least_, most_;
  double sum_ = 0, mean_ = 0, squares_ = 0;
};

} // namespace

outcome<std::vector<statistic>> read_statistics(const std::string& text, const table& from) {
  const json list = parameter_json(text);
  if (!list.is_array() || list.empty())
    return problem{"a list of objects is expected"};
  if (list.size() > most_statistics)
    return problem{"more than " + std::to_string(most_statistics) + " of them"};
  std::vector<statistic> wanted;
  for (const json& entry : list) {
    auto one = read_one(entry, from);
    if (!one)
      return problem{one.error()};
    const bool twice = std::any_of(
      wanted.begin(), wanted.end(), [&](const statistic& other) { return same_word(other.name, one->name); });
    if (twice)
      return problem{"two of them are called '" + one->name + "'"};
    wanted.push_back(std::move(*one));
  }
  return wanted;
}

std::vector<field> statistic_fields(
  const table& from, const std::vector<std::size_t>& groups, const std::vector<statistic>& wanted) {
  std::vector<field> fields;
  for (const std::size_t column : groups)
    fields.push_back(from.fields[column]);
  for (const statistic& one : wanted) {
    const field& source = from.fields[one.column];
    field made;
    made.name = one.name;
    made.alias = one.name;
    const bool same = one.kind == statistic_kind::min || one.kind == statistic_kind::max;
    made.type = one.kind == statistic_kind::count ? field_type::integer : same ? source.type : field_type::real;
    if (made.type == field_type::object_id) // the least id is a number and no row's
      made.type = field_type::integer;
    made.length = same ? source.length : 0;
    fields.push_back(std::move(made));
  }
  return fields;
}

std::vector<std::vector<value>> statistic_rows(const table& from, const std::vector<std::size_t>& rows,
  const std::vector<std::size_t>& groups, const std::vector<statistic>& wanted) {
  std::map<std::vector<value>, std::vector<running_sums>> sums;
  if (groups.empty())
    sums[{}].resize(wanted.size());
  for (const std::size_t row : rows) {
    const std::vector<value>& held = from.rows[row].attributes;
    std::vector<value> key;
    for (const std::size_t column : groups)
      key.push_back(held[column]);
    auto& group = sums[std::move(key)];
    group.resize(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
      group[i].add(held[wanted[i].column]);
  }
  std::vector<std::vector<value>> made;
  for (const auto& [key, group] : sums) {
    std::vector<value> line = key;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      line.push_back(group[i].of(wanted[i].kind));
    made.push_back(std::move(line));
  }
  return made;
}

} // namespace sandbox
