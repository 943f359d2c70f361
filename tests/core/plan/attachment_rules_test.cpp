#include "core/plan/attachment_rules.hpp"

#include <gtest/gtest.h>

namespace {

using sync_way = proto::attachment_sync_direction;
using returned_option = proto::return_layer_attachment_option;

TEST(AttachmentRules, EveryLegalPairKeepsToWhatServersAccept) {
  struct row {
    returned_option option;
    sync_way asked;
    core::attachment_choice editable, read_only;
  };
  const core::attachment_choice nothing{false, sync_way::none}, up{false, sync_way::upload},
    up_with{true, sync_way::upload}, both{true, sync_way::bidirectional};
  for (const auto& [option, asked, of_editable, of_read_only] : {
         row{returned_option::none, sync_way::none, nothing, nothing},
         row{returned_option::none, sync_way::upload, up, up},
         row{returned_option::all_layers, sync_way::upload, up_with, up_with},
         row{returned_option::all_layers, sync_way::bidirectional, both, both},
         row{returned_option::read_only_layers, sync_way::none, nothing, both},
         row{returned_option::read_only_layers, sync_way::upload, up, up_with},
         row{returned_option::read_only_layers, sync_way::bidirectional, nothing, both},
         row{returned_option::editable_layers, sync_way::none, both, nothing},
         row{returned_option::editable_layers, sync_way::upload, up_with, up},
         row{returned_option::editable_layers, sync_way::bidirectional, both, nothing},
       }) {
    proto::generate_offline_map_parameters parameters;
    parameters.return_layer_attachment_option = option;
    parameters.attachment_sync_direction = asked;
    EXPECT_EQ(core::attachments_of_layer(parameters, true), of_editable);
    EXPECT_EQ(core::attachments_of_layer(parameters, false), of_read_only);
  }
}

} // namespace
