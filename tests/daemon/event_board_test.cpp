#include "daemon/event_board.hpp"

#include "tests/support/virtual_clock.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace {

using mapferryd::event_board;

class EventBoard : public ::testing::Test {
protected:
  static proto::job_view job(
    const std::string& id, proto::job_phase phase = proto::job_phase::running, int layers = 2) {
    proto::job_view view;
    view.id = id;
    view.phase = phase;
    for (int i = 0; i < layers; ++i)
      view.layers.emplace_back().index = i;
    return view;
  }

  static std::vector<proto::rpc_event> events(const event_board::portion& portion) {
    std::vector<proto::rpc_event> read;
    for (const auto& line : portion.lines) {
      auto answer = proto::read_answer_line(std::string_view(*line).substr(0, line->size() - 1));
      EXPECT_TRUE(answer) << *line;
      if (answer)
        read.push_back(std::get<proto::rpc_event>(*answer));
    }
    return read;
  }

  support::virtual_clock clock;
  int news = 0;
  event_board board{clock, {.events = 4, .bytes = 1u << 20}, [this] { ++news; }};
  const std::uint64_t start = board.latest();
};

TEST_F(EventBoard, NumbersEventsAndTellsTheKindOfEach) {
  board.job_changed(job("a"));
  auto changed = job("a");
  changed.layers[1].phase = proto::layer_phase::polling;
  board.job_changed(changed);
  board.progressed(changed);
  board.note(core::note_level::warning, "hostLost", {{"job", "a"}, {"host", "gis.example"}});
  const auto portion = board.after(start, 100);
  const auto read = events(portion);
  ASSERT_EQ(read.size(), 4u);
  EXPECT_EQ(read[0].kind, proto::event_kind::job);
  EXPECT_EQ(read[1].kind, proto::event_kind::layer);
  EXPECT_EQ(read[1].layer, 1);
  EXPECT_EQ(read[2].kind, proto::event_kind::progress);
  EXPECT_EQ(read[3].kind, proto::event_kind::note);
  EXPECT_EQ(read[3].job, "a");
  EXPECT_EQ(read[3].view["code"], "hostLost");
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].seq, start + i + 1);
    EXPECT_EQ(read[i].time, clock.now());
  }
  EXPECT_EQ(portion.seen, start + 4);
  EXPECT_EQ(news, 4);
  EXPECT_TRUE(board.after(start + 4, 100).lines.empty());
}

TEST_F(EventBoard, CallsAChangeOfSeveralLayersAChangeOfTheJob) {
  board.job_changed(job("a"));
  auto changed = job("a");
  for (auto& layer : changed.layers)
    layer.phase = proto::layer_phase::done;
  board.job_changed(changed);
  EXPECT_EQ(events(board.after(start + 1, 100)).at(0).kind, proto::event_kind::job);
}

TEST_F(EventBoard, GoesOnWhereTheReaderStopped) {
  for (int i = 0; i < 4; ++i)
    board.job_changed(job("a"));
  auto portion = board.after(start + 1, 2);
  EXPECT_EQ(portion.lines.size(), 2u);
  EXPECT_EQ(portion.seen, start + 3);
  portion = board.after(portion.seen, 2);
  EXPECT_EQ(portion.lines.size(), 1u);
  EXPECT_EQ(portion.seen, start + 4);
}

TEST_F(EventBoard, SendsTheLatestViewsWhereEventsAreLost) {
  board.job_changed(job("a"));
  for (int i = 0; i < 9; ++i)
    board.job_changed(job("b", i < 8 ? proto::job_phase::running : proto::job_phase::done));
  EXPECT_EQ(events(board.after(start + 6, 100)).size(), 4u) << "the four kept ones are all there";
  const auto portion = board.after(start + 5, 1);
  const auto read = events(portion);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].job, "a");
  EXPECT_EQ(read[1].view["phase"], "done");
  EXPECT_EQ(portion.seen, start + 10);
}

TEST_F(EventBoard, TakesANumberFromTheFutureForOneOfAnEarlierDaemon) {
  board.job_changed(job("a"));
  const auto portion = board.after(start + 77, 100);
  EXPECT_EQ(events(portion).size(), 1u);
  EXPECT_EQ(portion.seen, start + 1);
}

TEST_F(EventBoard, TakesANumberOfAnEarlierLifeForOneHoweverManyEventsThatHad) {
  for (int i = 0; i < 3; ++i)
    board.job_changed(job("a"));
  const auto seen = board.latest();
  clock.set(clock.now() + 1000); // a thousand events a second are more than there ever are
  event_board next{clock, {}, [] {}};
  for (int i = 0; i < 3; ++i)
    next.job_changed(job("b"));
  const auto read = events(next.after(seen, 100));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].job, "b");
}

TEST_F(EventBoard, ForgetsARemovedJob) {
  board.job_changed(job("a"));
  board.forget("a");
  EXPECT_TRUE(board.after(start + 77, 100).lines.empty());
}

TEST_F(EventBoard, KeepsLittleWhereEventsAreLarge) {
  event_board small{clock, {.events = 1000, .bytes = 10'000}, [] {}};
  for (int i = 0; i < 100; ++i)
    small.job_changed(job("a", proto::job_phase::running, 5));
  std::size_t bytes = 0;
  for (const auto& line : small.after(start + 99, 1000).lines)
    bytes += line->size();
  EXPECT_GT(bytes, 0u);
  EXPECT_EQ(events(small.after(start + 50, 1000)).size(), 1u) << "lost: the one job's latest view";
}

TEST_F(EventBoard, TakesEventsFromManyThreads) {
  event_board many{clock, {.events = 10'000, .bytes = 64u << 20}, [] {}};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i)
        many.job_changed(job("j" + std::to_string(t)));
    });
  for (auto& thread : threads)
    thread.join();
  const auto read = events(many.after(start, 10'000));
  ASSERT_EQ(read.size(), 400u);
  for (std::size_t i = 0; i < read.size(); ++i)
    EXPECT_EQ(read[i].seq, start + i + 1);
}

} // namespace
