#include "proto/control/plan_document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

proto::job_request a_job() {
  proto::job_request job;
  job.portal = "field";
  job.item = "0123456789abcdef0123456789abcdef";
  job.download_directory = "/maps/a";
  job.parameters.area_of_interest = proto::envelope{1, 2, 3, 4, {4326, 0, {}}};
  return job;
}

TEST(PlanDocument, GivesBackTheJobWithItsBasis) {
  const proto::plan_basis basis{{"item", R"({"modified":1})"}};
  auto read = proto::read_plan_document(proto::plan_document({}, a_job(), basis));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->basis, basis);
  read->basis.reset();
  EXPECT_EQ(*read, a_job());
}

TEST(PlanDocument, SaysUnknownNumbersAsNullWithTheirReason) {
  proto::map_plan plan;
  plan.exports.resize(1);
  plan.exports[0].rows.push_back({{}, {2, std::nullopt, "nobody says"}, {}, {}});
  plan.exports[0].bytes = {100, 350, proto::estimate_basis::measured};
  const auto written = proto::to_json(plan);
  const auto& rows = written["exports"][0]["rows"][0]["rows"];
  EXPECT_EQ(rows, (nlohmann::json{{"lower", 2}, {"upper", nullptr}, {"exact", false}, {"why", "nobody says"}}));
  EXPECT_EQ(written["exports"][0]["bytes"],
    (nlohmann::json{{"lower", 100}, {"upper", 350}, {"basis", "measured"}, {"factor", 3.5}}));
}

TEST(PlanDocument, NamesTheElementThatIsWrong) {
  const auto good = proto::plan_document({}, a_job(), {});
  for (const auto& [name, value] : std::vector<std::pair<std::string, nlohmann::json>>{
         {"version", 2}, {"job", 5}, {"basis", nlohmann::json::array()}, {"basis", {{"item", 5}}}}) {
    auto wrong = good;
    wrong[name] = value;
    const auto read = proto::read_plan_document(wrong);
    ASSERT_FALSE(read) << name;
    EXPECT_NE(
      (read.error().subject + read.error().hint).find(name == "basis" && value.is_object() ? "planBasis" : name),
      std::string::npos);
  }
  EXPECT_FALSE(proto::read_plan_document(nlohmann::json("plan")));
}

} // namespace
