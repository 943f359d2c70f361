#pragma once

#include "io/http/checkpoint_gate.hpp"
#include "io/http/errand.hpp"
#include "io/http/pace.hpp"
#include "io/http/range_writer.hpp"
#include "io/http/resume_rules.hpp"

namespace io {

/// A file into a part file, range by range from what is on disk.
///
///            ┌── wrong, changed, no ranges: the whole file ──┐
///            ▼                                               │
///   ask for what is missing ──► judge the answer ──► compare, if the validator is weak
///            ▲                        │                      │
///            │                        ▼                      ▼
///            └── more is missing ── write ◄──────────────────┘
///                                     │ ▲
///                          gate closed▼ │confirm
///                                    paused
class artifact_errand final : public errand {
public:
  artifact_errand(surroundings& world, core::artifact_request request, secrets with, core::artifact_events events);

  void confirm(const proto::byte_ranges& durable);

  admission::kind kind() const override { return admission::kind::artifact; }
  void stop() override;

private:
  enum class purpose { undecided, compare, write, explain }; ///< what a body is for

  bool prepare(exchange_request& request, time_point now) override;
  taken on_head(const response_head& head) override;
  taken on_body(std::span<const std::byte> bytes) override;
  bool on_end(const exchange_end& end, time_point now) override;
  std::optional<core::transport_error> on_overdue(time_point now) override;
  void answer(core::reply reply) override;

  range_asked next_range() const;
  bool continues_no_files(time_point now);
  taken begin_part(const response_head& head);
  taken begin_whole();
  taken compare(std::span<const std::byte> bytes);
  taken write(std::span<const std::byte> bytes);
  taken explain(std::span<const std::byte> bytes);
  taken pause();
  taken ask_again(bool for_the_whole, std::string why);
  taken wrong();
  bool must_pause() const;
  bool flush();
  void report();
  void tell_written();
  void open(bool starts_over, std::string note);
  bool go_on();
  bool delivered();
  void complete();
  file_state file() const { return {validator_, size_, writer_.written()}; }

  core::artifact_events events_;
  range_writer writer_;
  checkpoint_gate gate_;
  pace pace_;
  std::optional<std::uint64_t> size_;
  proto::validator validator_;

  // Of this transfer
  bool opened_ = false;
  bool whole_ = false; ///< ask without a range from now on
  std::string whole_because_;
  bool unconditional_ = false; ///< If-Range was not understood
  bool start_matches_ = false; ///< the first bytes were compared
  bool wrong_once_ = false;
  bool storage_refused_once_ = false;
  int short_answers_ = 0; ///< in a row
  int fruitless_ = 0;     ///< exchanges in a row without a byte
  bool held_ = false;     ///< the record still counts ranges of the old file

  // Of the exchange under way
  range_asked asked_;
  response_head head_;
  range_answer verdict_ = range_answer::error;
  purpose body_is_for_ = purpose::undecided;
  std::uint64_t position_ = 0;   ///< in the file, of the next body byte
  std::uint64_t end_ = 0;        ///< of the range in the answer
  std::uint64_t compare_to_ = 0; ///< bytes before this are on disk
  std::uint64_t written_before_ = 0;
  bool again_ = false;
  bool paused_ = false;
  std::string text_; ///< error body
  std::optional<proto::failure> disk_failure_;
};

} // namespace io
