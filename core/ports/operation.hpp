#pragma once

#include <memory>

namespace core {

/// Something under way in a port. Destroying it cancels: after the destructor
/// has returned no new callback of it starts. A callback that is already running
/// on the port's thread may still deliver, so receivers check a ticket.
class operation {
public:
  virtual ~operation() = default;
};
using operation_ptr = std::unique_ptr<operation>;

} // namespace core
