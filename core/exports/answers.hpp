#pragma once

#include "core/exports/export_protocol.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace core {

/// Tools that the three kinds of export share. Inside core/exports only.

/// A request to the service of a task: `form`, and what the service wants on every
/// request.
small_request service_request(const proto::export_task& task, const std::string& address, const std::string& portal,
  http_method method, std::vector<std::pair<std::string, std::string>> form = {{"f", "json"}});

/// An answer that says nothing that can be used; the next one may.
proto::failure invalid_answer(const std::string& during, const std::string& subject);

/// The answer as JSON, or the failure that it means.
proto::result<nlohmann::json> json_of(const reply& answer, const std::string& during, const std::string& subject);

/// A failed request. Where a service refuses because of a limit, whatever the
/// number of the error, its job counts as failed for good: asking again is futile.
exported::failed failed_request(proto::failure why);
/// The server's job ended badly, in its own words. A limit or a missing
/// permission in them is final (`worth_retrying` false), anything else deserves
/// another attempt.
exported::failed failed_job(
  const std::string& during, const std::string& subject, const std::vector<std::string>& messages);
/// The server does not know the job or its result any more.
exported::failed lost_job(proto::failure why);

/// Whether a failure means that the asked resource is not there.
bool is_unknown_resource(const proto::failure& why);

} // namespace core
