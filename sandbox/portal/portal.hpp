#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/items.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The sharing API, `<portal>/sharing/rest` (and the older `<portal>/sharing`): info, portals/self, generateToken
/// with the exchange for a federated server's token, items.
class portal {
public:
  explicit portal(const world& shared) : shared_{shared}, items_{shared} {}

  /// `below` is what follows `sharing/rest/`.
  http_response handle(const http_request& request, std::string_view below);

private:
  http_response generate_token(const http_request& request);
  http_response exchange(const http_request& request);
  http_response self(const http_request& request, const visitor& who) const;
  http_response item(const http_request& request, const std::vector<std::string>& parts, const visitor& who);

  const world& shared_;
  item_catalog items_;
};

} // namespace sandbox
