#include "io/http/resume_rules.hpp"

#include <gtest/gtest.h>

using io::range_answer;

namespace {

const io::file_state half{{"\"a\"", "", ""}, 100, {{0, 50}}};
const io::range_asked rest{proto::byte_range{50, 100}, true, false};

io::response_head partial(const std::string& range, const std::string& etag = "") {
  io::response_head head;
  head.status = 206;
  head.content_range_text = range;
  head.etag = etag;
  return head;
}

io::response_head full(const std::string& etag, std::optional<std::uint64_t> length) {
  io::response_head head;
  head.status = 200;
  head.etag = etag;
  head.content_length = length;
  return head;
}

} // namespace

TEST(ResumeRules, BelieveAPartialAnswerOnlyIfItIsTheOneAskedFor) {
  EXPECT_EQ(judge(half, rest, partial("bytes 50-99/100")), range_answer::write);
  EXPECT_EQ(judge(half, rest, partial("bytes 50-99/100", "\"a\"")), range_answer::write);
  EXPECT_EQ(judge(half, rest, partial("bytes 50-60/100")), range_answer::write) << "less than asked is legal";
  EXPECT_EQ(judge(half, rest, partial("bytes 50-99/*", "\"a\"")), range_answer::write);
  EXPECT_EQ(judge(half, rest, partial("bytes 50-99/*")), range_answer::wrong)
    << "the total is known, the tag not repeated";
  EXPECT_EQ(judge(half, rest, partial("bytes 50-99/100", "\"b\"")), range_answer::wrong);
  for (const auto* range :
    {"bytes 49-99/100", "bytes 51-99/100", "bytes 0-99/100", "bytes 50-100/101", "bytes 50-99/101", "", "bytes */100"})
    EXPECT_EQ(judge(half, rest, partial(range)), range_answer::wrong) << range;
  EXPECT_EQ(judge(half, {}, partial("bytes 0-99/100")), range_answer::wrong) << "no range was asked for";
}

TEST(ResumeRules, RefuseAPartialAnswerOfAnotherLengthOrCoding) {
  auto head = partial("bytes 50-99/100");
  head.content_length = 49;
  EXPECT_EQ(judge(half, rest, head), range_answer::wrong);
  head.content_length = 50;
  EXPECT_EQ(judge(half, rest, head), range_answer::write);
  head.content_encoding = "gzip";
  EXPECT_EQ(judge(half, rest, head), range_answer::wrong);
}

TEST(ResumeRules, TakeAPartialAnswerWithoutTotalWhereNoneIsKnown) {
  const io::file_state open_end{{"\"a\"", "", ""}, std::nullopt, {{0, 50}}};
  const io::range_asked on{proto::byte_range{50, io::range_asked::to_the_end}, true, false};
  EXPECT_EQ(judge(open_end, on, partial("bytes 50-59/*")), range_answer::write);
}

TEST(ResumeRules, TellAChangedFileFromAServerWithoutRanges) {
  EXPECT_EQ(judge(half, rest, full("\"b\"", 100)), range_answer::whole);
  EXPECT_EQ(why_whole(half, full("\"b\"", 100)), "changed");
  EXPECT_EQ(judge(half, rest, full("\"a\"", 101)), range_answer::whole);
  EXPECT_EQ(why_whole(half, full("\"a\"", 101)), "changed");
  EXPECT_EQ(judge(half, rest, full("\"a\"", 100)), range_answer::ask_unconditionally);
  auto plain = rest;
  plain.if_range = false;
  EXPECT_EQ(judge(half, plain, full("\"a\"", 100)), range_answer::whole) << "asked once without the condition already";
  EXPECT_EQ(why_whole(half, full("\"a\"", 100)), "noRanges");
}

TEST(ResumeRules, KnowWhenNothingIsLeft) {
  const io::file_state all{{"\"a\"", "", ""}, std::nullopt, {{0, 100}}};
  io::response_head head;
  head.status = 416;
  head.content_range_text = "bytes */100";
  EXPECT_EQ(
    judge(all, {proto::byte_range{100, io::range_asked::to_the_end}, true, false}, head), range_answer::complete);
  EXPECT_EQ(judge(half, rest, head), range_answer::start_over);
  head.content_range_text = "";
  EXPECT_EQ(judge(all, rest, head), range_answer::start_over);
}

TEST(ResumeRules, CallAValidatorStrongOnlyIfItProvesTheBytes) {
  using io::strong_validator;
  EXPECT_EQ(strong_validator({"\"a\"", "", ""}), "\"a\"");
  EXPECT_FALSE(strong_validator({"W/\"a\"", "Tue, 01 Jan 2002 00:00:00 GMT", "Tue, 01 Jan 2002 10:00:00 GMT"}));
  EXPECT_TRUE(strong_validator({"", "Tue, 01 Jan 2002 00:00:00 GMT", "Tue, 01 Jan 2002 00:01:00 GMT"}));
  EXPECT_FALSE(strong_validator({"", "Tue, 01 Jan 2002 00:00:00 GMT", "Tue, 01 Jan 2002 00:00:59 GMT"}));
  EXPECT_FALSE(strong_validator({"", "Tue, 01 Jan 2002 00:00:00 GMT", ""}));
  EXPECT_FALSE(strong_validator({}));
}

TEST(ResumeRules, FindTheFirstGap) {
  using io::first_missing;
  EXPECT_EQ(first_missing({{}, 10, {}}), (proto::byte_range{0, 10}));
  EXPECT_EQ(first_missing({{}, 10, {{0, 4}, {6, 10}}}), (proto::byte_range{4, 6}));
  EXPECT_EQ(first_missing({{}, 10, {{2, 10}}}), (proto::byte_range{0, 2}));
  EXPECT_EQ(first_missing({{}, 10, {{0, 10}}}), std::nullopt);
  EXPECT_EQ(first_missing({{}, std::nullopt, {{0, 4}}}), (proto::byte_range{4, io::range_asked::to_the_end}));
}
