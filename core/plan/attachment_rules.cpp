#include "core/plan/attachment_rules.hpp"

namespace core {
namespace {

bool is_returned(proto::return_layer_attachment_option option, bool editable) {
  switch (option) {
  case proto::return_layer_attachment_option::none: return false;
  case proto::return_layer_attachment_option::all_layers: return true;
  case proto::return_layer_attachment_option::read_only_layers: return !editable;
  case proto::return_layer_attachment_option::editable_layers: return editable;
  }
  return false;
}

} // namespace

attachment_choice attachments_of_layer(const proto::generate_offline_map_parameters& parameters, bool editable) {
  using direction = proto::attachment_sync_direction;
  const bool with = is_returned(parameters.return_layer_attachment_option, editable);
  if (parameters.attachment_sync_direction == direction::upload)
    return {with, direction::upload};
  return {with, with ? direction::bidirectional : direction::none};
}

} // namespace core
