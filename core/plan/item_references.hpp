#pragma once

#include "core/plan/document_reader.hpp"
#include "core/plan/plan_inputs.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace core {

/// How much of items may be put into one map: what many layers name would grow with their number.
class item_budget {
public:
  /// False if this is too much with what was taken before.
  bool take(const nlohmann::json& what);

private:
  std::size_t bytes_ = 0; ///< as text
};

/// Layers, tables and groups of a map that name an item of the portal instead of an address
/// (web map specification: itemId without url). Writes into the map what their items say:
///
///     item of a service      its address, with `layerId` where that stands beside itemId
///     item of a group layer  its layers and tables, which may be such references again
///     feature collection     nothing: its data are put in later, as of every such layer
///
/// An item that cannot be read, or is of another kind, is that layer's failure.
class item_references {
public:
  /// Both must outlive this.
  item_references(document_reader& reader, const portal_access& portal, item_budget& budget);

  /// As far as the documents are here; what is missing pends at the reader. A failure is the
  /// whole map's: with these layers it is beyond its limits.
  proto::outcome resolve(plan_inputs& in, const std::function<bool(const proto::web_map_layer&)>& is_wanted);

private:
  using layer = proto::web_map_layer;

  bool is_reference(const layer& what, const nlohmann::json& entry) const;
  bool put_in(const layer& what, nlohmann::json& entry, plan_inputs& in);
  bool put_group_in(const layer& what, nlohmann::json& entry, plan_inputs& in);
  bool put_address_in(const layer& what, nlohmann::json& entry, plan_inputs& in);
  bool fail(const layer& what, plan_inputs& in, proto::failure why);
  bool is_inside_itself(const layer& what) const;

  document_reader& reader_;
  const portal_access& portal_;
  item_budget& budget_;
  std::set<std::string> settled_;             ///< pointers of layers about whose items nothing more is asked
  std::map<std::string, std::string> groups_; ///< pointer → item
};

/// Whether an id may stand in the path of an address.
bool is_item_id(const std::string& id);

} // namespace core
