#include "sandbox/portal/portal.hpp"

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/portal/item_files.hpp"
#include "sandbox/portal/item_search.hpp"
#include "sandbox/portal/self_document.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

http_response inaccessible() { return portal_error(400, "CONT_0001", "Item does not exist or is inaccessible."); }

http_response no_permission() {
  return portal_error(
    403, "GWM_0003", "You do not have permissions to access this resource or perform this operation.");
}

http_response no_resource() { return portal_error(404, "GWM_0001", "The requested resource does not exist."); }

/// Tokens are made by requests that may carry one that has ended.
bool makes_or_ends_tokens(const std::vector<std::string>& parts) {
  return (parts.size() == 1 && same_word(parts[0], "generateToken"))
    || (parts.size() == 2 && same_word(parts[0], "oauth2"));
}

} // namespace

portal::portal(const world& shared)
  : shared_{shared},
    items_{shared},
    token_service_{shared},
    oauth_{shared.tokens, shared.clock} {}

http_response portal::handle(const http_request& request, std::string_view below) {
  const path parts = path_parts(below);
  if (makes_or_ends_tokens(parts))
    return sign_in(request, parts);
  if (parts.size() == 1 && parts[0] == "info")
    return info(request);
  const visitor who = shared_.tokens.identify(request, token_scope::portal);
  if (who.is == visitor::kind::invalid)
    return error_answer(498, "Invalid token.");
  if (parts.empty())
    return json_answer(request, {{"currentVersion", "2024.1"}});
  if (parts.size() >= 2 && parts[0] == "portals")
    return portals(request, parts, who);
  if (parts.size() == 1 && parts[0] == "search")
    return search_items(request, visible_items(request, who));
  if (parts.size() >= 2 && parts[0] == "community")
    return user(request, parts, who);
  if (parts.size() >= 3 && parts[0] == "content" && parts[1] == "users")
    return user_content(request, parts, who);
  if (parts.size() >= 3 && parts[0] == "content" && parts[1] == "items")
    return item(request, parts, who);
  return no_resource();
}

http_response portal::sign_in(const http_request& request, const path& parts) {
  if (parts.size() == 1)
    return token_service_.portal_token(request);
  if (same_word(parts[1], "authorize"))
    return oauth_.authorize(request);
  if (same_word(parts[1], "token"))
    return oauth_.token(request);
  if (same_word(parts[1], "revokeToken"))
    return oauth_.revoke(request);
  return no_resource();
}

http_response portal::info(const http_request& request) const {
  const std::string root = shared_.where.portal_root(request);
  return json_answer(request,
    {{"owningSystemUrl", root},
      {"authInfo", {{"tokenServicesUrl", root + "/sharing/rest/generateToken"}, {"isTokenBasedSecurity", true}}}});
}

http_response portal::portals(const http_request& request, const path& parts, const visitor& who) const {
  if (parts[1] != "self" && parts[1] != organisation_id)
    return no_resource();
  if (parts.size() == 2)
    return json_answer(request, self_document(shared_, request, who));
  if (parts.size() == 3 && parts[2] == "servers" && !shared_.where.online())
    return who.user.empty() ? no_permission() : json_answer(request, servers_document(shared_, request));
  return no_resource();
}

http_response portal::user(const http_request& request, const path& parts, const visitor& who) const {
  const bool is_self = parts.size() == 2 && parts[1] == "self";
  if (is_self)
    return who.user.empty() ? error_answer(499, "Token Required") : json_answer(request, user_document());
  if (parts.size() != 3 || parts[1] != "users")
    return no_resource();
  if (parts[2] != user_name || (shared_.settings.auth && who.is == visitor::kind::anonymous))
    return portal_error(400, "COM_0018", "User does not exist or is inaccessible.");
  return json_answer(request, user_document());
}

/// The user has no folders.
http_response portal::user_content(const http_request& request, const path& parts, const visitor& who) const {
  if (parts[2] != user_name)
    return portal_error(400, "COM_0018", "User does not exist or is inaccessible.");
  if (shared_.settings.auth && who.user.empty())
    return no_permission();
  if (parts.size() != 3)
    return portal_error(400, "CONT_0011", "Folder does not exist or is inaccessible.");
  auto answer = page_of(request, visible_items(request, who), "items");
  if (!answer)
    return error_answer(400, "Unable to perform query.", {answer.error()});
  answer->update({{"username", user_name}, {"currentFolder", nullptr}, {"folders", json::array()}});
  return json_answer(request, *answer);
}

std::vector<json> portal::visible_items(const http_request& request, const visitor& who) const {
  std::vector<json> documents;
  if (shared_.settings.auth && who.is != visitor::kind::known)
    return documents;
  for (const auto& each : items_.all())
    documents.push_back(items_.describe(each, request));
  return documents;
}

http_response portal::item(const http_request& request, const path& parts, const visitor& who) {
  const portal_item* found = items_.find(parts[2]);
  if (found == nullptr)
    return inaccessible();
  if (shared_.settings.auth && who.is != visitor::kind::known)
    return no_permission();
  if (parts.size() == 3)
    return json_answer(request, items_.describe(*found, request));
  return item_file(shared_, *found, request, {parts.begin() + 3, parts.end()});
}

} // namespace sandbox
