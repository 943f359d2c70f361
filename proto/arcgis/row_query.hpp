#pragma once

#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proto {

/// Rows of a layer by condition and place (Query, Feature Service / Layer), as a
/// replica's filter would take them.
struct row_query {
  std::string where{};                   ///< empty = all
  std::optional<proto::area> geometry{}; ///< rows that meet it
};

/// `…/FeatureServer/N/query` for the number of rows alone, and for their object ids.
std::vector<std::pair<std::string, std::string>> to_count_form(const row_query& query);
std::vector<std::pair<std::string, std::string>> to_ids_form(const row_query& query);
result<std::uint64_t> read_row_count(const nlohmann::json& json);
result<std::vector<std::int64_t>> read_row_ids(const nlohmann::json& json);

/// `…/FeatureServer/N/queryAttachments` of these rows.
std::vector<std::pair<std::string, std::string>> to_attachments_form(const std::vector<std::int64_t>& rows);
struct attachment_sum {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
};
/// Refused where an attachment does not say its size.
result<attachment_sum> read_attachment_sum(const nlohmann::json& json);

} // namespace proto
