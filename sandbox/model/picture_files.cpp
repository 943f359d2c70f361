#include "sandbox/model/picture_files.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include "sandbox/base/digest.hpp"

namespace sandbox {

std::string picture_files::bytes(const attachment& which) const {
  std::ifstream stream{files_.at(which.source), std::ios::binary};
  std::ostringstream all;
  if (stream)
    all << stream.rdbuf();
  return std::move(all).str();
}

std::string content_type_of_file(const std::filesystem::path& file) {
  static const std::map<std::string, const char*> types{{".png", "image/png"}, {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"}, {".gif", "image/gif"}, {".tif", "image/tiff"}, {".pdf", "application/pdf"},
    {".txt", "text/plain"}, {".mp4", "video/mp4"}};
  const auto found = types.find(lower_case(file.extension().string()));
  return found == types.end() ? "application/octet-stream" : found->second;
}

} // namespace sandbox
