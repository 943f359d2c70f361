#include "sandbox/options.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::dialect;
using sandbox::read_options;

TEST(Options, HaveDefaults) {
  const auto read = read_options({});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "127.0.0.1");
  EXPECT_EQ(read->port, 0);
  EXPECT_EQ(read->speaks, dialect::enterprise);
  EXPECT_FALSE(read->tls);
  EXPECT_FALSE(read->auth);
  EXPECT_EQ(read->token_ms, 3'600'000);
  EXPECT_EQ(read->result_ms, 600'000);
}

TEST(Options, AreAllRead) {
  const auto read = read_options(
    {"--listen", "[::1]:8443", "--tls", "--dialect", "online", "--auth", "--data", "d", "--faults", "f", "--log", "l",
      "--state", "s", "--token-minutes", "0.5", "--result-minutes", "2", "--signature-minutes", "1", "--job-seconds",
      "1.5", "--max-tiles", "50", "--with", "a", "--with", "b", "--storage-port", "8444", "--describe", "c"});
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->host, "::1");
  EXPECT_EQ(read->port, 8443);
  EXPECT_TRUE(read->tls);
  EXPECT_EQ(read->speaks, dialect::online);
  EXPECT_TRUE(read->auth);
  EXPECT_EQ(read->faults, "f");
  EXPECT_EQ(read->token_ms, 30'000);
  EXPECT_EQ(read->result_ms, 120'000);
  EXPECT_EQ(read->signature_ms, 60'000);
  EXPECT_EQ(read->job_ms, 1'500);
  EXPECT_EQ(read->max_tiles, 50);
  EXPECT_EQ(read->with, (std::vector<std::filesystem::path>{"a", "b"}));
  EXPECT_EQ(read->storage_port, 8444);
  EXPECT_EQ(read->describe, "c");
}

TEST(Options, RefuseWhatTheyDoNotUnderstand) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--lisen"}, {"--listen"},
         {"--listen", "nowhere"}, {"--listen", ":80"}, {"--listen", "host:99999"}, {"--dialect", "french"},
         {"--token-minutes", "-1"}, {"--token-minutes", "soon"}, {"--token-minutes", "1e300"}, {"--max-tiles", "0"},
         {"--max-tiles", "7x"}, {"--data", ""}, {"--with", ""}, {"--storage-port", "65536"}, {"stray"}}) {
    EXPECT_FALSE(read_options(wrong)) << wrong.front();
  }
}

} // namespace
