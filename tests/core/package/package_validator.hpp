#pragma once

#include "core/ports/disk.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

/// What an independent reader of mobile map packages would object to. Knows the
/// format only, nothing of how mapferry writes it. `items`: ItemIds that each
/// geodatabase holds.
class package_validator {
public:
  package_validator(const core::package_files& package, std::map<std::string, std::set<int>> items)
    : package_(package),
      items_(std::move(items)) {}

  std::vector<std::string> problems() {
    check_order();
    check_info();
    check_map();
    for (const auto& name : package_.keep)
      if (!named_.contains(name))
        object("no layer names the file " + name);
    return problems_;
  }

private:
  using json = nlohmann::json;

  void object(const std::string& problem) { problems_.push_back(problem); }

  void check_order() {
    if (package_.files.empty() || !package_.files.back().first.ends_with(".info"))
      object("the .info file is not written last");
    for (const auto& [name, content] : package_.files)
      if (std::regex_search(content, std::regex(R"([?&](token|key|apikey)=[^{])")))
        object("a secret in " + name);
  }

  json parsed(const std::string& name) {
    for (const auto& [path, content] : package_.files)
      if (path == name) {
        auto document = json::parse(content, nullptr, false);
        if (document.is_object())
          return document;
        object(name + " is no JSON object");
      }
    object("no readable " + name);
    return json::object();
  }

  void check_extent(const json& owner) {
    const auto extent = owner.value("extent", json());
    const bool two_pairs = extent.is_array() && extent.size() == 2 && extent[0].size() == 2 && extent[1].size() == 2;
    if (!two_pairs)
      return object("extent is not two pairs");
    const double xmin = extent[0][0], ymin = extent[0][1], xmax = extent[1][0], ymax = extent[1][1];
    if (xmin > xmax || ymin > ymax || xmin < -180 || xmax > 180 || ymin < -90 || ymax > 90)
      object("extent is not in degrees");
  }

  void check_info() {
    const auto info = parsed("package.info");
    if (info.value("type", "") != "Mobile Map Package")
      object("type is not Mobile Map Package");
    std::smatch version;
    const std::string text = info.value("version", "");
    if (!std::regex_match(text, version, std::regex(R"((\d+)\.(\d+))")) || std::stoi(version[1]) > 5)
      object("version " + text + " is not readable");
    if (!std::regex_match(info.value("guid", ""), std::regex("[0-9a-f]{32}")))
      object("guid is not 32 hex digits");
    if (info.value("maps", json::array()).empty())
      object("no maps");
    for (const auto& map : info.value("maps", json::array()))
      parsed("p13/" + map.get<std::string>() + ".mmap");
    may_stay_online_ = text >= "4.";
    check_extent(info);
  }

  void check_map() {
    const auto document = parsed("p13/mobile_map.mmap");
    if (document.size() != 2 || !document.contains("item") || !document.contains("map"))
      return object("the map document is not item and map");
    check_extent(document["item"]);
    const auto& map = document["map"];
    for (const auto& layer : map.value("baseMap", json::object()).value("baseMapLayers", json::array()))
      if (!is_reference_basemap(layer))
        check_layers(json::array({layer}));
    check_layers(map.value("operationalLayers", json::array()));
    check_layers(map.value("tables", json::array()), true);
  }

  /// The one thing that may lie outside of the package.
  static bool is_reference_basemap(const json& layer) {
    return std::regex_match(layer.value("path", ""), std::regex(R"(file:(/|\.\./\.\./).+\.(tpkx?|vtpk))"));
  }

  static bool has_address(const json& layer) {
    return layer.contains("url") || layer.contains("styleUrl") || layer.contains("templateUrl")
      || layer.contains("itemId");
  }

  void check_layers(const json& layers, bool tables = false) {
    if (!layers.is_array())
      return;
    for (const auto& layer : layers) {
      const auto type = layer.value("layerType", "");
      if (type == "GroupLayer")
        check_layers(layer.value("layers", json::array()));
      else if (layer.contains("path"))
        check_path(layer["path"], tables ? "ArcGISFeatureLayer" : type);
      else if (!layer.contains("featureCollection") && !(may_stay_online_ && has_address(layer)))
        object("layer " + layer.value("id", "") + " has no data");
    }
  }

  void check_path(const std::string& path, const std::string& type) {
    std::smatch parts;
    if (!std::regex_match(path, parts,
          std::regex(
            R"(file:\./([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(geodatabase|tpkx?|vtpk)(\?itemId=(\d+))?)")))
      return object("strange path " + path);
    const auto name = parts[1].str() + "." + parts[3].str();
    named_.insert(name);
    if (std::find(package_.keep.begin(), package_.keep.end(), name) == package_.keep.end())
      object("no such file " + name);
    const bool features = type == "ArcGISFeatureLayer";
    if (features != (parts[3] == "geodatabase") || features != parts[4].matched
      || (type == "VectorTileLayer") != (parts[3] == "vtpk"))
      object("the file " + name + " does not fit a " + type);
    if (parts[5].matched && !items_[name].contains(std::stoi(parts[5])))
      object("no item " + parts[5].str() + " in " + name);
  }

  const core::package_files& package_;
  std::map<std::string, std::set<int>> items_;
  std::set<std::string> named_;
  bool may_stay_online_ = false; ///< links to online services: from version 4.0 on
  std::vector<std::string> problems_;
};

inline std::vector<std::string> package_problems(
  const core::package_files& package, std::map<std::string, std::set<int>> items) {
  return package_validator(package, std::move(items)).problems();
}
