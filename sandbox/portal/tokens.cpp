#include "sandbox/portal/tokens.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/base/digest.hpp"

namespace sandbox {

std::string token_of(const http_request& request) {
  const std::string& parameter = request.parameter("token");
  if (!parameter.empty())
    return parameter;
  for (const auto* name : {"X-Esri-Authorization", "Authorization"}) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string& header = request.header(name);
    if (header.starts_with(scheme))
      return header.substr(scheme.size());
  }
  return {};
}

token_store::token_store(std::int64_t longest_life_ms, clock_ms clock)
  : longest_life_ms_{longest_life_ms},
    clock_{std::move(clock)} {}

granted_token token_store::grant(token_terms terms, std::int64_t wanted_ms) {
  const std::int64_t now = clock_();
  const std::int64_t life = wanted_ms > 0 ? std::min(wanted_ms, longest_life_ms_) : longest_life_ms_;
  granted_token made{"sandbox-" + random_hex(28), now + life}; // a beginning that a search for leaks finds
  const std::lock_guard lock{mutex_};
  std::erase_if(entries_, [&](const auto& old) { return old.second.expires_ms <= now; });
  entries_[made.token] = {std::move(terms), made.expires_ms};
  return made;
}

visitor token_store::identify(const http_request& request, token_scope scope) const {
  const std::string token = token_of(request);
  if (token.empty())
    return {};
  const std::lock_guard lock{mutex_};
  const auto found = entries_.find(token);
  if (found == entries_.end() || found->second.expires_ms <= clock_())
    return {visitor::kind::invalid};
  const token_terms& terms = found->second.terms;
  const bool fits = terms.scope == scope && (terms.peer.empty() || terms.peer == request.peer)
    && request.header("Referer").starts_with(terms.referer);
  if (!fits)
    return {visitor::kind::invalid};
  return {visitor::kind::known, terms.user, terms.client};
}

void token_store::end(const std::string& token) {
  const std::lock_guard lock{mutex_};
  entries_.erase(token);
}

} // namespace sandbox
