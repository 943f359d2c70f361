#include "proto/arcgis/token.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"

#include <limits>

namespace proto {

result<token_answer> read_token_answer(const nlohmann::json& json, std::int64_t now) {
  const std::string during = "signing in";
  if (find_esri_error(json)) {
    auto refused = unreadable(json, during, {});
    refused.code = failure_code::sign_in_failed;
    return refused;
  }
  token_answer answer;
  answer.token = text_in(json, "token");
  if (answer.token.empty())
    answer.token = text_in(json, "access_token");
  if (answer.token.empty())
    return unreadable(json, during, "holds no token");
  answer.ssl_required = boolean_in(json, "ssl").value_or(false);
  answer.refresh_token = text_in(json, "refresh_token");
  const auto expires = integer_in<std::int64_t>(json, "expires");     // epoch milliseconds
  const auto lifetime = integer_in<std::int32_t>(json, "expires_in"); // seconds
  if (expires)
    answer.expires_at = *expires;
  else if (lifetime && *lifetime > 0
    && now <= std::numeric_limits<std::int64_t>::max() - std::int64_t{*lifetime} * 1000)
    answer.expires_at = now + std::int64_t{*lifetime} * 1000;
  if (answer.expires_at <= 0)
    return unreadable(json, during, "does not say when the token expires");
  return answer;
}

} // namespace proto
