#include "io/http/artifact_errand.hpp"

#include <algorithm>
#include <utility>

namespace io {

namespace {

constexpr std::uint64_t sample = 64u << 10; // bytes compared where the validator is weak
constexpr std::uint64_t short_answer = 64u << 10;
constexpr int most_short_answers = 3;
constexpr int most_fruitless = 8;
constexpr std::size_t most_error_text = 1u << 20;
constexpr auto no_ranges_for = std::chrono::hours{24};

std::string range_header(proto::byte_range range) {
  const auto last = range.end == range_asked::to_the_end ? std::string{} : std::to_string(range.end - 1);
  return "Range: bytes=" + std::to_string(range.begin) + "-" + last;
}

} // namespace

artifact_errand::artifact_errand(
  surroundings& around, core::artifact_request request, secrets with, core::artifact_events events)
  : errand(around, route(request.address, core::http_method::get, false, std::move(request.form), std::move(with)),
    std::move(request.portal), request.named_by_document),
    events_(std::move(events)),
    writer_(std::move(request.part), std::move(request.done)),
    gate_(world().options),
    pace_(world().options),
    size_(request.size),
    validator_(std::move(request.validator)) {}

// Asking ----------------------------------------------------------------------

range_asked artifact_errand::next_range() const {
  const auto gap = first_missing(file());
  if (whole_ || !gap || writer_.written().empty())
    return {};
  if (strong_validator(validator_) && !unconditional_)
    return {gap, true, false};
  if (gap->begin == 0) // nothing before the gap that could prove it is the same file
    return {};
  if (!strong_validator(validator_) && gap->begin > sample && !start_matches_)
    return {proto::byte_range{0, sample}, false, true};
  return {proto::byte_range{gap->begin - std::min(gap->begin, sample), gap->end}, false, true};
}

bool artifact_errand::continues_no_files(time_point now) {
  const auto until = world().no_ranges_until.find(first_origin());
  return until != world().no_ranges_until.end() && now < until->second;
}

bool artifact_errand::prepare(exchange_request& request, time_point now) {
  if (!first_missing(file())) {
    complete();
    return false;
  }
  if (!whole_ && continues_no_files(now))
    ask_again(true, "noRanges");
  asked_ = next_range();
  verdict_ = range_answer::error;
  body_is_for_ = purpose::undecided;
  again_ = paused_ = false;
  written_before_ = proto::total(writer_.written());
  text_.clear();
  pace_.begin(now);

  request.artifact = true;
  request.fresh_connection = request.fresh_connection || fruitless_ > 0;
  request.headers.emplace_back("Cache-Control: no-transform");
  if (asked_.range)
    request.headers.push_back(range_header(*asked_.range));
  if (asked_.if_range)
    request.headers.push_back("If-Range: " + *strong_validator(validator_));
  return true;
}

// Judging ---------------------------------------------------------------------

exchange_sink::taken artifact_errand::on_head(const response_head& head) {
  head_ = head;
  verdict_ = judge(file(), asked_, head);
  switch (verdict_) {
  case range_answer::write:
  case range_answer::compare: return begin_part(head);
  case range_answer::whole: // judged by its first byte: an error message with status 200 is no new file
    position_ = 0;
    return taken::all;
  case range_answer::ask_unconditionally: unconditional_ = true; return ask_again(false, {});
  case range_answer::complete: size_ = proto::total(writer_.written()); return taken::no_more;
  case range_answer::start_over: return ask_again(true, "changed");
  case range_answer::wrong: return wrong();
  case range_answer::error: break;
  }
  body_is_for_ = purpose::explain;
  return taken::all;
}

exchange_sink::taken artifact_errand::begin_part(const response_head& head) {
  const auto stated = *parse_content_range(head.content_range_text);
  position_ = stated.range->begin;
  end_ = stated.range->end;
  const auto gap = *first_missing(file());
  compare_to_ = verdict_ == range_answer::compare ? gap.begin : position_;
  if (verdict_ == range_answer::write)
    writer_.seek(position_);
  if (!size_ && stated.total)
    size_ = stated.total;
  body_is_for_ = position_ == 0         ? purpose::undecided
    : verdict_ == range_answer::compare ? purpose::compare
                                        : purpose::write;
  return taken::all;
}

exchange_sink::taken artifact_errand::begin_whole() {
  const bool starts_over = !writer_.written().empty();
  auto note = !starts_over ? std::string{} : asked_.range ? why_whole(file(), head_) : whole_because_;
  if (note == "noRanges")
    world().no_ranges_until[first_origin()] = std::chrono::steady_clock::now() + no_ranges_for;
  const bool coded = !head_.content_encoding.empty();
  size_ = coded ? std::nullopt : head_.content_length;
  validator_ = coded ? proto::validator{} : head_.validator();
  writer_.forget();
  writer_.seek(0);
  written_before_ = 0;
  whole_ = false;
  end_ = size_.value_or(range_asked::to_the_end);
  body_is_for_ = purpose::write;
  open(starts_over, std::move(note));
  if (starts_over) {
    held_ = true;
    gate_.confirmed(0, std::chrono::steady_clock::now());
    tell_written();
  }
  return disk_failure_ ? taken::no_more : taken::all;
}

/// An answer that no server may give; once the file starts over because of it.
exchange_sink::taken artifact_errand::wrong() {
  if (wrong_once_) {
    refuse(core::transport_error::protocol, "the server answered a range with something else, twice");
    return taken::no_more;
  }
  wrong_once_ = true;
  return ask_again(true, "noRanges");
}

exchange_sink::taken artifact_errand::ask_again(bool for_the_whole, std::string why) {
  again_ = true;
  if (for_the_whole) {
    whole_ = true;
    whole_because_ = std::move(why);
  }
  return taken::no_more;
}

// Taking ----------------------------------------------------------------------

exchange_sink::taken artifact_errand::on_body(std::span<const std::byte> bytes) {
  if (bytes.empty())
    return taken::all;
  pace_.received(bytes.size(), std::chrono::steady_clock::now());
  if (body_is_for_ == purpose::undecided) {
    if (begins_like_text(static_cast<char>(bytes[0])))
      body_is_for_ = purpose::explain;
    else if (verdict_ == range_answer::whole) {
      if (begin_whole() == taken::no_more)
        return taken::no_more;
    } else
      body_is_for_ = verdict_ == range_answer::compare ? purpose::compare : purpose::write;
  }
  if (body_is_for_ == purpose::explain)
    return explain(bytes);
  if (must_pause())
    return pause();
  if (bytes.size() > end_ - position_) // more than the answer said it would be
    return wrong();
  if (body_is_for_ == purpose::compare) {
    const auto known = bytes.first(std::min<std::size_t>(bytes.size(), compare_to_ - position_));
    if (const auto verdict = compare(known); verdict != taken::all)
      return verdict;
    bytes = bytes.subspan(known.size());
  }
  return bytes.empty() ? taken::all : write(bytes);
}

exchange_sink::taken artifact_errand::compare(std::span<const std::byte> bytes) {
  const auto same = writer_.equals(position_, bytes);
  if (!same) {
    disk_failure_ = same.error();
    return taken::no_more;
  }
  if (!*same)
    return ask_again(true, "changed");
  position_ += bytes.size();
  if (position_ == compare_to_) {
    body_is_for_ = purpose::write;
    writer_.seek(position_);
  }
  return taken::all;
}

exchange_sink::taken artifact_errand::write(std::span<const std::byte> bytes) {
  if (!opened_)
    open(false, verdict_ == range_answer::compare ? "weakValidator" : "");
  if (!disk_failure_)
    disk_failure_ = writer_.append(bytes);
  if (disk_failure_)
    return taken::no_more;
  const auto now = std::chrono::steady_clock::now();
  position_ += bytes.size();
  gate_.received(bytes.size(), now);
  if (gate_.report_due(now))
    report();
  return disk_failure_ ? taken::no_more : taken::all;
}

exchange_sink::taken artifact_errand::explain(std::span<const std::byte> bytes) {
  const auto room = most_error_text - text_.size();
  text_.append(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), room));
  return text_.size() < most_error_text ? taken::all : taken::no_more;
}

void artifact_errand::open(bool starts_over, std::string note) {
  opened_ = true;
  if (size_)
    disk_failure_ = writer_.reserve(*size_);
  if (!cancelled())
    events_.opened({size_, validator_, starts_over, std::move(note)});
}

// Checkpoints -----------------------------------------------------------------

bool artifact_errand::must_pause() const {
  return held_ || gate_.closed(std::chrono::steady_clock::now(), pace_.fast());
}

exchange_sink::taken artifact_errand::pause() {
  report();
  if (disk_failure_)
    return taken::no_more;
  paused_ = true;
  pace_.paused();
  return taken::nothing_yet;
}

void artifact_errand::confirm(const proto::byte_ranges& durable) {
  if (held_ && !durable.empty()) // still of the old file
    return;
  held_ = false;
  const auto now = std::chrono::steady_clock::now();
  const auto have = proto::total(writer_.written()) + writer_.gathered();
  gate_.confirmed(have - std::min(have, proto::total(durable)), now);
  if (paused_ && running() != nullptr && !must_pause()) {
    paused_ = false;
    pace_.resumed(now);
    running()->resume();
  }
}

bool artifact_errand::flush() {
  if (!disk_failure_)
    disk_failure_ = writer_.flush();
  return !disk_failure_;
}

void artifact_errand::report() {
  if (flush() && gate_.unreported())
    tell_written();
  gate_.reported(std::chrono::steady_clock::now());
}

void artifact_errand::tell_written() {
  if (!cancelled())
    events_.written(writer_.written());
}

std::optional<core::transport_error> artifact_errand::on_overdue(time_point now) {
  if (gate_.report_due(now))
    report();
  if (disk_failure_)
    return core::transport_error::disk;
  if (pace_.stalled(now))
    return core::transport_error::timed_out;
  if (!pace_.slow(now) || !strong_validator(validator_) || continues_no_files(now))
    return std::nullopt;
  again_ = true; // from here on another connection
  return core::transport_error::timed_out;
}

// Ending ----------------------------------------------------------------------

bool artifact_errand::on_end(const exchange_end& end, time_point) {
  if (!events_.ended) // answered inside the exchange
    return false;
  if (!flush())
    return refuse(core::transport_error::disk, proto::describe(*disk_failure_));
  if (again_)
    return go_on();
  if (verdict_ == range_answer::complete) {
    complete();
    return false;
  }
  const bool gone = end.head.status == 403 || end.head.status == 404 || end.head.status == 410;
  if (gone && way().foreign() && !std::exchange(storage_refused_once_, true))
    return go_on(); // a signed address that died: the first address gives another
  if (end.error != core::transport_error::none || body_is_for_ == purpose::explain) {
    answer(reply_to(end, std::move(text_)));
    return false;
  }
  return delivered();
}

/// An exchange ended as the server meant it to. Whether another one is needed.
bool artifact_errand::delivered() {
  if (body_is_for_ == purpose::undecided)
    return refuse(core::transport_error::protocol, "the server sent an empty file");
  if (verdict_ == range_answer::whole) {
    size_ = writer_.at(); // without a stated length only the end of the stream tells
  } else if (asked_.compare && end_ <= sample && position_ == end_) {
    start_matches_ = true;
  }
  const bool cut_short =
    asked_.range && end_ < std::min(asked_.range->end, size_.value_or(0)) && end_ - asked_.range->begin < short_answer;
  short_answers_ = cut_short ? short_answers_ + 1 : 0;
  if (short_answers_ >= most_short_answers)
    ask_again(true, "noRanges");
  if (whole_ || first_missing(file()))
    return go_on();
  complete();
  return false;
}

/// Another exchange, unless they have brought nothing for too long.
bool artifact_errand::go_on() {
  fruitless_ = proto::total(writer_.written()) > written_before_ ? 0 : fruitless_ + 1;
  if (fruitless_ > most_fruitless)
    return refuse(core::transport_error::protocol, "the server answers, but no byte of the file comes");
  start_again();
  return true;
}

void artifact_errand::complete() {
  const auto ended = std::exchange(events_.ended, nullptr);
  if (ended && !cancelled())
    ended({true, writer_.written(), {}});
}

void artifact_errand::stop() {
  flush();
  refuse(core::transport_error::stopped, {});
}

void artifact_errand::answer(core::reply reply) {
  const auto ended = std::exchange(events_.ended, nullptr);
  if (ended && !cancelled())
    ended({false, writer_.written(), std::move(reply)});
}

} // namespace io
