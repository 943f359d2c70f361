#include "sandbox/http/file_responder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using sandbox::answer_for;
using sandbox::file_on_offer;
using sandbox::http_request;

const file_on_offer ten_bytes{
  "unused", 10, "\"tag\"", "Tue, 24 Nov 2026 18:00:00 GMT", "application/octet-stream", "hash"};

http_request asking_for(const std::string& range, const std::string& if_range = "") {
  http_request request;
  request.method = "GET";
  if (!range.empty())
    request.headers["Range"] = range;
  if (!if_range.empty())
    request.headers["If-Range"] = if_range;
  return request;
}

TEST(FileResponder, GivesTheWholeFileWithItsValidatorsWhenNoRangeIsAsked) {
  const auto answer = answer_for(ten_bytes, asking_for(""));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.first, 0U);
  EXPECT_EQ(answer.length, 10U);
  EXPECT_EQ(answer.headers.at("etag"), "\"tag\"");
  EXPECT_EQ(answer.headers.at("accept-ranges"), "bytes");
  EXPECT_EQ(answer.headers.count("content-range"), 0U);
}

struct range_case {
  std::string range;
  int status;
  std::uint64_t first;
  std::uint64_t length;
  std::string content_range;

  friend void PrintTo(const range_case& row, std::ostream* out) { *out << row.range; }
};

class Ranges : public testing::TestWithParam<range_case> {};

TEST_P(Ranges, AreAnsweredByTheBook) {
  const range_case& expected = GetParam();
  const auto answer = answer_for(ten_bytes, asking_for(expected.range));
  EXPECT_EQ(answer.status, expected.status) << expected.range;
  EXPECT_EQ(answer.first, expected.first) << expected.range;
  EXPECT_EQ(answer.length, expected.length) << expected.range;
  const auto found = answer.headers.find("Content-Range");
  EXPECT_EQ(found == answer.headers.end() ? "" : found->second, expected.content_range) << expected.range;
}

INSTANTIATE_TEST_SUITE_P(All, Ranges,
  testing::ValuesIn(
    std::vector<range_case>{{"bytes=0-3", 206, 0, 4, "bytes 0-3/10"}, {"bytes=9-9", 206, 9, 1, "bytes 9-9/10"},
      {"bytes=4-", 206, 4, 6, "bytes 4-9/10"}, {"bytes=4-999", 206, 4, 6, "bytes 4-9/10"},
      {"bytes=-3", 206, 7, 3, "bytes 7-9/10"}, {"bytes=-999", 206, 0, 10, "bytes 0-9/10"},
      {"bytes=10-", 416, 0, 0, "bytes */10"}, {"bytes=11-", 416, 0, 0, "bytes */10"},
      {"bytes=10-20", 416, 0, 0, "bytes */10"}, {"bytes=-0", 416, 0, 0, "bytes */10"},
      // To be ignored: malformed, another unit, several ranges.
      {"bytes=5-2", 200, 0, 10, ""}, {"bytes=x-2", 200, 0, 10, ""}, {"bytes=", 200, 0, 10, ""},
      {"bytes=-", 200, 0, 10, ""}, {"lines=0-3", 200, 0, 10, ""}, {"bytes=0-1,4-5", 200, 0, 10, ""},
      {"bytes=99999999999999999999-", 200, 0, 10, ""}}));

TEST(FileResponder, HonoursARangeUnderItsOwnTagOrDate) {
  EXPECT_EQ(answer_for(ten_bytes, asking_for("bytes=4-", "\"tag\"")).status, 206);
  EXPECT_EQ(answer_for(ten_bytes, asking_for("bytes=4-", ten_bytes.last_modified)).status, 206);
}

TEST(FileResponder, StartsOverUnderAnyOtherValidator) {
  for (const std::string other : {"\"other\"", "W/\"tag\"", "tag", "Tue, 24 Nov 2026 18:00:01 GMT"}) {
    const auto answer = answer_for(ten_bytes, asking_for("bytes=4-", other));
    EXPECT_EQ(answer.status, 200) << other;
    EXPECT_EQ(answer.length, 10U) << other;
  }
}

TEST(FileResponder, LeavesRangesOutOfAHead) {
  auto request = asking_for("bytes=4-");
  request.method = "HEAD";
  const auto answer = answer_for(ten_bytes, request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.length, 10U);
}

} // namespace
