#include "sandbox/model/service_data.hpp"

#include <algorithm>

namespace sandbox {

const table* service_data::find(int id) const {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const table& one) { return one.id == id; });
  return found == tables.end() ? nullptr : &*found;
}

const domain* service_data::find_domain(const std::string& wanted) const {
  const auto found =
    std::find_if(domains.begin(), domains.end(), [&](const domain& one) { return one.name == wanted; });
  return found == domains.end() ? nullptr : &*found;
}

bool service_data::is_editable() const {
  return std::any_of(tables.begin(), tables.end(), [](const table& one) { return one.is_editable(); });
}

envelope service_data::extent() const {
  envelope all;
  for (const table& one : tables)
    all.include(one.extent);
  return all;
}

} // namespace sandbox
