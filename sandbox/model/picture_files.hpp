#pragma once

#include <filesystem>
#include <vector>

#include "sandbox/model/attachment.hpp"

namespace sandbox {

/// Attachments that lie in a folder as files, which their `source` counts.
class picture_files : public attachment_source {
public:
  explicit picture_files(std::vector<std::filesystem::path> files) : files_{std::move(files)} {}

  std::string bytes(const attachment& which) const override;

private:
  std::vector<std::filesystem::path> files_;
};

/// By the end of a file's name; `application/octet-stream` for an unknown one.
std::string content_type_of_file(const std::filesystem::path& file);

} // namespace sandbox
