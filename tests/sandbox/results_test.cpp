#include "sandbox/results.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "sandbox/base/digest.hpp"
#include "sandbox/state_directory.hpp"
#include "sandbox/storage.hpp"

namespace {

using sandbox::http_request;

class Results : public testing::Test {
protected:
  std::int64_t now_ = 1'700'000'000'000;
  sandbox::outcome<sandbox::state_directory> folder_ = sandbox::state_directory::open({});
  sandbox::result_store results_{folder_->path() / "results", 1000, [this] { return now_; }};
  sandbox::site site_{sandbox::dialect::online, false, "127.0.0.1:80", 81};
  sandbox::storage storage_{site_, results_, 500, [this] { return now_; }};

  void publish(const std::string& key, const std::string& content) {
    const auto draft = results_.draft();
    std::ofstream{draft} << content;
    ASSERT_TRUE(results_.publish(draft, key));
  }

  /// The request that follows a signed address.
  http_request following(const std::string& key) const {
    http_request first;
    const std::string address = storage_.signed_address(first, key);
    http_request request;
    request.method = "GET";
    const std::size_t question = address.find('?');
    const std::size_t slash = address.find('/', 7);
    request.path = sandbox::percent_decoded(address.substr(slash, question - slash), false);
    sandbox::read_form(address.substr(question + 1), request.parameters);
    return request;
  }
};

TEST_F(Results, AreOfferedWithTheirHashAndAStrongTag) {
  publish("a/b.vtpk", "content");
  const auto file = results_.find("a/b.vtpk");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size, 7U);
  EXPECT_EQ(file->sha256, sandbox::sha256_of("content"));
  EXPECT_EQ(file->etag.front(), '"');
  EXPECT_FALSE(results_.find("a/c.vtpk"));
}

TEST_F(Results, ExpireOnlyWhenNobodyTouchesThem) {
  publish("a", "content");
  for (int i = 0; i < 5; ++i) {
    now_ += 999;
    ASSERT_TRUE(results_.find("a"));
  }
  const auto path = results_.find("a")->path;
  now_ += 1000;
  EXPECT_FALSE(results_.find("a"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Results, AreListedByFolder) {
  publish("x/y/one", "1");
  publish("x/y/two", "2");
  publish("x/z/three", "3");
  EXPECT_EQ(results_.list("x/y"), (std::vector<std::string>{"one", "two"}));
  EXPECT_TRUE(results_.list("x").empty());
  EXPECT_TRUE(results_.list("x/y/one").empty());
}

TEST_F(Results, AreHandedOutByASignedAddressUntilItEnds) {
  publish("export/a.vtpk", "content");
  const auto request = following("export/a.vtpk");
  EXPECT_TRUE(storage_.handle(request).file);
  now_ += 500;
  EXPECT_EQ(storage_.handle(request).status, 403);
  EXPECT_TRUE(storage_.handle(following("export/a.vtpk")).file);
}

TEST_F(Results, AreRefusedUnderAForgedSignatureOrAnotherKey) {
  publish("export/a.vtpk", "content");
  publish("export/b.vtpk", "content");
  auto request = following("export/a.vtpk");
  request.path = "/export/b.vtpk";
  EXPECT_EQ(storage_.handle(request).status, 403);
  request = following("export/a.vtpk");
  request.parameters["se"] = std::to_string(now_ + 1'000'000);
  EXPECT_EQ(storage_.handle(request).status, 403);
  request.parameters.clear();
  EXPECT_EQ(storage_.handle(request).status, 403);
}

TEST_F(Results, AreRefusedWhenATokenComesAlong) {
  publish("export/a.vtpk", "content");
  auto with_parameter = following("export/a.vtpk");
  with_parameter.parameters["token"] = "x";
  EXPECT_EQ(storage_.handle(with_parameter).status, 400);
  for (const std::string name : {"Authorization", "X-Esri-Authorization"}) {
    auto with_header = following("export/a.vtpk");
    with_header.headers[name] = "Bearer x";
    EXPECT_EQ(storage_.handle(with_header).status, 400) << name;
  }
}

TEST(StateDirectory, StartsWithoutTheResultsOfAnEarlierRun) {
  const auto outer = sandbox::state_directory::open({});
  const auto named = outer->path() / "named";
  ASSERT_TRUE(sandbox::state_directory::open(named));
  for (const char* name : {"1.result", "2.draft", "mine.txt"})
    std::ofstream{named / "results" / name} << "content";
  ASSERT_TRUE(sandbox::state_directory::open(named));
  EXPECT_FALSE(std::filesystem::exists(named / "results" / "1.result"));
  EXPECT_FALSE(std::filesystem::exists(named / "results" / "2.draft"));
  EXPECT_TRUE(std::filesystem::exists(named / "results" / "mine.txt"));
}

} // namespace
