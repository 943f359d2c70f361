#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/items.hpp"
#include "sandbox/portal/oauth.hpp"
#include "sandbox/portal/token_service.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The sharing API, `<portal>/sharing/rest` (and the older `<portal>/sharing`): info, portals, users, tokens and
/// OAuth, search, items.
class portal {
public:
  explicit portal(const world& shared);

  /// `below` is what follows `sharing/rest/`.
  http_response handle(const http_request& request, std::string_view below);

private:
  using path = std::vector<std::string>;

  http_response sign_in(const http_request& request, const path& parts);
  http_response info(const http_request& request) const;
  http_response portals(const http_request& request, const path& parts, const visitor& who) const;
  http_response user(const http_request& request, const path& parts, const visitor& who) const;
  http_response user_content(const http_request& request, const path& parts, const visitor& who) const;
  http_response item(const http_request& request, const path& parts, const visitor& who);
  std::vector<nlohmann::json> visible_items(const http_request& request, const visitor& who) const;

  const world& shared_;
  item_catalog items_;
  token_service token_service_;
  oauth oauth_;
};

} // namespace sandbox
