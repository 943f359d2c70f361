#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sandbox {

/// A folder of one test, gone with it.
class scratch_folder {
public:
  explicit scratch_folder(const std::string& name)
    : path_{std::filesystem::path{testing::TempDir()} / (name + "-" + std::to_string(getpid()))} {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~scratch_folder() { std::filesystem::remove_all(path_); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  bool empty() const { return std::filesystem::is_empty(path_); }

private:
  std::filesystem::path path_;
};

inline std::string bytes_of_file(const std::filesystem::path& file) {
  std::ostringstream all;
  all << std::ifstream{file, std::ios::binary}.rdbuf();
  return all.str();
}

} // namespace sandbox
