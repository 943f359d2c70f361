#pragma once

#include "core/plan/document_reader.hpp"
#include "proto/arcgis/size_estimate.hpp"
#include "proto/record/export_task.hpp"

#include <optional>
#include <string>

namespace core {

/// Has tile services estimate what exports weigh (Estimate Export Tiles Size): a job of
/// the server, asked until it has ended. A service that has no such operation, or fails
/// at it, gives no estimate.
class size_asking {
public:
  size_asking(document_reader& reader, const std::string& portal) : reader_(reader), portal_(portal) {}

  /// Nothing while it is on its way, and where there will be none.
  std::optional<proto::size_estimate> ask(const proto::raster_tiles_task& task);

  /// The wait for estimates under way, once no other question is open.
  std::optional<plan_step> pending() const;

private:
  const nlohmann::json* answer_to(const std::string& key, const small_request& request, const std::string& subject);

  document_reader& reader_;
  const std::string& portal_;
  std::optional<plan_wait> wait_;
};

} // namespace core
