#include "sandbox/model/parameter_json.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ParameterJson, ReadsWhatIsMeantAsSuch) {
  EXPECT_EQ(parameter_json(R"({"a":[1,{"b":2}]})").at("a").size(), 2u);
  EXPECT_EQ(parameter_json("4326"), 4326);
  EXPECT_FALSE(parameter_json(nested(32)).is_discarded());
}

TEST(ParameterJson, DiscardsWhatIsNoneOrTooDeep) {
  for (const std::string& text : {std::string{}, std::string{"{"}, nested(33), std::string(3'000'000, '[')})
    EXPECT_TRUE(parameter_json(text).is_discarded()) << text.substr(0, 40);
}

TEST(ParameterJson, CountsNoBracketsWithinStrings) {
  EXPECT_TRUE(parameter_json(R"(["\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["])").is_array());
  EXPECT_EQ(parameter_json(R"("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\")").get<std::string>().back(), '\\');
}

} // namespace
} // namespace sandbox
