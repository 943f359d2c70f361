#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"
#include "proto/control/job_view.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

namespace fuzz {
namespace {

/// Older records are upgraded, so the first writing may differ from what was read.
template <class Record>
void require_stable(const proto::result<Record>& record, proto::result<Record> (*read)(const nlohmann::json&)) {
  if (!record)
    return;
  const auto written = proto::to_json(*record);
  const auto again = read(written);
  require(static_cast<bool>(again), "what was written is refused: " + written.dump());
  require(proto::to_json(*again) == written, "what was written is read otherwise: " + written.dump());
}

} // namespace

void records(const nlohmann::json& document) {
  require_stable(proto::read_job_record(document), proto::read_job_record);
  require_stable(proto::read_layer_record(document), proto::read_layer_record);
  require_stable(proto::read_ledger_record(document), proto::read_ledger_record);
  require_stable(proto::read_layer_error(document), proto::read_layer_error);
  require_stable(proto::read_job_view(document), proto::read_job_view);
}

} // namespace fuzz
