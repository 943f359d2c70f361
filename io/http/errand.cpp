#include "io/http/errand.hpp"

#include "proto/arcgis/esri_error.hpp"

#include <utility>

namespace io {

errand::errand(surroundings& world, route way, std::string portal, bool named_by_document)
  : world_(world),
    first_way_(std::move(way)),
    way_(first_way_),
    portal_origin_(world.guard.portal_origin(portal)),
    named_by_document_(named_by_document) {
  if (!world_.guard.is_configured_portal(portal_origin_))
    portal_class_ = named_by_ = core::address_class::public_network;
}

std::string errand::origin() const { return looking_up_portal_ ? portal_origin_ : way_.origin(); }

/// What a document names is judged by the class of the portal's own address,
/// which after a restart nobody has met yet.
bool errand::must_learn_portal_class() const {
  return named_by_document_ && !way_.redirected() && !portal_class_ && !portal_origin_.empty()
    && !world_.guard.configured(way_.target());
}

exchange_request errand::portal_lookup() const {
  exchange_request request;
  request.address = portal_origin_ + "/";
  request.target = *proto::split_url(request.address);
  request.resolve_only = true;
  request.time_limit = world_.options.connect_limit;
  return request;
}

std::optional<exchange_request> errand::next(time_point now) {
  if (!way_.valid()) {
    refuse(core::transport_error::address_refused, "not an http or https address");
    return std::nullopt;
  }
  looking_up_portal_ = false;
  if (must_learn_portal_class()) {
    const auto portal = *proto::split_url(portal_origin_ + "/");
    if (!world_.guard.options_of(portal).proxy.empty()) // resolved by the proxy: its number is not ours to see
      portal_class_ = world_.guard.class_of_literal(portal.host).value_or(core::address_class::public_network);
    else
      portal_class_ = world_.guard.class_met(portal_origin_);
    named_by_ = portal_class_;
    if (!portal_class_) {
      looking_up_portal_ = true;
      return portal_lookup();
    }
  }
  exchange_request request;
  request.target = way_.target();
  request.permit.configured = world_.guard.configured(request.target) || (!named_by_document_ && !way_.redirected());
  request.permit.named_by = named_by_;
  request.fresh_connection = world_.guard.kept_connection_unsafe(way_.origin(), request.permit);
  request.headers = way_.headers(world_.options.referer);
  if (way_.is_post())
    request.body = way_.body();
  if (!prepare(request, now))
    return std::nullopt;
  request.address = way_.address();
  return request;
}

exchange_sink::taken errand::head(const response_head& head) {
  redirecting_ = head.is_redirect();
  return redirecting_ ? taken::all : on_head(head);
}

exchange_sink::taken errand::body(std::span<const std::byte> bytes) {
  if (looking_up_portal_)
    return taken::no_more;
  return redirecting_ ? taken::all : on_body(bytes);
}

std::optional<core::transport_error> errand::overdue(time_point now) {
  if (looking_up_portal_) // bounded by its own limit; the errand itself has not begun
    return std::nullopt;
  return on_overdue(now);
}

bool errand::finished(const exchange_end& end, time_point now) {
  if (looking_up_portal_)
    return portal_learned(end);
  if (std::exchange(redirecting_, false)) // whatever became of its body
    return redirected(end);
  if (end.error == core::transport_error::address_refused && way_.redirected() && way_.over_plain_http()) {
    // Whoever sits on a plain line can send anybody anywhere: wait for a better network.
    auto reply = reply_to(end, {});
    reply.transport = core::transport_error::captive_portal;
    answer(std::move(reply));
    return false;
  }
  return on_end(end, now);
}

bool errand::portal_learned(const exchange_end& end) {
  if (end.peer) {
    portal_class_ = named_by_ = end.peer;
    return true;
  }
  answer(reply_to(end, {}));
  return false;
}

bool errand::redirected(const exchange_end& end) {
  if (end.head.location.empty())
    return refuse(core::transport_error::protocol, "a redirect that leads nowhere");
  if (auto words = way_.follow(end.head.status, end.head.location))
    return refuse(core::transport_error::redirect_refused, std::move(*words));
  named_by_ = end.peer;
  return true;
}

bool errand::refuse(core::transport_error error, std::string words) {
  core::reply reply;
  reply.transport = error;
  reply.words = std::move(words);
  reply.address = way_.shown();
  answer(std::move(reply));
  return false;
}

void errand::start_again() {
  way_ = first_way_;
  named_by_ = portal_class_;
}

core::reply errand::reply_to(const exchange_end& end, std::string text) const {
  core::reply reply;
  reply.transport = end.error;
  reply.words = end.words;
  reply.status = end.head.status;
  reply.content_type = end.head.content_type;
  reply.retry_after = end.head.retry_after();
  reply.body = std::move(text);
  reply.address = way_.shown();
  const bool good = reply.status >= 200 && reply.status < 300;
  if (reply.transport == core::transport_error::none && way_.over_plain_http()
    && (good || reply.status == 511 || way_.foreign()) && proto::looks_like_html(reply.body)) {
    reply.transport = core::transport_error::captive_portal;
    reply.words = "HTML over plain http from " + way_.origin();
  }
  return reply;
}

} // namespace io
