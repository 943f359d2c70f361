#pragma once

#include "io/http/response_head.hpp"
#include "proto/record/layer_record.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace io {

/// What is known of a file before an answer arrives.
struct file_state {
  proto::validator validator; ///< of the response that the written bytes came from
  std::optional<std::uint64_t> size;
  proto::byte_ranges written;
};

/// How its next bytes were asked for.
struct range_asked {
  static constexpr std::uint64_t to_the_end = UINT64_MAX;
  std::optional<proto::byte_range> range; ///< none = the whole file
  bool if_range = false;                  ///< with the validator as condition
  bool compare = false;                   ///< the first bytes are on disk already and must be the same
};

enum class range_answer {
  write,               ///< the bytes asked for
  compare,             ///< the bytes asked for, to be believed only if they match what is on disk
  whole,               ///< the whole file from its first byte
  ask_unconditionally, ///< the same file in full: perhaps only If-Range was not understood
  complete,            ///< there is nothing after what we have
  start_over,          ///< nothing of what we have can be continued; ask for the whole file
  wrong,               ///< an answer that no server may give: nothing is written
  error,               ///< the status says it; the body is its explanation
};

/// The value for If-Range if the validator is strong (RFC 9110, 8.8.2.2 and
/// 13.1.5): an entity tag without W/, or a date that is a minute older than its
/// own response. Nothing if the bytes have to be compared instead.
std::optional<std::string> strong_validator(const proto::validator& validator);

/// What an answer to a (range) request means.
range_answer judge(const file_state& file, const range_asked& asked, const response_head& head);

/// Why a range request was answered with the whole file: changed, or noRanges.
std::string why_whole(const file_state& file, const response_head& head);

/// Whether the answer states the same strong validator and no other length.
bool same_file(const file_state& file, const response_head& head);

/// The first range that is missing; nothing if the file is complete. Of a file
/// without known size the end is range_asked::to_the_end.
std::optional<proto::byte_range> first_missing(const file_state& file);

/// A package never begins like this; JSON and HTML do. First byte of a body.
bool begins_like_text(char first);

} // namespace io
