#include "sandbox/model/attachment_reader.hpp"

#include <algorithm>
#include <random>
#include <system_error>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/model/drawn_pictures.hpp"
#include "sandbox/model/picture_files.hpp"

namespace sandbox {
namespace {

/// Adds one with the next id.
attachment& add_attachment(table& into, std::size_t row, const std::string& key) {
  attachment made;
  made.id = static_cast<std::int64_t>(into.attachments.size()) + 1;
  made.global_id = "{" + upper_case(named_uuid(key + "/attachment/" + std::to_string(made.id))) + "}";
  made.row = row;
  return into.attachments.emplace_back(std::move(made));
}

/// All tables share the scenes.
const std::shared_ptr<const drawn_pictures>& scenes() {
  static const auto drawn = std::make_shared<const drawn_pictures>();
  return drawn;
}

void draw_attachments(table& into, const data_place& source, const std::string& key) {
  source.only({"share", "most", "seed"});
  const double share = source.number("share", 1);
  const std::int64_t most = source.whole("most", 1);
  if (share < 0 || share > 1 || most < 1 || most > 100)
    source.wrong("a share from 0 to 1 and a number from 1 to 100 are wanted");
  // The distributions of the standard library differ from one to the next; the generator does not.
  std::mt19937 engine{static_cast<std::uint32_t>(source.whole("seed", 1))};
  const auto dice = [&] { return static_cast<std::uint32_t>(engine()); };
  for (std::size_t row = 0; row < into.rows.size(); ++row) {
    if (static_cast<double>(dice() % 10'000) >= share * 10'000)
      continue;
    const std::uint32_t count = 1 + dice() % static_cast<std::uint32_t>(most);
    for (std::uint32_t i = 0; i < count; ++i) {
      attachment& made = add_attachment(into, row, key);
      made.source = dice() % drawn_pictures::scenes;
      made.name = "IMG_" + std::to_string(1000 + made.id) + ".png";
      made.content_type = "image/png";
      made.keywords = made.source % 4 == 0 ? "overview" : "";
      made.size = scenes()->size_of(made.source);
    }
  }
  into.pictures = scenes();
}

void take_files(table& into, const data_place& source, const std::filesystem::path& folder, const std::string& key) {
  source.only({"folder", "field"});
  const field* names = into.find_field(source.text("field"));
  if (names == nullptr)
    source.at("field").wrong("there is no such field");
  const std::filesystem::path pictures = folder / source.text("folder");
  const auto column = static_cast<std::size_t>(names - into.fields.data());
  std::vector<std::filesystem::path> files;
  for (std::size_t row = 0; row < into.rows.size(); ++row) {
    const auto* list = std::get_if<std::string>(&into.rows[row].attributes[column]);
    if (list == nullptr)
      continue;
    for (const std::string_view name : list_items(*list)) {
      const std::filesystem::path file = pictures / name;
      std::error_code missing;
      const auto size = std::filesystem::file_size(file, missing);
      if (missing)
        source.wrong(
          "row " + std::to_string(into.rows[row].object_id) + " names " + file.string() + ", which cannot be read");
      attachment& made = add_attachment(into, row, key);
      made.source = static_cast<std::uint32_t>(files.size());
      made.name = file.filename().string();
      made.content_type = content_type_of_file(file);
      made.size = size;
      files.push_back(file);
    }
  }
  into.pictures = std::make_shared<picture_files>(std::move(files));
}

} // namespace

void read_attachments(
  table& into, const data_place& source, const std::filesystem::path& folder, const std::string& key) {
  source.only({"drawn", "files"});
  into.has_attachments = true;
  if (source.has("drawn") == source.has("files"))
    source.wrong("either drawn or files is wanted");
  if (source.has("drawn"))
    draw_attachments(into, source.at("drawn"), key);
  else
    take_files(into, source.at("files"), folder, key);
}

} // namespace sandbox
