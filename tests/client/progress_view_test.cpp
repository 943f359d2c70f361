#include "client/progress_view.hpp"

#include "client/text_units.hpp"
#include "tests/client/sample_jobs.hpp"

#include <gmock/gmock.h>

namespace {

using client::draw_progress;
using testing::ElementsAre;

std::vector<std::string> drawn(const proto::job_view& job, client::screen area = {100, 24}) {
  std::vector<std::string> texts;
  for (const auto& line : draw_progress(job, area, sample::now))
    texts.push_back(line.text);
  return texts;
}

TEST(ProgressView, ShowsThePhaseFirstThenBytesAndPercentAndABarALayer) {
  EXPECT_THAT(drawn(sample::running()),
    ElementsAre("running  42 %  12 MB  Canyonlands field map",
      "  downloading    12 MB of 22 MB   56 %  [###########.........]  Inspections, Counties (featureSync)",
      "  polling        server at 40 %         [....................]  Topographic (rasterTiles)",
      "  submitting                            [....................]  Streets (vectorTiles)",
      "    waits: network, for 2 min; next: ask again in 30 s; gives up in 3 h"));
}

TEST(ProgressView, LeavesBarAndBytesOutWhereTheTerminalIsNarrow) {
  EXPECT_THAT(drawn(sample::running(), {50, 24}),
    ElementsAre("running  42 %  12 MB  Canyonlands field map", "  downloading    12 MB of 22 MB   56 %  Inspectio…",
      "  polling        server at 40 %         Topograph…", "  submitting                            Streets (…",
      "    waits: network, for 2 min; next: ask again in…"));
  EXPECT_THAT(drawn(sample::running(), {30, 24}),
    ElementsAre("running  42 %  12 MB  Canyonl…", "  downloading   56 %  Inspect…", "  polling             Topogra…",
      "  submitting          Streets…", "    waits: network, for 2 min…"));
}

TEST(ProgressView, NeverIsWiderOrHigherThanTheTerminal) {
  auto job = sample::running();
  job.title = std::string(300, 'x');
  for (int i = 3; i < 60; ++i)
    job.layers.push_back(sample::layer(i, proto::export_kind::vector_tiles, "層の名前 " + std::to_string(i)));
  for (std::size_t width = 20; width < 220; width += 7)
    for (std::size_t height = 6; height < 80; height += 5) {
      const auto lines = draw_progress(job, {width, height}, sample::now);
      EXPECT_LT(lines.size(), height);
      for (const auto& line : lines)
        EXPECT_LE(client::columns(line.text), width) << line.text;
    }
}

TEST(ProgressView, LetsLayersThatHaveEndedGiveWay) {
  auto job = sample::running();
  job.layers[0].phase = proto::layer_phase::done;
  for (int i = 3; i < 12; ++i)
    job.layers.push_back(sample::layer(i, proto::export_kind::vector_tiles, "L" + std::to_string(i)));
  const auto lines = drawn(job, {100, 9});
  EXPECT_THAT(lines.at(1), testing::HasSubstr("Topographic"));
  EXPECT_EQ(lines.back(), "  and 7 more");
}

TEST(ProgressView, SaysOneHundredPercentOfNothingThatIsNotComplete) {
  auto job = sample::running();
  job.layers = {job.layers[0]};
  job.layers[0].bytes_done = *job.layers[0].bytes_total - 1;
  EXPECT_THAT(drawn(job).at(1), testing::HasSubstr(" 99 %"));
  job.layers[0].phase = proto::layer_phase::done;
  job.layers[0].bytes_done = *job.layers[0].bytes_total;
  EXPECT_THAT(drawn(job).at(1), testing::HasSubstr("22 MB  100 %  [####################]"));
}

TEST(ProgressView, ShowsWhyALayerFailed) {
  auto job = sample::running();
  job.layers = {job.layers[1]};
  job.layers[0].phase = proto::layer_phase::failed;
  job.layers[0].failure = proto::failure{.code = proto::failure_code::limit_exceeded,
    .during = "exporting",
    .subject = "Topo",
    .server_said = "too many tiles",
    .http_status = {},
    .esri_code = {},
    .worth_retrying = false,
    .hint = {}};
  const auto lines = draw_progress(job, {200, 24}, sample::now);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[2].text, testing::HasSubstr("too many tiles"));
  EXPECT_EQ(lines[2].tone, client::tone::failed);
}

TEST(ProgressView, EscapesWhatOthersWrote) {
  auto job = sample::running();
  job.title = "a\x1b[2Jb\n";
  job.layers[0].covers[0].title = "x\ry\xff";
  job.layers[2].waiting->next = "\x1b]0;owned\x07";
  for (const auto& line : drawn(job, {300, 24}))
    for (const unsigned char letter : line)
      EXPECT_TRUE(letter >= 0x20 && letter != 0x7f) << line;
}

TEST(ProgressView, NamesPauseAndCancelBesideThePhase) {
  auto job = sample::running();
  job.desired = proto::desired_state::pause;
  EXPECT_EQ(client::phase_text(job), "running, paused");
  job.desired = proto::desired_state::cancel;
  EXPECT_EQ(client::phase_text(job), "running, being cancelled");
  job.phase = proto::job_phase::done;
  job.layer_errors.emplace_back();
  EXPECT_EQ(client::phase_text(job), "done with errors");
}

} // namespace
