#include "tests/fuzz/targets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace files = std::filesystem;

std::string content(const files::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

TEST(FuzzCorpus, EveryTargetHasInputsAndKeepsItsPromisesForThem) {
  for (const auto& target : fuzz::targets()) {
    SCOPED_TRACE(target.name);
    std::size_t count = 0;
    for (const auto& entry : files::directory_iterator{files::path{FUZZ_CORPUS} / target.name}) {
      SCOPED_TRACE(entry.path().filename().string());
      EXPECT_NO_THROW(EXPECT_TRUE(fuzz::run(target, content(entry.path()))));
      ++count;
    }
    EXPECT_GE(count, 2u);
  }
}

TEST(FuzzCorpus, BelongsToTargetsThatAreThere) {
  for (const auto& entry : files::directory_iterator{FUZZ_CORPUS}) {
    const auto name = entry.path().filename().string();
    EXPECT_TRUE(std::ranges::any_of(fuzz::targets(), [&](const auto& target) { return target.name == name; })) << name;
  }
}

TEST(FuzzCorpus, APromiseThatIsNotKeptIsAFinding) {
  EXPECT_THROW(fuzz::require(false, "kept"), std::logic_error);
  EXPECT_NO_THROW(fuzz::require(true, "kept"));
}

} // namespace
