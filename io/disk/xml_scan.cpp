#include "io/disk/xml_scan.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace io {
namespace {

constexpr std::size_t element_depth_limit = 64;

class scanner {
public:
  explicit scanner(std::string_view document) : rest_(document) {}

  std::vector<xml_text> run() {
    while (!rest_.empty() && good_)
      rest_.front() == '<' ? markup() : characters();
    return good_ && open_.empty() && seen_root_ ? std::move(found_) : std::vector<xml_text>{};
  }

private:
  struct element {
    std::string name;       ///< qualified
    std::size_t path_bytes; ///< of the path before it
    std::string text;
    bool has_children = false;
  };

  void characters() {
    const auto end = std::min(rest_.find('<'), rest_.size());
    if (!open_.empty())
      append_unescaped(rest_.substr(0, end));
    rest_.remove_prefix(end);
  }

  void markup() {
    if (skip("<!--", "-->") || skip("<?", "?>"))
      return;
    if (rest_.starts_with("<![CDATA["))
      return cdata();
    if (rest_.starts_with("<!")) { // a DTD: nothing of ours has one
      good_ = false;
      return;
    }
    const auto end = tag_end();
    if (end == std::string_view::npos) {
      good_ = false;
      return;
    }
    auto tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (tag.starts_with('/'))
      return close(tag.substr(1));
    const bool is_empty = tag.ends_with('/');
    open(tag.substr(0, std::min(tag.find_first_of(" \t\r\n/"), tag.size())));
    if (is_empty && good_)
      close(open_.back().name);
  }

  bool skip(std::string_view begin, std::string_view end) {
    if (!rest_.starts_with(begin))
      return false;
    const auto at = rest_.find(end, begin.size());
    good_ = at != std::string_view::npos;
    rest_.remove_prefix(good_ ? at + end.size() : rest_.size());
    return true;
  }

  void cdata() {
    constexpr std::size_t begin = 9;
    const auto end = rest_.find("]]>", begin);
    good_ = end != std::string_view::npos && !open_.empty();
    if (!good_)
      return;
    open_.back().text += rest_.substr(begin, end - begin);
    rest_.remove_prefix(end + 3);
  }

  /// The `>` that ends a tag, not one inside an attribute's value.
  std::size_t tag_end() const {
    char quote = 0;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote != 0)
        quote = c == quote ? '\0' : quote;
      else if (c == '"' || c == '\'')
        quote = c;
      else if (c == '>')
        return i;
    }
    return std::string_view::npos;
  }

  void open(std::string_view name) {
    good_ = !name.empty() && open_.size() < element_depth_limit && (!open_.empty() || !seen_root_);
    if (!good_)
      return;
    seen_root_ = true;
    if (!open_.empty())
      open_.back().has_children = true;
    open_.push_back({std::string(name), path_.size(), {}, false});
    if (!path_.empty())
      path_ += '/';
    path_ += name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
  }

  void close(std::string_view name) {
    while (!name.empty() && std::isspace(static_cast<unsigned char>(name.back())))
      name.remove_suffix(1);
    good_ = !open_.empty() && open_.back().name == name;
    if (!good_)
      return;
    if (!open_.back().has_children)
      found_.push_back({path_, std::move(open_.back().text)});
    path_.resize(open_.back().path_bytes);
    open_.pop_back();
  }

  void append_unescaped(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> names{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    auto& into = open_.back().text;
    while (!text.empty()) {
      const auto known = std::ranges::find_if(names, [&](const auto& name) { return text.starts_with(name.first); });
      into += known == names.end() ? text.front() : known->second;
      text.remove_prefix(known == names.end() ? 1 : known->first.size());
    }
  }

  std::string_view rest_;
  bool good_ = true;
  bool seen_root_ = false;
  std::vector<element> open_;
  std::string path_;
  std::vector<xml_text> found_;
};

} // namespace

std::vector<xml_text> scan_xml(std::string_view document) {
  if (document.starts_with("\xef\xbb\xbf"))
    document.remove_prefix(3);
  return scanner(document).run();
}

std::string text_at(const std::vector<xml_text>& elements, std::string_view path) {
  for (const auto& element : elements)
    if (element.path.ends_with(path)
      && (element.path.size() == path.size() || element.path[element.path.size() - path.size() - 1] == '/'))
      return element.text;
  return {};
}

} // namespace io
