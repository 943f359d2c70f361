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
  config::settings settings(
    const std::string& path, core::credential_kind kind = core::credential_kind::user_password) {
    config::settings all;
    all.state_directory = folder.path().string();
    all.credentials["me"] = {kind, "u", path};
    return all;
  }
  /// The only credential's problem, or nothing.
  std::string problem(const std::string& path, const std::string& credentials = {}) {
    const auto found = mapferryd::file_secrets(settings(path), credentials).check();
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
  mapferryd::file_secrets secrets(settings(path), "");
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
  mapferryd::file_secrets secrets(settings(file("p", "hunter2", 0644)), "");
  const auto read = secrets.secret("me");
  ASSERT_FALSE(read);
  EXPECT_EQ(proto::describe(read.error()).find("hunter2"), std::string::npos);
  EXPECT_EQ(read.error().code, proto::failure_code::sign_in_failed);
  EXPECT_FALSE(secrets.secret("nobody"));
}

constexpr auto refresh = core::credential_kind::oauth_refresh_token;

TEST_F(FileSecrets, ThatWereRenewedCountUntilAnotherIsConfigured) {
  const auto path = file("t", "first");
  {
    mapferryd::file_secrets secrets(settings(path, refresh), "");
    EXPECT_EQ(*secrets.secret("me"), "first");
    EXPECT_EQ(secrets.renewed_at("me"), 0);
    EXPECT_FALSE(secrets.replace("me", "second", 77));
    EXPECT_EQ(*secrets.secret("me"), "second");
  }
  mapferryd::file_secrets later(settings(path, refresh), "");
  EXPECT_EQ(*later.secret("me"), "second") << "after a restart";
  EXPECT_EQ(later.renewed_at("me"), 77);
  file("t", "another");
  EXPECT_EQ(*later.secret("me"), "another");
  EXPECT_EQ(later.renewed_at("me"), 0);
  EXPECT_EQ(*mapferryd::file_secrets(settings("", refresh), "").secret("me"), "second")
    << "the file of the first may go once it is spent";
}

TEST_F(FileSecrets, ThatWereRenewedLieInAFileOfTheirOwnForNobodyElse) {
  mapferryd::file_secrets secrets(settings(file("t", "first"), refresh), "");
  ASSERT_FALSE(secrets.replace("me", "second", 77));
  struct stat about {};
  ASSERT_EQ(::stat(folder.at("credentials/me.json").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0600u);
  EXPECT_EQ(read_file(folder.at("credentials/me.json")).find("first"), std::string::npos);
}

TEST_F(FileSecrets, OfNobodyWhoSignedInSayHowTo) {
  mapferryd::file_secrets secrets(settings("", refresh), "");
  EXPECT_TRUE(secrets.check().empty()) << "the daemon must start for that";
  const auto none = secrets.secret("me");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, proto::failure_code::login_needed);
  EXPECT_EQ(none.error().hint, "mapferry login me");
}

TEST_F(FileSecrets, ThatTheDiskDidNotTakeCountWhileTheProcessLives) {
  auto where = settings(file("t", "first"), refresh);
  where.state_directory = folder.at("nowhere");
  mapferryd::file_secrets secrets(where, "");
  const auto failed = secrets.replace("me", "second", 77);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->code, proto::failure_code::disk_error);
  EXPECT_EQ(proto::describe(*failed).find("second"), std::string::npos);
  EXPECT_EQ(*secrets.secret("me"), "second");
}

} // namespace
