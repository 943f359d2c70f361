#include "sandbox/features/where_clause.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sandbox/base/text.hpp"
#include "sandbox/features/sql_functions.hpp"
#include "sandbox/features/sql_tokens.hpp"

namespace sandbox {
namespace {

constexpr int deepest = 100;                // parentheses in parentheses
constexpr std::size_t longest = 128 * 1024; // bytes
constexpr int most_operands = 20'000;
constexpr std::int64_t one_day = 86'400'000;

/// Reads a condition by recursive descent. Throws `problem`.
class condition_reader {
public:
  condition_reader(std::vector<sql_token> tokens, const table& from, std::int64_t now_ms)
    : tokens_{std::move(tokens)},
      from_{from},
      now_ms_{now_ms} {}

  sql_term read() {
    sql_term whole = disjunction();
    if (here().kind != token_kind::end)
      throw problem{"unexpected " + here().text};
    require_truth(whole);
    return whole;
  }

private:
  struct level { // counts how deep we are
    explicit level(int& depth) : depth_{depth} {
      if (++depth_ > deepest)
        throw problem{"it is nested too deeply"};
    }
    level(const level&) = delete;
    level& operator=(const level&) = delete;
    ~level() { --depth_; }
    int& depth_;
  };

  const sql_token& here() const { return tokens_[next_]; }
  bool follows(std::string_view word) const { return next_ + 1 < tokens_.size() && tokens_[next_ + 1].is(word); }

  bool take(std::string_view word) {
    if (!here().is(word))
      return false;
    ++next_;
    return true;
  }

  void expect(std::string_view word) {
    if (!take(word))
      throw problem{std::string{word} + " is expected" + (here().text.empty() ? "" : " before " + here().text)};
  }

  std::string expect(token_kind kind, const char* words) {
    if (here().kind != kind)
      throw problem{std::string{words} + " is expected"};
    return tokens_[next_++].text;
  }

  sql_term disjunction() {
    sql_term first = conjunction();
    return here().is("OR") ? any_of(chain("OR", std::move(first), &condition_reader::conjunction)) : first;
  }

  sql_term conjunction() {
    sql_term first = denied();
    return here().is("AND") ? all_of(chain("AND", std::move(first), &condition_reader::denied)) : first;
  }

  std::vector<sql_term> chain(const char* word, sql_term first, sql_term (condition_reader::*next)()) {
    std::vector<sql_term> parts;
    parts.push_back(std::move(first));
    while (take(word))
      parts.push_back((this->*next)());
    return parts;
  }

  sql_term denied() {
    bool no = false;
    while (take("NOT"))
      no = !no;
    return no ? negation(predicate()) : predicate();
  }

  sql_term predicate() {
    if (is_shape())
      return null_shape();
    sql_term left = sum();
    for (const char* sign : {"=", "<>", "!=", "<=", ">=", "<", ">"}) {
      if (take(sign))
        return comparison(sign, std::move(left), sum());
    }
    if (take("IS"))
      return null_test(std::move(left));
    const bool no = here().is("NOT") && (follows("IN") || follows("BETWEEN") || follows("LIKE"));
    if (no)
      ++next_;
    std::optional<sql_term> found;
    if (take("IN"))
      found = list(std::move(left));
    else if (take("BETWEEN"))
      found = range(std::move(left));
    else if (take("LIKE"))
      found = like(std::move(left));
    else
      return left;
    return no ? negation(std::move(*found)) : std::move(*found);
  }

  bool is_shape() const { return from_.is_spatial() && here().is("shape") && from_.find_field("shape") == nullptr; }

  sql_term null_shape() {
    ++next_;
    expect("IS");
    const bool null = !take("NOT");
    expect("NULL");
    return {sql_type::truth, [null](const feature& row) -> value { return std::int64_t{row.shape.empty() == null}; }};
  }

  sql_term null_test(sql_term of) {
    const bool null = !take("NOT");
    expect("NULL");
    return {sql_type::truth, [of = std::move(of.of), null](const feature& row) -> value {
              return std::int64_t{std::holds_alternative<std::monostate>(of(row)) == null};
            }};
  }

  sql_term list(sql_term of) {
    expect("(");
    std::vector<sql_term> items;
    do {
      items.push_back(sum());
    } while (take(","));
    expect(")");
    return membership(std::move(of), std::move(items));
  }

  sql_term range(sql_term of) {
    sql_term low = sum();
    expect("AND");
    return between(std::move(of), std::move(low), sum());
  }

  sql_term like(sql_term of) {
    const std::string pattern = expect(token_kind::text, "a pattern in quotes");
    std::string escape;
    if (take("ESCAPE")) {
      escape = expect(token_kind::text, "a character in quotes");
      if (escape.size() != 1)
        throw problem{"ESCAPE takes one character"};
    }
    return likeness(std::move(of), pattern, escape.empty() ? '\0' : escape.front());
  }

  /// Long sums would be evaluated one inside of the other.
  void count_operation() {
    if (++operations_ > 10 * deepest)
      throw problem{"it calculates too much"};
  }

  sql_term sum() {
    sql_term made = product();
    while (true) {
      const std::string sign = here().text;
      if (!take("+") && !take("-") && !take("||"))
        return made;
      count_operation();
      made = calculation(sign, std::move(made), product());
    }
  }

  sql_term product() {
    sql_term made = factor();
    while (true) {
      const std::string sign = here().text;
      if (!take("*") && !take("/"))
        return made;
      count_operation();
      made = calculation(sign, std::move(made), factor());
    }
  }

  sql_term factor() {
    const level deeper{depth_}; // whatever is nested passes here
    if (++operands_ > most_operands)
      throw problem{"it is too long"};
    if (take("-"))
      return negative(factor());
    if (take("+"))
      return factor();
    if (take("(")) {
      sql_term inner = disjunction();
      expect(")");
      return inner;
    }
    switch (here().kind) {
    case token_kind::number: return number();
    case token_kind::text: return fixed_term(sql_type::text, tokens_[next_++].text);
    case token_kind::word: return word();
    case token_kind::quoted_name: return column(tokens_[next_++].text);
    case token_kind::symbol:
    case token_kind::end: break;
    }
    throw problem{here().kind == token_kind::end ? "it ends too early" : "unexpected " + here().text};
  }

  sql_term number() {
    const std::string text = tokens_[next_++].text;
    if (const auto whole = number_in<std::int64_t>(text))
      return fixed_term(sql_type::number, *whole);
    if (const auto real = number_in<double>(text))
      return fixed_term(sql_type::number, *real);
    throw problem{text + " is no number"};
  }

  sql_term word() {
    const std::string name = tokens_[next_++].text;
    const bool literal = here().kind == token_kind::text;
    if (literal && (same_word(name, "DATE") || same_word(name, "TIMESTAMP")))
      return moment();
    if (literal && same_word(name, "INTERVAL")) {
      const std::string amount = tokens_[next_++].text;
      return interval(amount, expect(token_kind::word, "a unit"));
    }
    if (same_word(name, "NULL"))
      return fixed_term(sql_type::null, {});
    if (same_word(name, "CURRENT_TIMESTAMP"))
      return fixed_term(sql_type::date, now_ms_);
    if (same_word(name, "CURRENT_DATE"))
      return fixed_term(sql_type::date, now_ms_ - now_ms_ % one_day);
    return take("(") ? call(name) : column(name);
  }

  sql_term moment() {
    const std::string text = tokens_[next_++].text;
    const auto read = read_moment(text);
    if (!read)
      throw problem{"'" + text + "' is no date"};
    return fixed_term(sql_type::date, *read);
  }

  sql_term call(const std::string& name) {
    if (same_word(name, "EXTRACT")) {
      const std::string unit = expect(token_kind::word, "a unit");
      expect("FROM");
      sql_term made = extracted(unit, sum());
      expect(")");
      return made;
    }
    std::vector<sql_term> arguments;
    if (!take(")")) {
      do {
        arguments.push_back(sum());
      } while (take(",") || (same_word(name, "SUBSTRING") && (take("FROM") || take("FOR"))));
      expect(")");
    }
    return sql_function(name, std::move(arguments));
  }

  sql_term column(const std::string& name) const {
    const field* found = from_.find_field(name);
    if (found == nullptr)
      throw problem{"there is no field " + name};
    return column_term(from_, static_cast<std::size_t>(found - from_.fields.data()));
  }

  std::vector<sql_token> tokens_;
  const table& from_;
  std::int64_t now_ms_;
  std::size_t next_ = 0;
  int depth_ = 0;
  int operations_ = 0;
  int operands_ = 0;
};

} // namespace

outcome<where_clause> where_clause::read(const std::string& text, const table& from, std::int64_t now_ms) try {
  where_clause made;
  if (text.find_first_not_of(' ') == std::string::npos)
    return made;
  if (text.size() > longest)
    return problem{"it is too long"};
  auto tokens = sql_tokens(text);
  if (!tokens)
    return problem{tokens.error()};
  sql_term whole = condition_reader{std::move(*tokens), from, now_ms}.read();
  if (!whole.fixed || as_real(*whole.fixed) == 0) // 1=1 asks nothing of a row
    made.condition_ = std::move(whole.of);
  return made;
} catch (const problem& wrong) {
  return wrong;
}

bool where_clause::takes(const feature& row) const { return !condition_ || as_real(condition_(row)) != 0; }

} // namespace sandbox
