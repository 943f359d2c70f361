#include "daemon/readiness.hpp"

#include "tests/support/scratch_directory.hpp"

#include <gmock/gmock.h>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

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
  std::string roots() const {
    return "controlSocket: " + folder.at("control.sock") + "\noutputRoots: [" + folder.at("maps") + "]\n";
  }

  scratch_directory folder;
};

TEST_F(Readiness, TriesTheRootsWithoutLeavingATrace) {
  EXPECT_THAT(keys(roots()), testing::IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(folder.at("maps")));
}

TEST_F(Readiness, NamesWhatTheSystemDoesNotHave) {
  EXPECT_THAT(
    keys("controlSocket: /nowhere/control.sock\noutputRoots: [/nowhere/maps]\nbasemapRoots: [/nowhere/b]\nhosts: "
         "{a.example: {caBundle: "
         "/nowhere/ca.pem, clientCertificate: {certificate: /nowhere/c, key: /nowhere/k}}}\npackages: {group: "
         "no-such-group}\n"
         "credentials: {me: {username: u, passwordFile: /nowhere/p}}\n"),
    testing::UnorderedElementsAre("outputRoots[0]", "basemapRoots[0]", "controlSocket", "hosts.a.example.caBundle",
      "hosts.a.example.clientCertificate.certificate", "hosts.a.example.clientCertificate.key", "packages.group",
      "credentials.me.passwordFile"));
}

TEST_F(Readiness, LooksNoFurtherThanAFileThatIsWrong) {
  EXPECT_THAT(keys("outputRoots: [/nowhere]\nlgo: {}\n"), testing::ElementsAre("lgo"));
  EXPECT_EQ(mapferryd::examine_configuration(folder.at("missing")).found.size(), 1u);
}

TEST_F(Readiness, TakesAnEmptyFileForOneThatSaysNothing) {
  EXPECT_THAT(keys(""), testing::Not(testing::Contains("")));
  std::filesystem::create_directory(folder.at("folder.yaml"));
  EXPECT_THAT(mapferryd::examine_configuration(folder.at("folder.yaml")).found,
    testing::ElementsAre(testing::Field(&config::problem::message, testing::HasSubstr("cannot be read"))));
}

/// Only who is in a group may give files to it, but for root.
TEST_F(Readiness, NeedsToBeInTheGroupOfPackages) {
  const auto child = ::fork();
  if (child == 0) {
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(folder.at("maps"), std::filesystem::perms::all);
    if (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0)
      ::_exit(2);
    const auto strange = keys(roots() + "packages: {group: root}\n");
    const auto own = keys(roots() + "packages: {group: nogroup}\n");
    ::_exit(strange == std::vector<std::string>{"packages.group"} && own.empty() ? 0 : 1);
  }
  int ended = 0;
  ::waitpid(child, &ended, 0);
  ASSERT_TRUE(WIFEXITED(ended));
  if (WEXITSTATUS(ended) == 2)
    GTEST_SKIP() << "only root can become somebody else";
  EXPECT_EQ(WEXITSTATUS(ended), 0);
}

} // namespace
