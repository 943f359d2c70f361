#include "daemon/secrets.hpp"

#include "tests/support/scratch_directory.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>

namespace {

class FileSecrets : public ::testing::Test {
protected:
  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const auto path = folder.at(name);
    write_file(path, text);
    ::chmod(path.c_str(), mode);
    return path;
  }
  /// The only credential's problem, or nothing.
  std::string problem(const std::string& path, const std::string& credentials = {}) {
    const auto found =
      mapferryd::file_secrets({{"me", {config::credential_type::user_password, "u", path}}}, credentials).check();
    EXPECT_LE(found.size(), 1u);
    if (!found.empty()) {
      EXPECT_EQ(found[0].key, "credentials.me.passwordFile");
    }
    return found.empty() ? "" : found[0].message;
  }

  scratch_directory folder;
};

TEST_F(FileSecrets, AreReadAnewEachTimeWithoutTheirLineEnd) {
  const auto path = file("p", "one two \r\n");
  mapferryd::file_secrets secrets({{"me", {config::credential_type::user_password, "u", path}}}, "");
  EXPECT_EQ(*secrets.secret("me"), "one two ");
  file("p", "three");
  EXPECT_EQ(*secrets.secret("me"), "three");
}

TEST_F(FileSecrets, AreRefusedWhereOthersMayReadThem) {
  EXPECT_EQ(problem(file("good", "x", 0600)), "");
  EXPECT_EQ(problem(file("better", "x", 0400)), "");
  for (const mode_t mode : {0640, 0604, 0660, 0644, 0601})
    EXPECT_NE(problem(file("bad", "x", mode)).find("0600"), std::string::npos) << std::oct << mode;
}

TEST_F(FileSecrets, AreRefusedWhereTheyAreNoTextOrNoFile) {
  EXPECT_NE(problem(folder.at("missing")), "");
  EXPECT_NE(problem(folder.path().string()), "");
  EXPECT_EQ(problem(file("empty", "\n")), "is empty");
  EXPECT_EQ(problem(file("long", std::string(70'000, 'x'))), "is too long for a secret");
  file("real", "x");
  std::filesystem::create_symlink("real", folder.at("link"));
  EXPECT_NE(problem(folder.at("link")), "");
}

TEST_F(FileSecrets, OfABareNameLieInTheFolderOfTheManager) {
  file("portal_crew", "x", 0440); // as its access list shows
  EXPECT_EQ(problem("crew", folder.path().string()), "");
  EXPECT_NE(problem("crew").find("CREDENTIALS_DIRECTORY"), std::string::npos);
  EXPECT_NE(problem("other", folder.path().string()), "");
}

TEST_F(FileSecrets, NeverStandInAFailure) {
  mapferryd::file_secrets secrets(
    {{"me", {config::credential_type::user_password, "u", file("p", "hunter2", 0644)}}}, "");
  const auto read = secrets.secret("me");
  ASSERT_FALSE(read);
  EXPECT_EQ(proto::describe(read.error()).find("hunter2"), std::string::npos);
  EXPECT_EQ(read.error().code, proto::failure_code::sign_in_failed);
  EXPECT_FALSE(secrets.secret("nobody"));
}

} // namespace
