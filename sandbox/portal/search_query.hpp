#pragma once

#include <memory>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// What a portal's search looks for: terms with or without a field, phrases, `*` and `?`, ranges in brackets, AND, OR,
/// NOT, +, -, parentheses; terms beside each other must all be met. An unknown field is met by nothing.
/// (ArcGIS REST API, Search reference)
class search_query {
public:
  /// A problem where quotes or parentheses are not closed, or an operator lacks its term. Empty text is met by all.
  static outcome<search_query> parse(std::string_view text);

  /// `item`: a document as the portal describes it.
  bool matches(const nlohmann::json& item) const;

  struct node; ///< of the tree that the text means

private:
  explicit search_query(std::shared_ptr<const node> root) : root_{std::move(root)} {}

  std::shared_ptr<const node> root_;
};

} // namespace sandbox
