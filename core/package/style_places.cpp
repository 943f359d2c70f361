#include "core/package/style_places.hpp"

#include "core/package/map_document.hpp"

namespace core {

std::vector<style_place> style_places(const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  std::vector<style_place> places;
  for (const auto& style : plan.styles)
    for (const auto& layer : layers)
      for (const auto& covered : layer.covers) {
        const auto* file = covered.pointer == style.pointer ? file_for(layer, covered) : nullptr;
        if (file == nullptr)
          continue;
        const auto stem = file->final_name.substr(0, file->final_name.find('.'));
        places.push_back({style, layer, *file, stem + "-style" + std::to_string(places.size() + 1)});
      }
  return places;
}

} // namespace core
