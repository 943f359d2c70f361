#include "proto/record/ledger_record.hpp"

#include "proto/record/fields.hpp"
#include "proto/record/versions.hpp"

namespace proto {

std::string_view word(ledger_state state) { return word_in(state); }

nlohmann::json to_json(const ledger_record& record) { return write_record(record); }

result<ledger_record> read_ledger_record(const nlohmann::json& json) {
  const std::string during = "reading a ledger record";
  auto record = read_record<ledger_record>(json, during);
  if (record && record->name.empty())
    return incomplete("name", during);
  return record;
}

} // namespace proto
