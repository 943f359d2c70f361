#include "io/store/sealed_value.hpp"

#include <gtest/gtest.h>

namespace io {
namespace {

TEST(SealedValue, GivesBackWhatWasSealed) {
  for (const auto& content : {std::string{}, std::string{"{}"}, std::string(5000, 'x'), std::string("\0\1", 2)})
    EXPECT_EQ(unseal("job", "a", seal("job", "a", content)), content);
}

TEST(SealedValue, EveryFlippedBitIsNoticed) {
  const auto value = seal("layer", "01/3", R"({"v":1,"phase":"polling"})");
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    auto changed = value;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(unseal("layer", "01/3", changed)) << "bit " << bit;
  }
}

TEST(SealedValue, EveryShorterLengthIsNoticed) {
  const auto value = seal("layer", "01/3", R"({"v":1})");
  for (std::size_t length = 0; length < value.size(); ++length)
    EXPECT_FALSE(unseal("layer", "01/3", std::string_view(value).substr(0, length))) << length;
}

TEST(SealedValue, AValueUnderAnotherKeyOrInAnotherTableIsNotTaken) {
  const auto value = seal("layer", "01/3", "{}");
  EXPECT_FALSE(unseal("layer", "01/4", value));
  EXPECT_FALSE(unseal("job", "01/3", value));
  EXPECT_FALSE(unseal("laye", "r01/3", value));
}

} // namespace
} // namespace io
