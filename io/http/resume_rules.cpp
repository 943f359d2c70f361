#include "io/http/resume_rules.hpp"

#include <curl/curl.h>

namespace io {

namespace {

bool is_weak(const std::string& etag) { return etag.starts_with("W/"); }

/// A validator that is repeated must be the one we have.
bool contradicts(const proto::validator& ours, const response_head& head) {
  if (!ours.etag.empty() && !head.etag.empty())
    return ours.etag != head.etag;
  return !ours.last_modified.empty() && !head.last_modified.empty() && ours.last_modified != head.last_modified;
}

bool repeats_strong_tag(const proto::validator& ours, const response_head& head) {
  return !ours.etag.empty() && !is_weak(ours.etag) && ours.etag == head.etag;
}

range_answer judge_partial(const file_state& file, const range_asked& asked, const response_head& head) {
  const auto stated = parse_content_range(head.content_range_text);
  if (!asked.range || !stated || !stated->range || !head.content_encoding.empty())
    return range_answer::wrong;
  const auto got = *stated->range;
  if (got.begin != asked.range->begin || got.end > asked.range->end)
    return range_answer::wrong;
  if (head.content_length && *head.content_length != got.end - got.begin)
    return range_answer::wrong;
  if (file.size && stated->total && *stated->total != *file.size)
    return range_answer::wrong;
  if (file.size && !stated->total && !repeats_strong_tag(file.validator, head))
    return range_answer::wrong;
  if (contradicts(file.validator, head))
    return range_answer::wrong;
  return asked.compare ? range_answer::compare : range_answer::write;
}

range_answer judge_unsatisfiable(const file_state& file, const response_head& head) {
  const auto stated = parse_content_range(head.content_range_text);
  const bool covered = stated && stated->total && (!file.size || *file.size == *stated->total)
    && file.written == proto::byte_ranges{{0, *stated->total}};
  return covered ? range_answer::complete : range_answer::start_over;
}

} // namespace

std::optional<std::string> strong_validator(const proto::validator& validator) {
  if (!validator.etag.empty())
    return is_weak(validator.etag) ? std::nullopt : std::optional(validator.etag);
  const auto modified = curl_getdate(validator.last_modified.c_str(), nullptr);
  const auto answered = curl_getdate(validator.date.c_str(), nullptr);
  if (modified < 0 || answered < 0 || answered - modified < 60)
    return std::nullopt;
  return validator.last_modified;
}

bool same_file(const file_state& file, const response_head& head) {
  const auto ours = strong_validator(file.validator);
  const auto& theirs = file.validator.etag.empty() ? head.last_modified : head.etag;
  return ours && *ours == theirs && (!file.size || !head.content_length || *file.size == *head.content_length);
}

range_answer judge(const file_state& file, const range_asked& asked, const response_head& head) {
  switch (head.status) {
  case 206: return judge_partial(file, asked, head);
  case 200:
    // Coded bodies have other lengths and their own tags: nothing to compare.
    return asked.if_range && head.content_encoding.empty() && same_file(file, head) ? range_answer::ask_unconditionally
                                                                                    : range_answer::whole;
  case 416: return asked.range ? judge_unsatisfiable(file, head) : range_answer::error;
  default: return range_answer::error;
  }
}

std::string why_whole(const file_state& file, const response_head& head) {
  const bool other_length = file.size && head.content_length && *file.size != *head.content_length;
  return other_length || contradicts(file.validator, head) ? "changed" : "noRanges";
}

std::optional<proto::byte_range> first_missing(const file_state& file) {
  const auto end = file.size.value_or(range_asked::to_the_end);
  std::uint64_t at = 0;
  for (const auto& range : file.written) {
    if (range.begin > at)
      return proto::byte_range{at, range.begin};
    at = range.end;
  }
  return at < end ? std::optional(proto::byte_range{at, end}) : std::nullopt;
}

bool begins_like_text(char first) {
  return first == '{' || first == '[' || first == '<' || first == ' ' || first == '\t' || first == '\r' || first == '\n'
    || first == '\xef';
}

} // namespace io
