#include "client/progress_view.hpp"

#include "tests/client/sample_jobs.hpp"

#include <gmock/gmock.h>

namespace {

using client::describe_changes;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ProgressChanges, TellTheWholeStateAtFirst) {
  EXPECT_THAT(describe_changes(nullptr, sample::running()),
    ElementsAre("job 01HF0000000000000000000000: running", "layer 0 Inspections, Counties: downloading 12 MB of 22 MB",
      "layer 1 Topographic: polling", "layer 2 Streets: submitting",
      "layer 2 Streets: waits: network; next: ask again in 30 s"));
}

TEST(ProgressChanges, AreSilentWhereNothingHasChanged) {
  const auto job = sample::running();
  EXPECT_THAT(describe_changes(&job, job), IsEmpty());
}

TEST(ProgressChanges, TellOneLineAChange) {
  const auto before = sample::running();
  auto after = before;
  after.layers[1].phase = proto::layer_phase::downloading;
  after.layers[2].waiting.reset();
  EXPECT_THAT(
    describe_changes(&before, after), ElementsAre("layer 1 Topographic: downloading", "layer 2 Streets: goes on"));
}

TEST(ProgressChanges, CountADownloadInTenths) {
  auto before = sample::running();
  before.layers = {before.layers[0]};
  auto& layer = before.layers[0];
  int lines = 0;
  for (layer.bytes_done = 0; layer.bytes_done < 22'000'000; layer.bytes_done += 100'000) {
    auto after = before;
    after.layers[0].bytes_done += 100'000;
    lines += static_cast<int>(describe_changes(&before, after).size());
  }
  EXPECT_EQ(lines, 10);
}

TEST(ProgressChanges, TellAnotherAttempt) {
  const auto before = sample::running();
  auto after = before;
  after.layers[1].attempt = 2;
  EXPECT_THAT(describe_changes(&before, after), ElementsAre("layer 1 Topographic: polling (attempt 2)"));
}

TEST(Ending, NamesThePackageAndWhatIsMissingFromIt) {
  auto job = sample::running();
  job.phase = proto::job_phase::done;
  job.bytes_received = 34'000'000;
  proto::layer_error error;
  error.title = "Weather";
  error.failure.code = proto::failure_code::unsupported_layer_type;
  error.failure.subject = "https://gis.example/weather";
  job.layer_errors = {error};
  const auto lines = client::describe_ending(job);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].text, "package: /var/lib/mapferry/maps/central (34 MB received)");
  EXPECT_THAT(
    lines[1].text, testing::StartsWith("  without layer Weather: layers of this type cannot be taken offline"));
}

TEST(Ending, SaysWhyThereIsNoPackage) {
  auto job = sample::running();
  job.phase = proto::job_phase::failed;
  job.failure.emplace();
  job.failure->code = proto::failure_code::nothing_to_take;
  const auto lines = client::describe_ending(job);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0].text, testing::StartsWith("failed: "));
  EXPECT_THAT(lines[1].text, testing::StartsWith("hint: "));
}

TEST(Ending, OfACancelledJobIsNoFailure) {
  auto job = sample::running();
  job.phase = proto::job_phase::cancelled;
  job.failure.emplace();
  job.failure->code = proto::failure_code::cancelled;
  EXPECT_EQ(client::describe_ending(job).at(0).text, "cancelled: ended on request");
}

} // namespace
