#include "io/http/response_head.hpp"

#include "proto/text.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

namespace io {

using proto::lower_case;
using proto::trimmed;

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

} // namespace

std::optional<content_range> parse_content_range(std::string_view text) {
  text = trimmed(text);
  if (lower_case(text.substr(0, 6)) != "bytes ")
    return std::nullopt;
  text = trimmed(text.substr(6));
  const auto slash = text.find('/');
  if (slash == std::string_view::npos)
    return std::nullopt;
  content_range out;
  const auto span = text.substr(0, slash);
  const auto total = text.substr(slash + 1);
  if (total != "*" && !(out.total = number(total)))
    return std::nullopt;
  if (span == "*")
    return out.total ? std::optional(out) : std::nullopt;
  const auto dash = span.find('-');
  if (dash == std::string_view::npos)
    return std::nullopt;
  const auto first = number(span.substr(0, dash));
  const auto last = number(span.substr(dash + 1));
  if (!first || !last || *first > *last || *last == UINT64_MAX || (out.total && *last >= *out.total))
    return std::nullopt;
  out.range = proto::byte_range{*first, *last + 1};
  return out;
}

void response_head::add_line(std::string_view line) {
  const auto so_far = bytes + line.size();
  if (line.starts_with("HTTP/")) {
    *this = {};
    const auto blank = line.find(' ');
    if (blank != std::string_view::npos)
      status = static_cast<int>(number(trimmed(line.substr(blank)).substr(0, 3)).value_or(0));
  }
  bytes = so_far;
  const auto colon = line.find(':');
  if (colon == std::string_view::npos)
    return;
  const auto name = lower_case(line.substr(0, colon));
  const std::string value(trimmed(line.substr(colon + 1)));
  if (name == "content-type")
    content_type = value;
  else if (name == "content-encoding" && lower_case(value) != "identity")
    content_encoding = lower_case(value);
  else if (name == "location")
    location = value;
  else if (name == "etag")
    etag = value;
  else if (name == "last-modified")
    last_modified = value;
  else if (name == "date")
    date = value;
  else if (name == "retry-after")
    retry_after_text = value;
  else if (name == "content-range")
    content_range_text = value;
  else if (name == "content-length")
    content_length = number(value);
  else if (name == "transfer-encoding" && lower_case(value).find("chunked") != std::string::npos)
    chunked = true;
  if (chunked)
    content_length.reset();
}

bool response_head::is_redirect() const {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

proto::validator response_head::validator() const { return {etag, last_modified, date}; }

std::optional<std::chrono::seconds> response_head::retry_after() const {
  constexpr std::chrono::seconds day = std::chrono::hours{24};
  if (const auto seconds = number(retry_after_text))
    return std::min(std::chrono::seconds(static_cast<std::int64_t>(std::min<std::uint64_t>(*seconds, 86'400))), day);
  const auto until = curl_getdate(retry_after_text.c_str(), nullptr);
  const auto from = curl_getdate(date.c_str(), nullptr);
  if (retry_after_text.empty() || until < 0 || from < 0)
    return std::nullopt;
  return std::clamp(std::chrono::seconds(until - from), std::chrono::seconds{0}, day);
}

} // namespace io
