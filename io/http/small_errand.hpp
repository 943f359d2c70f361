#pragma once

#include "io/http/errand.hpp"

namespace io {

/// A request whose answer fits in memory: tried once, redirects followed.
class small_errand final : public errand {
public:
  small_errand(surroundings& world, core::small_request request, secrets with, core::transfers::answered done);

  admission::kind kind() const override { return admission::kind::small; }
  void stop() override;

private:
  bool prepare(exchange_request& request, time_point now) override;
  taken on_head(const response_head& head) override;
  taken on_body(std::span<const std::byte> bytes) override;
  bool on_end(const exchange_end& end, time_point now) override;
  void answer(core::reply reply) override;

  bool has_effect_;
  std::chrono::milliseconds time_limit_;
  std::uint64_t max_bytes_;
  core::transfers::answered done_;
  std::optional<time_point> deadline_; ///< of all exchanges together, from the first
  std::string text_;
  bool too_large_ = false;
};

} // namespace io
