#include "sandbox/features/make_services.hpp"

#include "sandbox/features/feature_service.hpp"

namespace sandbox {

void add_feature_services(const world& shared, service_registry& into) {
  for (const service_data& data : shared.data.services)
    into.add(data.server, data.path(), std::make_unique<feature_service>(shared, data));
}

} // namespace sandbox
