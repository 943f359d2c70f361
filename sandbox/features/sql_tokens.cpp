#include "sandbox/features/sql_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

// The longer ones first.
constexpr std::array symbols{"<>", "<=", ">=", "!=", "||", "(", ")", ",", "=", "<", ">", "+", "-", "*", "/"};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
/// Letters of other alphabets may stand in names.
bool is_word_part(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

/// The token that `rest` begins with, which is cut off.
class token_reader {
public:
  explicit token_reader(std::string_view rest) : rest_{rest} {}

  std::optional<problem> read_all(std::vector<sql_token>& into) {
    for (skip_spaces(); !rest_.empty(); skip_spaces()) {
      auto next = read();
      if (!next)
        return problem{next.error()};
      into.push_back(std::move(*next));
    }
    into.emplace_back();
    return {};
  }

private:
  void skip_spaces() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0)
      rest_.remove_prefix(1);
  }

  outcome<sql_token> read() {
    const char first = rest_.front();
    if (first == '\'' || first == '"')
      return quoted(first);
    if (is_digit(first) || (first == '.' && rest_.size() > 1 && is_digit(rest_[1])))
      return sql_token{token_kind::number, cut(number_length())};
    if (is_word_part(first))
      return sql_token{token_kind::word, cut(length_of(0, is_word_part))};
    if (rest_.starts_with("--"))
      return problem{"comments are not allowed"};
    for (const std::string_view symbol : symbols) {
      if (rest_.starts_with(symbol))
        return sql_token{token_kind::symbol, cut(symbol.size())};
    }
    return problem{"unexpected character " + std::string{first}};
  }

  outcome<sql_token> quoted(char quote) {
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != quote) {
        text += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == quote) { // two of them mean one
        text += rest_[i++];
      } else {
        rest_.remove_prefix(i + 1);
        return sql_token{quote == '"' ? token_kind::quoted_name : token_kind::text, std::move(text)};
      }
    }
    return problem{"a quote has no end"};
  }

  template <typename Predicate>
  std::size_t length_of(std::size_t from, Predicate belongs) const {
    while (from < rest_.size() && belongs(rest_[from]))
      ++from;
    return from;
  }

  std::size_t number_length() const {
    std::size_t length = length_of(0, [](char c) { return is_digit(c) || c == '.'; });
    if (length < rest_.size() && (rest_[length] == 'e' || rest_[length] == 'E')) {
      std::size_t exponent = length + 1;
      if (exponent < rest_.size() && (rest_[exponent] == '+' || rest_[exponent] == '-'))
        ++exponent;
      if (const std::size_t end = length_of(exponent, is_digit); end > exponent)
        length = end;
    }
    return length;
  }

  std::string cut(std::size_t length) {
    std::string text{rest_.substr(0, length)};
    rest_.remove_prefix(length);
    return text;
  }

  std::string_view rest_;
};

} // namespace

bool sql_token::is(std::string_view wanted) const {
  return (kind == token_kind::word || kind == token_kind::symbol) && same_word(text, wanted);
}

outcome<std::vector<sql_token>> sql_tokens(std::string_view text) {
  std::vector<sql_token> tokens;
  if (auto failed = token_reader{text}.read_all(tokens))
    return *failed;
  return tokens;
}

} // namespace sandbox
