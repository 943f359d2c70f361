#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/http/http_message.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/portal/tokens.hpp"

namespace sandbox {

/// What answers below one service's address.
class service {
public:
  virtual ~service() = default;
  /// `below` is what follows `Field/FeatureServer/`. Called by several threads at once.
  virtual http_response handle(const http_request& request, std::string_view below, const visitor& who) = 0;
};

/// The services of both servers by their addresses below `rest/services/`.
class service_registry {
public:
  void add(server_role server, std::string address, std::unique_ptr<service> made);
  /// The service that the rest of a path begins with, which is cut off then; nullptr if there is none. Case matters.
  service* find(server_role server, std::string_view& rest) const;
  /// In the order in which they were added.
  std::vector<std::string> addresses(server_role server) const;

private:
  struct entry {
    server_role server;
    std::string address;
    std::unique_ptr<service> made;
  };

  std::vector<entry> entries_;
};

} // namespace sandbox
