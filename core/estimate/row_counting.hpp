#pragma once

#include "core/plan/document_reader.hpp"
#include "core/plan/plan_inputs.hpp"
#include "proto/arcgis/row_query.hpp"
#include "proto/control/map_plan.hpp"

#include <string>
#include <vector>

namespace core {

/// Asks feature services how many rows and attachments a replica would hold, with the
/// replica's own filters. Questions alone: nothing is made at any service.
class row_counting {
public:
  /// All must outlive this; `portal` is whose sign-in may be used.
  row_counting(document_reader& reader, const plan_inputs& inputs, const std::string& portal)
    : reader_(reader),
      inputs_(inputs),
      portal_(portal) {}

  /// The numbers of one replica, as far as the answers are here. `key` tells its questions
  /// from those of other replicas of the service.
  std::vector<proto::row_numbers> count(const planned_export& planned, const std::string& key);

private:
  /// The layer whose rows are meant.
  struct place {
    const proto::feature_sync_task& task;
    int layer = 0;
    std::string key;
    std::string title;
  };

  proto::plan_number rows(const place& where, const proto::row_query& query);
  void add_attachments(const place& where, const proto::row_query& query, proto::row_numbers& into);
  const proto::result<nlohmann::json>* ask(const place& where, const std::string& operation, const std::string& key,
    std::vector<std::pair<std::string, std::string>> form);

  document_reader& reader_;
  const plan_inputs& inputs_;
  const std::string& portal_;
};

} // namespace core
