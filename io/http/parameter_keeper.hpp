#pragma once

#include "core/ports/clock.hpp"
#include "core/ports/transfers.hpp"
#include "io/http/token_slots.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace io {

/// Secret parameters, or why they cannot be had now.
struct parameter_outcome {
  proto::service_parameters values{};
  std::optional<core::reply> failed{};
};

/// Reads the secret custom parameters of layers in their portal's documents when a request needs
/// them, and keeps them in memory for an hour: they stand in no record. A document that is gone or
/// closed to us gives none, and the service then says what it misses.
class parameter_keeper : public std::enable_shared_from_this<parameter_keeper> {
public:
  using taker = std::function<void(parameter_outcome)>;
  using reader = std::function<core::operation_ptr(core::small_request, core::transfers::answered)>;

  /// `read` asks with the sign-in of the request's portal.
  parameter_keeper(reader read, std::shared_ptr<core::clock> clock);

  /// Calls back once: at once if all is here, else on the transfer thread.
  void get(const proto::parameter_sources& sources, const std::string& portal, taker take);

private:
  struct question {
    proto::parameter_sources sources;
    std::string portal;
    taker take;
    proto::service_parameters values;
  };

  void go_on(const std::shared_ptr<question>& asked, std::size_t index);
  void read_document(const std::string& key, const std::string& address, const std::string& portal);
  void document_read(const std::string& key, const core::reply& reply);

  const reader read_;
  const std::shared_ptr<core::clock> clock_;
  token_slots slots_; ///< what they hold is parameters as JSON text, by document
};

} // namespace io
