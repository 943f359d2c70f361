#include "actors/plan_reader.hpp"

namespace actors {
namespace {

plan_reader::waiting wait_for(const proto::failure& why) {
  using proto::failure_code;
  switch (why.code) {
  case failure_code::network_unreachable:
  case failure_code::service_lost:
  case failure_code::captive_portal: return {"network", core::reason::network, why};
  case failure_code::tls_refused: return {"certificate", core::reason::network, why};
  case failure_code::server_busy: return {"busy", core::reason::busy, why};
  case failure_code::sign_in_failed:
  case failure_code::sign_in_required:
  case failure_code::permission_missing: return {"auth", core::reason::auth, why};
  default: return {"serverError", core::reason::server_error, why};
  }
}

} // namespace

plan_reader::plan_reader(job_handle job, std::uint64_t ticket, core::transfers& transfers,
  const core::layer_setting& setting, proto::job_request request)
  : job_(std::move(job)),
    ticket_(ticket),
    transfers_(transfers),
    setting_(setting),
    request_(std::move(request)) {}

plan_reader::progress plan_reader::go_on() {
  auto step = setting_.rules.make_plan(request_, setting_.portal_address, setting_.portal, documents_);
  if (auto* need = std::get_if<core::plan_need>(&step)) {
    for (const auto& document : need->documents)
      ask(document);
    return asking{};
  }
  if (auto* wait = std::get_if<core::plan_wait>(&step)) {
    documents_.erase(wait->key); // asked again after the wait
    for (const auto& key : wait->others)
      documents_.erase(key);
    return wait_for(wait->failure);
  }
  if (auto* plan = std::get_if<core::offline_plan>(&step))
    return proto::result<core::offline_plan>{std::move(*plan)};
  return proto::result<core::offline_plan>{std::get<proto::failure>(step)};
}

plan_reader::progress plan_reader::on(const document_read& read) {
  if (read.reply.transport == core::transport_error::stopped || asked_.erase(read.key) == 0)
    return asking{};
  documents_[read.key] = read.reply;
  return asked_.empty() ? go_on() : progress{asking{}};
}

void plan_reader::ask(const core::document_request& document) {
  asked_[document.key] =
    transfers_.start(document.request, [to = job_, ticket = ticket_, key = document.key](core::reply reply) {
      caf::anon_send(to, document_read{ticket, key, std::move(reply)});
    });
}

} // namespace actors
