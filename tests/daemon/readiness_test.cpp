#include "daemon/readiness.hpp"

#include "tests/support/scratch_directory.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace {

class Readiness : public ::testing::Test {
protected:
  Readiness() { std::filesystem::create_directory(folder.path() / "maps"); }

  std::vector<std::string> keys(const std::string& yaml) {
    const auto path = folder.at("mapferry.yaml");
    write_file(path, yaml);
    std::vector<std::string> found;
    for (const auto& problem : mapferryd::examine_configuration(path).found)
      found.push_back(problem.key);
    return found;
  }
  std::string roots() const { return "outputRoots: [" + folder.at("maps") + "]\n"; }

  scratch_directory folder;
};

TEST_F(Readiness, TriesTheRootsWithoutLeavingATrace) {
  EXPECT_THAT(keys(roots()), testing::IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(folder.at("maps")));
}

TEST_F(Readiness, NamesWhatTheSystemDoesNotHave) {
  EXPECT_THAT(keys("outputRoots: [/nowhere/maps]\nhosts: {a.example: {caBundle: /nowhere/ca.pem}}\npackages: {group: "
                   "no-such-group}\n"
                   "credentials: {me: {username: u, passwordFile: /nowhere/p}}\n"),
    testing::UnorderedElementsAre(
      "outputRoots[0]", "hosts.a.example.caBundle", "packages.group", "credentials.me.passwordFile"));
}

TEST_F(Readiness, LooksNoFurtherThanAFileThatIsWrong) {
  EXPECT_THAT(keys("outputRoots: [/nowhere]\nlgo: {}\n"), testing::ElementsAre("lgo"));
  EXPECT_EQ(mapferryd::examine_configuration(folder.at("missing")).found.size(), 1u);
}

} // namespace
