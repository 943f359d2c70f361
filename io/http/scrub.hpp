#pragma once

#include "core/ports/transfers.hpp"

#include <string>
#include <vector>

namespace io {

/// Takes secrets out of a text that a server wrote: some repeat tokens in links
/// and messages. A parameter that carries one disappears whole, so that the link
/// stays usable.
void scrub(std::string& text, const std::vector<std::string>& hidden);
/// Everything in a reply that is shown, stored or followed.
void scrub(core::reply& reply, const std::vector<std::string>& hidden);

} // namespace io
