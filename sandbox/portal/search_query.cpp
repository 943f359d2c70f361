#include "sandbox/portal/search_query.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {

using nlohmann::json;

struct search_query::node {
  enum class kind { all, any, none_of, words, exact, range, everything };
  kind is = kind::everything;
  std::vector<std::shared_ptr<const node>> parts; ///< of all, any and none_of
  std::string field;                              ///< as a document names it; empty = the fields that are searched
  std::vector<std::string> words;                 ///< lower case, perhaps with wildcards
  std::int64_t from = 0;
  std::int64_t to = 0;
};

namespace {

using tree = std::shared_ptr<const search_query::node>;
using kind = search_query::node::kind;

struct known_field {
  std::string_view asked; ///< in lower case
  std::string_view member;
  kind compared;
};

/// Identifiers are compared whole, texts word by word, times and numbers by ranges.
constexpr std::array<known_field, 17> search_fields{
  {{"id", "id", kind::exact}, {"owner", "owner", kind::exact}, {"orgid", "orgId", kind::exact},
    {"access", "access", kind::exact}, {"culture", "culture", kind::exact}, {"url", "url", kind::exact},
    {"title", "title", kind::words}, {"type", "type", kind::words}, {"typekeywords", "typeKeywords", kind::words},
    {"tags", "tags", kind::words}, {"snippet", "snippet", kind::words}, {"description", "description", kind::words},
    {"name", "name", kind::words}, {"accessinformation", "accessInformation", kind::words},
    {"created", "created", kind::range}, {"modified", "modified", kind::range}, {"numviews", "numViews", kind::range}}};

constexpr std::array<const char*, 6> searched{"title", "tags", "snippet", "description", "type", "typeKeywords"};

const known_field* find_field(std::string_view asked) {
  const auto found = std::find_if(
    search_fields.begin(), search_fields.end(), [&](const known_field& each) { return same_word(each.asked, asked); });
  return found == search_fields.end() ? nullptr : &*found;
}

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 127;
}

/// The words of a text; `also`: further characters that belong to words.
std::vector<std::string> words_of(std::string_view text, std::string_view also = {}) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool belongs = is_letter(c) || also.find(c) != std::string_view::npos;
    if (belongs && !inside)
      words.emplace_back();
    if (belongs)
      words.back() += c;
    inside = belongs;
  }
  for (std::string& word : words)
    word = lower_case(std::move(word));
  return words;
}

bool is_like(const std::string& word, const std::string& pattern) {
  return ::fnmatch(pattern.c_str(), word.c_str(), FNM_NOESCAPE) == 0;
}

/// Whether the words stand somewhere in the text, one behind the other.
bool holds(const std::string& text, const std::vector<std::string>& wanted) {
  const std::vector<std::string> words = words_of(text);
  return std::search(words.begin(), words.end(), wanted.begin(), wanted.end(), is_like) != words.end();
}

template <typename Test>
bool any_text(const json& member, const Test& test) {
  if (member.is_string())
    return test(member.get_ref<const std::string&>());
  return member.is_array()
    && std::any_of(member.begin(), member.end(), [&](const json& each) { return any_text(each, test); });
}

bool meets(const json& item, const search_query::node& wanted);

bool meets_words(const json& item, const search_query::node& wanted) {
  const auto test = [&](const std::string& text) { return holds(text, wanted.words); };
  if (!wanted.field.empty())
    return item.contains(wanted.field) && any_text(item[wanted.field], test);
  return std::any_of(searched.begin(), searched.end(),
    [&](const char* name) { return item.contains(name) && any_text(item[name], test); });
}

bool meets_exactly(const json& item, const search_query::node& wanted) {
  return item.contains(wanted.field) && any_text(item[wanted.field], [&](const std::string& text) {
    return is_like(lower_case(text), wanted.words.front());
  });
}

bool meets_range(const json& item, const search_query::node& wanted) {
  const auto found = item.find(wanted.field);
  return found != item.end() && found->is_number() && found->get<std::int64_t>() >= wanted.from
    && found->get<std::int64_t>() <= wanted.to;
}

bool meets(const json& item, const search_query::node& wanted) {
  const auto met = [&](const tree& part) { return meets(item, *part); };
  switch (wanted.is) {
  case kind::everything: return true;
  case kind::all: return std::all_of(wanted.parts.begin(), wanted.parts.end(), met);
  case kind::any: return std::any_of(wanted.parts.begin(), wanted.parts.end(), met);
  case kind::none_of: return std::none_of(wanted.parts.begin(), wanted.parts.end(), met);
  case kind::words: return meets_words(item, wanted);
  case kind::exact: return meets_exactly(item, wanted);
  case kind::range: return meets_range(item, wanted);
  }
  return false;
}

tree joined(kind how, std::vector<tree> parts) {
  if (parts.size() == 1 && how != kind::none_of)
    return parts.front();
  search_query::node made;
  made.is = how;
  made.parts = std::move(parts);
  return std::make_shared<const search_query::node>(std::move(made));
}

/// Reads by descent; the first mistake stays in `wrong`.
class query_reader {
public:
  explicit query_reader(std::string_view text) : rest_{text} {}

  outcome<tree> whole() {
    tree made = alternatives("");
    if (wrong_.empty() && !rest_.empty())
      fail("there is a parenthesis too many");
    if (!wrong_.empty())
      return problem{wrong_};
    return made;
  }

private:
  void fail(const std::string& why) {
    if (wrong_.empty())
      wrong_ = why;
    rest_ = {};
  }

  void skip_spaces() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0)
      rest_.remove_prefix(1);
  }

  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }

  /// Takes an operator, which is in capital letters and a word by itself.
  bool take(std::string_view word) {
    skip_spaces();
    if (!rest_.starts_with(word))
      return false;
    const std::string_view behind = rest_.substr(word.size());
    if (!behind.empty() && behind.front() != '(' && std::isspace(static_cast<unsigned char>(behind.front())) == 0)
      return false;
    rest_ = behind;
    return true;
  }

  tree alternatives(const std::string& field) {
    std::vector<tree> parts{together(field, false)};
    while (take("OR"))
      parts.push_back(together(field, true));
    return joined(kind::any, std::move(parts));
  }

  /// `wanted`: nothing at all will not do.
  tree together(const std::string& field, bool wanted) {
    std::vector<tree> parts;
    for (;; wanted = take("AND")) {
      skip_spaces();
      const bool ended = rest_.empty() || at(')') || (!wanted && is_or_next());
      if (ended && (wanted || (parts.empty() && is_or_next())))
        fail("an operator lacks its term");
      if (ended)
        return joined(kind::all, std::move(parts));
      parts.push_back(one(field));
    }
  }

  bool is_or_next() {
    const std::string_view before = rest_;
    const bool is = take("OR");
    rest_ = before;
    return is;
  }

  tree one(const std::string& field) {
    constexpr int deepest = 50;
    if (++depth_ > deepest)
      fail("it is nested too deeply");
    tree made = part(field);
    --depth_;
    return made;
  }

  tree part(const std::string& field) {
    skip_spaces();
    bool negated = take("NOT");
    if (!negated && at('-')) {
      negated = true;
      rest_.remove_prefix(1);
    }
    if (negated)
      return joined(kind::none_of, {one(field)});
    if (at('+'))
      rest_.remove_prefix(1);
    if (at('(')) {
      rest_.remove_prefix(1);
      tree made = alternatives(field);
      skip_spaces();
      if (!at(')')) {
        fail("a parenthesis is not closed");
      } else {
        rest_.remove_prefix(1);
      }
      return made;
    }
    return term(field);
  }

  tree term(const std::string& field) {
    if (at('"'))
      return phrase(field);
    if (at('[') || at('{'))
      return range(field);
    const std::string_view word = rest_.substr(0, std::min(rest_.find_first_of(" \t\r\n()\""), rest_.size()));
    const std::size_t colon = word.find(':');
    if (colon != std::string_view::npos && colon > 0 && field.empty()) {
      rest_.remove_prefix(colon + 1);
      if (rest_.empty() || std::isspace(static_cast<unsigned char>(rest_.front())) != 0)
        skip_spaces();
      if (rest_.empty())
        fail("a field lacks its value");
      return one(std::string{word.substr(0, colon)});
    }
    if (word.empty() || word == "AND") {
      fail("an operator lacks its term");
      return value(field, "", "");
    }
    rest_.remove_prefix(word.size());
    return value(field, word.substr(0, word.find('^')), "*?");
  }

  tree phrase(const std::string& field) {
    const std::size_t end = rest_.find('"', 1);
    if (end == std::string_view::npos) {
      fail("a quotation mark is not closed");
      return value(field, "", "");
    }
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return value(field, text, "");
  }

  tree range(const std::string& field) {
    search_query::node made;
    const known_field* which = find_field(field);
    const std::size_t end = rest_.find_first_of("]}");
    const std::string_view inside = rest_.substr(1, std::min(end, rest_.size()) - 1);
    const std::size_t to = inside.find(" TO ");
    if (end == std::string_view::npos || to == std::string_view::npos) {
      fail("a range has the form [from TO to]");
      return value(field, "", "");
    }
    rest_.remove_prefix(end + 1);
    const auto first = number_in<std::int64_t>(inside.substr(0, to));
    const auto last = number_in<std::int64_t>(inside.substr(to + 4));
    if (!first || !last)
      fail("the ends of a range are whole numbers");
    const bool is_known = which != nullptr && which->compared == kind::range && first && last;
    made.is = is_known ? kind::range : kind::any; // any of no parts: nothing
    if (is_known) {
      made.field = which->member;
      made.from = *first;
      made.to = *last;
    }
    return std::make_shared<const search_query::node>(std::move(made));
  }

  static tree value(const std::string& field, std::string_view text, std::string_view wildcards) {
    search_query::node made;
    const known_field* which = find_field(field);
    if (field.empty()) {
      made.is = text == "*" ? kind::everything : kind::words;
    } else if (field == "*" && text == "*") {
      made.is = kind::everything;
    } else {
      made.is = which != nullptr ? which->compared : kind::any;
      made.field = which != nullptr ? which->member : std::string_view{};
    }
    if (made.is == kind::exact) {
      made.words = {lower_case(std::string{text})};
    } else if (made.is == kind::range) {
      const auto number = number_in<std::int64_t>(text);
      made.is = number ? kind::range : kind::any;
      made.from = made.to = number.value_or(0);
    } else {
      made.words = words_of(text, wildcards);
    }
    return std::make_shared<const search_query::node>(std::move(made));
  }

  std::string_view rest_;
  std::string wrong_;
  int depth_ = 0;
};

} // namespace

outcome<search_query> search_query::parse(std::string_view text) {
  auto root = query_reader{text}.whole();
  if (!root)
    return problem{root.error()};
  return search_query{std::move(*root)};
}

bool search_query::matches(const json& item) const { return meets(item, *root_); }

} // namespace sandbox
