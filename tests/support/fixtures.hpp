#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

/// Recorded answers and real packages, in the folder that MAPFERRY_FIXTURES names.
namespace fixtures {

/// Nothing when the variable is unset: tests skip then. A folder that is named
/// but missing is an error of whoever set it, not a reason to skip.
inline std::filesystem::path root() {
  const char* folder = std::getenv("MAPFERRY_FIXTURES");
  if (folder == nullptr || *folder == '\0')
    return {};
  if (!std::filesystem::is_directory(folder)) {
    ADD_FAILURE() << "MAPFERRY_FIXTURES names no folder: " << folder;
    std::abort();
  }
  return folder;
}

inline std::filesystem::path path(const std::string& name) { return root() / name; }

inline std::string text(const std::string& name) {
  std::ifstream file(path(name), std::ios::binary);
  EXPECT_TRUE(file.good()) << "no fixture " << name;
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

inline nlohmann::json json(const std::string& name) { return nlohmann::json::parse(text(name)); }

} // namespace fixtures

/// First line of every test that reads fixtures.
#define NEEDS_FIXTURES()                                                                                               \
  if (fixtures::root().empty())                                                                                        \
  GTEST_SKIP() << "MAPFERRY_FIXTURES is not set"
