#pragma once

#include "core/ports/transfers.hpp"

#include <string>
#include <utility>
#include <vector>

namespace io {

/// What belongs to the origin of a request's address and goes nowhere else: not
/// along a redirect to another origin, not into a reply, a log or a record.
struct secrets {
  std::string bearer; ///< sent as X-Esri-Authorization: Bearer …
  /// More fields of the form (query of a GET, body of a POST): token, or user and password.
  std::vector<std::pair<std::string, std::string>> form;

  bool empty() const { return bearer.empty() && form.empty(); }
};

/// Transfers that can be handed secrets for one request.
class token_transfers : public core::transfers {
public:
  using core::transfers::start;
  virtual core::operation_ptr start(core::small_request request, secrets with, answered done) = 0;
  virtual std::unique_ptr<core::transfer> start(
    core::artifact_request request, secrets with, core::artifact_events events) = 0;
};

} // namespace io
