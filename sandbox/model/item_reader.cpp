#include "sandbox/model/item_reader.hpp"

namespace sandbox {
namespace {

envelope read_corners(const data_place& source) {
  envelope box;
  for (const data_place& corner : source.items()) {
    const auto numbers = corner.items();
    if (numbers.size() != 2)
      corner.wrong("a longitude and a latitude are wanted");
    box.include(point{numbers[0].number(), numbers[1].number()});
  }
  return box;
}

/// What all items have.
item_data read_metadata(const data_place& source) {
  item_data read;
  read.title = source.text("title");
  read.snippet = source.text("snippet", "");
  read.description = source.text("description", "");
  read.credits = source.text("credits", "");
  read.tags = source.texts("tags");
  read.type_keywords = source.texts("typeKeywords");
  read.access = source.text("access", "public");
  read.says = source.members("says");
  if (source.has("extent"))
    read.extent = read_corners(source.at("extent"));
  return read;
}

} // namespace

item_data read_web_map(const data_place& source) {
  source.only(
    {"title", "snippet", "description", "credits", "tags", "typeKeywords", "access", "extent", "map", "says"});
  item_data read = read_metadata(source);
  read.type = "Web Map";
  read.data = source.at("map").value();
  return read;
}

item_data read_item(const data_place& source, const std::filesystem::path& folder) {
  source.only({"title", "type", "snippet", "description", "credits", "tags", "typeKeywords", "access", "extent",
    "service", "data", "resources", "says"});
  item_data read = read_metadata(source);
  read.type = source.text("type");
  read.service = source.text("service", "");
  if (source.has("data"))
    read.data = source.at("data").value();
  if (source.has("resources")) {
    const data_place resources = source.at("resources");
    for (const auto& [name, file] : resources.value().items()) {
      const std::filesystem::path found = folder / resources.text(name.c_str());
      if (!std::filesystem::is_regular_file(found))
        resources.at(name.c_str()).wrong("there is no file " + found.string());
      read.resources[name] = found;
    }
  }
  return read;
}

} // namespace sandbox
