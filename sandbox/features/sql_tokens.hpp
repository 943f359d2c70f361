#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

enum class token_kind { end, word, quoted_name, text, number, symbol };

/// A word of a condition. Texts and quoted names stand without their quotes.
struct sql_token {
  token_kind kind = token_kind::end;
  std::string text;

  /// An unquoted word or a symbol, without regard to case.
  bool is(std::string_view wanted) const;
};

/// The words of an SQL condition (ISO/IEC 9075, 5.2: literals, identifiers, operators); the last one is `end`. A
/// problem for a quote without its end and for characters that SQL has no use for, comments among them.
outcome<std::vector<sql_token>> sql_tokens(std::string_view text);

} // namespace sandbox
