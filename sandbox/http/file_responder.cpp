#include "sandbox/http/file_responder.hpp"

#include <algorithm>
#include <optional>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

struct span {
  std::uint64_t first = 0;
  std::uint64_t length = 0; ///< 0 = cannot be satisfied
};

/// `bytes=first-last`, `bytes=first-` or `bytes=-suffix`. Nothing if the header is to be ignored.
std::optional<span> requested_span(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit))
    return {};
  header.remove_prefix(unit.size());
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos)
    return {};
  const std::string_view before = header.substr(0, dash);
  const std::string_view after = header.substr(dash + 1);

  if (before.empty()) {
    const auto suffix = number_in<std::uint64_t>(after);
    if (!suffix)
      return {};
    const std::uint64_t length = std::min(*suffix, size);
    return span{size - length, length};
  }
  const auto first = number_in<std::uint64_t>(before);
  const auto last = after.empty() ? std::optional{size} : number_in<std::uint64_t>(after);
  if (!first || !last || *last < *first) {
    // An open range that begins behind the end is well-formed all the same.
    return first && after.empty() ? std::optional{span{}} : std::nullopt;
  }
  if (*first >= size)
    return span{};
  return span{*first, std::min(*last, size - 1) - *first + 1};
}

} // namespace

file_answer answer_for(const file_on_offer& file, const http_request& request) {
  file_answer answer;
  answer.headers = {{"Accept-Ranges", "bytes"}, {"Content-Type", file.content_type}, {"ETag", file.etag},
    {"Last-Modified", file.last_modified}};
  answer.length = file.size;

  const std::string& validator = request.header("If-Range");
  const bool unchanged = validator.empty() || validator == file.etag || validator == file.last_modified;
  const auto wanted = requested_span(request.header("Range"), file.size);
  if (!wanted || !unchanged || request.method != "GET")
    return answer;

  if (wanted->length == 0) {
    answer.status = 416;
    answer.length = 0;
    answer.headers["Content-Range"] = "bytes */" + std::to_string(file.size);
    return answer;
  }
  answer.status = 206;
  answer.first = wanted->first;
  answer.length = wanted->length;
  answer.headers["Content-Range"] = "bytes " + std::to_string(wanted->first) + "-"
    + std::to_string(wanted->first + wanted->length - 1) + "/" + std::to_string(file.size);
  return answer;
}

} // namespace sandbox
