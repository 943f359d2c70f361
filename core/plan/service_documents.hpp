#pragma once

#include "core/plan/document_reader.hpp"
#include "core/plan/plan_inputs.hpp"

#include <map>
#include <string>

namespace core {

/// A service that could not be read: the failure of its layers. Failures of
/// signing in stay what they are, since a change of the configuration heals them.
proto::failure not_loaded(proto::failure why);

/// Asks for the documents of the services that layers name, each once, and says
/// for every layer where its data come from. Call for all layers, then take().
class service_documents {
public:
  /// `reader` and `documents`, in which the layers stand, must outlive this.
  service_documents(document_reader& reader, std::string portal, const map_documents& documents)
    : reader_(reader),
      portal_(std::move(portal)),
      documents_(documents) {}

  /// A layer that names an item may leave it to a service with a single layer which one is meant.
  layer_source feature_source(const proto::web_map_layer& layer);
  layer_source tile_source(const proto::web_map_layer& layer, const std::string& address, bool is_vector);
  /// By its own address, or by the first source of its style; the twin with fewer glyphs
  /// instead where that is wanted, known and can be exported.
  layer_source vector_source(const proto::web_map_layer& layer, proto::esri_vector_tiles_download_option option);

  /// Hands everything over that was read and found.
  void take(plan_inputs& into);

private:
  small_request request_of(const proto::web_map_layer& layer, const std::string& address) const;
  feature_service& ask_root(const proto::web_map_layer& layer, const std::string& key, const std::string& root);
  void ask_layer(const proto::web_map_layer& layer, const std::string& key, feature_service& service, int id);

  layer_source original_source(const proto::web_map_layer& layer);
  layer_source reduced_fonts_source(const proto::web_map_layer& layer, layer_source original);

  document_reader& reader_;
  std::string portal_;
  const map_documents& documents_;
  std::map<std::string, feature_service> features_;
  std::map<std::string, tile_service> tiles_;
  std::vector<proto::finding> findings_;
};

} // namespace core
