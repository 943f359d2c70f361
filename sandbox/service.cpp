#include "sandbox/service.hpp"

#include <utility>

#include "sandbox/http/paths.hpp"

namespace sandbox {

void service_registry::add(server_role server, std::string address, std::unique_ptr<service> made) {
  entries_.push_back({server, std::move(address), std::move(made)});
}

service* service_registry::find(server_role server, std::string_view& rest) const {
  for (const entry& one : entries_) {
    if (one.server == server && cut_prefix(rest, one.address))
      return one.made.get();
  }
  return nullptr;
}

std::vector<std::string> service_registry::addresses(server_role server) const {
  std::vector<std::string> all;
  for (const entry& one : entries_) {
    if (one.server == server)
      all.push_back(one.address);
  }
  return all;
}

} // namespace sandbox
