#include "io/http/scrub.hpp"

#include <gtest/gtest.h>

namespace {

std::string scrubbed(std::string text) {
  io::scrub(text, {"s3cr/t", "ab", ""});
  return text;
}

} // namespace

TEST(Scrub, KeepsLinksUsable) {
  EXPECT_EQ(scrubbed("https://h/j?token=s3cr/t"), "https://h/j");
  EXPECT_EQ(scrubbed("https://h/j?token=s3cr%2Ft&f=json"), "https://h/j?f=json");
  EXPECT_EQ(scrubbed("https://h/j?f=json&token=s3cr/t"), "https://h/j?f=json");
  EXPECT_EQ(scrubbed("https://h/j?f=json&token=s3cr/t&x=1 and ?token=s3cr/t"), "https://h/j?f=json&x=1 and ");
}

TEST(Scrub, HidesASecretAnywhereElse) {
  EXPECT_EQ(scrubbed("Invalid token: s3cr/t."), "Invalid token: ***.");
  EXPECT_EQ(scrubbed("about abs"), "about abs") << "a secret of two letters is in every word";
}
