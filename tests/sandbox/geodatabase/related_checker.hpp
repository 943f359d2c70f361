#pragma once

#include "tests/sandbox/geodatabase/checked_geodatabase.hpp"

namespace sandbox {

/// Attachments, relationship classes, domains and the datasets of the receipt: whether each finds what it speaks of.
void check_related_classes(checked_geodatabase& file);

} // namespace sandbox
