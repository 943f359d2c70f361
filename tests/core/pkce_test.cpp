#include "core/pkce.hpp"

#include <gtest/gtest.h>

#include <array>

TEST(Pkce, IsTheExampleOfItsStandard) { // RFC 7636, appendix B
  const std::array<unsigned char, 32> octets{116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186,
    22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121};
  const auto made = core::make_pkce({reinterpret_cast<const char*>(octets.data()), octets.size()});
  EXPECT_EQ(made.verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  EXPECT_EQ(made.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}
