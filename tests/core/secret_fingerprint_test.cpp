#include "core/secret_fingerprint.hpp"

#include <gtest/gtest.h>

using core::secret_fingerprint;

TEST(SecretFingerprint, KnowsTheSameSecretAndTellsAllOthersApart) {
  const auto known = secret_fingerprint({"user", "place", "secret"}, "salt");
  EXPECT_EQ(known, secret_fingerprint({"user", "place", "secret"}, "salt"));
  EXPECT_EQ(known.size(), 64u);
  EXPECT_NE(known, secret_fingerprint({"user", "place", "secret"}, "other"));
  EXPECT_NE(known, secret_fingerprint({"user", "place", "Secret"}, "salt"));
  EXPECT_NE(known, secret_fingerprint({"userp", "lace", "secret"}, "salt")) << "where a part ends counts";
}
