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
  service_documents(
    document_reader& reader, portal_access portal, basemap_substitutions substitutions, const map_documents& documents)
    : reader_(reader),
      portal_(std::move(portal)),
      substitutions_(std::move(substitutions)),
      documents_(documents) {}

  /// A layer that names an item may leave it to a service with a single layer which one is meant.
  layer_source feature_source(const proto::web_map_layer& layer);
  /// A basemap's tiles come from what the configuration names for its service, where that
  /// itself cannot be exported.
  layer_source raster_source(const proto::web_map_layer& layer);
  /// By its own address, or by the first source of its style; the twin with fewer glyphs
  /// instead where that is wanted, known and can be exported.
  layer_source vector_source(const proto::web_map_layer& layer, proto::esri_vector_tiles_download_option option);

  /// Hands everything over that was read and found.
  void take(plan_inputs& into);

private:
  small_request request_of(const proto::web_map_layer& layer, const std::string& address) const;
  feature_service& ask_root(const proto::web_map_layer& layer, const std::string& key, const std::string& root);
  void ask_layer(const proto::web_map_layer& layer, const std::string& key, feature_service& service, int id);

  layer_source tile_source(const proto::web_map_layer& layer, const std::string& address, bool is_vector);
  /// Why the service cannot be exported; nothing while that is not known.
  proto::outcome tiles_refused(const proto::web_map_layer& layer, const layer_source& source) const;
  layer_source with_substitute(const proto::web_map_layer& layer, layer_source original);
  std::optional<layer_source> substitute(const proto::web_map_layer& layer, const std::string& named, bool is_vector);
  const proto::result<nlohmann::json>* style_of(const proto::web_map_layer& layer);
  void read_item_style(const proto::web_map_layer& layer);
  layer_source original_source(const proto::web_map_layer& layer);
  layer_source reduced_fonts_source(const proto::web_map_layer& layer, layer_source original);

  document_reader& reader_;
  portal_access portal_;
  basemap_substitutions substitutions_;
  const map_documents& documents_;
  std::map<std::string, feature_service> features_;
  std::map<std::string, tile_service> tiles_;
  std::vector<layer_style> styles_;
  std::vector<proto::finding> findings_;
};

} // namespace core
