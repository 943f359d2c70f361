#include "daemon/news.hpp"

#include "tests/support/virtual_clock.hpp"

#include <gtest/gtest.h>

namespace {

/// Keeps the fields of the last note.
class last_note final : public core::observer {
public:
  void job_changed(const proto::job_view&) override {}
  void progressed(const proto::job_view&) override {}
  void note(core::note_level, const std::string&, nlohmann::json given) override { fields = std::move(given); }
  nlohmann::json fields;
};

TEST(News, NeitherLogNorEventsCarryASecretOfANote) {
  support::virtual_clock clock;
  last_note log;
  mapferryd::event_board board{clock, {}, [] {}};
  const auto start = board.latest();
  mapferryd::news news(log, board);
  news.note(core::note_level::warning, "jobWaits",
    {{"text", "asking https://a.example/x?token=s3cret for the status"}, {"password", "s3cret"}});
  const auto lines = board.after(start, 10).lines;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]->find("s3cret"), std::string::npos) << *lines[0];
  EXPECT_EQ(log.fields.dump().find("s3cret"), std::string::npos) << log.fields;
  EXPECT_EQ(log.fields["text"], "asking https://a.example/x for the status");
}

} // namespace
