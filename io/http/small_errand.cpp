#include "io/http/small_errand.hpp"

#include <algorithm>

namespace io {

small_errand::small_errand(
  surroundings& world, core::small_request request, secrets with, core::transfers::answered done)
  : errand(world, route(request.address, request.method, request.has_effect, std::move(request.form), std::move(with)),
    std::move(request.portal), request.named_by_document),
    has_effect_(request.has_effect),
    time_limit_(request.time_limit),
    max_bytes_(request.max_bytes),
    done_(std::move(done)) {}

bool small_errand::prepare(exchange_request& request, time_point now) {
  using std::chrono::milliseconds;
  if (!deadline_)
    deadline_ = now + time_limit_;
  const auto left = std::chrono::duration_cast<milliseconds>(*deadline_ - now);
  request.time_limit = std::max(left, milliseconds{1}); // 0 would mean none
  request.fresh_connection = request.fresh_connection || has_effect_;
  text_.clear();
  return true;
}

exchange_sink::taken small_errand::on_head(const response_head&) { return taken::all; }

exchange_sink::taken small_errand::on_body(std::span<const std::byte> bytes) {
  // Counted while it arrives, after decoding: Content-Length may lie and a few
  // coded bytes may unfold to gigabytes.
  too_large_ = text_.size() + bytes.size() > max_bytes_;
  if (too_large_)
    return taken::no_more;
  text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return taken::all;
}

bool small_errand::on_end(const exchange_end& end, time_point) {
  auto reply = reply_to(end, std::move(text_));
  if (too_large_) {
    reply.transport = core::transport_error::too_large;
    reply.words = "an answer over " + std::to_string(max_bytes_) + " bytes";
    reply.body.clear();
  }
  answer(std::move(reply));
  return false;
}

void small_errand::stop() { refuse(core::transport_error::stopped, {}); }

void small_errand::answer(core::reply reply) {
  if (const auto done = std::exchange(done_, nullptr); done && !cancelled())
    done(std::move(reply));
}

} // namespace io
