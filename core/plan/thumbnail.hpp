#pragma once

#include "core/ports/transfers.hpp"
#include "proto/arcgis/portal_item.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace core {

/// Bytes of a picture that goes into the package's metadata, at most.
constexpr std::uint64_t thumbnail_limit = 1u << 20;

/// Path of an item's thumbnail below the sharing root; nothing if it has none or
/// names it strangely.
std::optional<std::string> thumbnail_path(const std::string& item_id, const proto::portal_item& item);

/// A picture as a data URI; empty if the bytes are no PNG, JPEG or GIF.
std::string picture_uri(std::string_view bytes);
/// Likewise of an answer; empty if it failed.
std::string thumbnail_uri(const reply& answer);

} // namespace core
