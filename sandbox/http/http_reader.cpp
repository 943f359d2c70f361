#include "sandbox/http/http_reader.hpp"

#include <algorithm>
#include <array>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

constexpr std::size_t head_limit = std::size_t{64} << 10U;
constexpr std::string_view form_type = "application/x-www-form-urlencoded"; // nothing else is ever sent here
constexpr std::size_t body_limit = std::size_t{4} << 20U;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 9110 5.5: what else stands in a field could end it early where it is repeated in an answer.
bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; });
}

/// RFC 9110 5.6.2; above all it has no spaces and no control characters.
bool is_field_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// `GET /path?query HTTP/1.1`
bool read_request_line(std::string_view line, http_request& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || last == first)
    return false;
  request.method = line.substr(0, first);
  std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return false;
  request.keep_alive = version == "HTTP/1.1";
  if (target.starts_with("http://") || target.starts_with("https://")) { // as a proxy is asked
    const std::size_t slash = target.find('/', target.find("//") + 2);
    target = slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
  }
  if (!target.starts_with('/'))
    return false;
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = percent_decoded(target.substr(0, question), false);
  if (question < target.size())
    read_form(target.substr(question + 1), request.query);
  request.parameters = request.query;
  return true;
}

bool read_head(std::string_view head, http_request& request) {
  bool first = true;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    if (first) {
      if (!read_request_line(line, request))
        return false;
      first = false;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_field_name(line.substr(0, colon)) || !is_field_value(line.substr(colon)))
      return false;
    request.headers.insert_or_assign(std::string{line.substr(0, colon)}, std::string{trimmed(line.substr(colon + 1))});
  }
  for (const std::string_view option : list_items(request.header("Connection")))
    request.keep_alive = request.keep_alive && !same_word(option, "close");
  return !first;
}

} // namespace

bool http_reader::fill() {
  std::array<char, 16384> block{};
  const std::size_t got = stream_.read(block.data(), block.size());
  buffer_.append(block.data(), got);
  return got > 0;
}

http_reader::result http_reader::refuse(int status) {
  refusal_ = status;
  return result::refused;
}

http_reader::result http_reader::next(http_request& request) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (buffer_.size() > head_limit)
      return refuse(431);
    if (!fill())
      return result::closed;
    while (buffer_.starts_with("\r\n")) // RFC 9112 2.2: some clients end the request before with it
      buffer_.erase(0, 2);
  }
  const std::string head = buffer_.substr(0, end);
  buffer_.erase(0, end + 4);
  if (!read_head(head, request))
    return refuse(400);
  return read_body(request);
}

http_reader::result http_reader::read_body(http_request& request) {
  if (!request.header("Transfer-Encoding").empty())
    return refuse(411);
  const std::string& text = request.header("Content-Length");
  const auto named = number_in<std::size_t>(text);
  if (!text.empty() && !named)
    return refuse(400);
  const std::size_t length = named.value_or(0);
  if (length > body_limit)
    return refuse(413);
  const std::string& type = request.header("Content-Type");
  if (length > 0 && !same_word(trimmed(std::string_view{type}.substr(0, type.find(';'))), form_type))
    return refuse(415);
  if (length > buffer_.size() && same_word(request.header("Expect"), "100-continue")
    && !stream_.write("HTTP/1.1 100 Continue\r\n\r\n")) {
    return result::closed;
  }
  while (buffer_.size() < length) {
    if (!fill())
      return result::closed;
  }
  read_form(std::string_view{buffer_}.substr(0, length), request.parameters);
  buffer_ = buffer_.substr(length); // and not erased: its memory goes too
  return result::request;
}

} // namespace sandbox
