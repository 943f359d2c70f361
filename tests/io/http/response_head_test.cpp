#include "io/http/response_head.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {

io::response_head head_of(std::initializer_list<std::string_view> lines) {
  io::response_head head;
  for (const auto line : lines)
    head.add_line(line);
  return head;
}

} // namespace

TEST(ResponseHead, TakesTheFinalAnswerAfterAnInterimOne) {
  const auto head =
    head_of({"HTTP/1.1 100 Continue\r\n", "ETag: \"no\"\r\n", "\r\n", "HTTP/1.1 206 Partial Content\r\n",
      "eTaG:  \"yes\" \r\n", "Content-Length: 12\r\n", "Content-Range: bytes 3-14/20\r\n", "\r\n"});
  EXPECT_EQ(head.status, 206);
  EXPECT_EQ(head.etag, "\"yes\"");
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_EQ(head.content_range_text, "bytes 3-14/20");
}

TEST(ResponseHead, HasNoLengthWhenChunkedWhateverIsStated) {
  const auto head = head_of({"HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: chunked"});
  EXPECT_TRUE(head.chunked);
  EXPECT_FALSE(head.content_length);
}

TEST(ResponseHead, ReadsRetryAfterInSecondsOrAgainstTheAnswersOwnDate) {
  EXPECT_EQ(head_of({"HTTP/1.1 503 x", "Retry-After: 17"}).retry_after(), 17s);
  EXPECT_EQ(
    head_of({"HTTP/1.1 503 x", "Date: Tue, 01 Jan 2002 00:00:00 GMT", "Retry-After: Tue, 01 Jan 2002 00:02:00 GMT"})
      .retry_after(),
    120s)
    << "our own clock has no say";
  EXPECT_EQ(head_of({"HTTP/1.1 503 x", "Retry-After: 999999999999"}).retry_after(), 24h);
  EXPECT_EQ(
    head_of({"HTTP/1.1 503 x", "Date: Tue, 01 Jan 2002 00:00:00 GMT", "Retry-After: Mon, 31 Dec 2001 00:00:00 GMT"})
      .retry_after(),
    0s);
  EXPECT_FALSE(head_of({"HTTP/1.1 503 x", "Retry-After: Tue, 01 Jan 2002 00:02:00 GMT"}).retry_after());
  EXPECT_FALSE(head_of({"HTTP/1.1 503 x", "Retry-After: soon"}).retry_after());
  EXPECT_FALSE(head_of({"HTTP/1.1 503 x"}).retry_after());
}

TEST(ContentRange, IsReadStrictly) {
  using io::parse_content_range;
  const auto good = parse_content_range("bytes 0-9/100");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->range, (proto::byte_range{0, 10}));
  EXPECT_EQ(good->total, 100u);
  EXPECT_EQ(parse_content_range("bytes 5-5/*")->range, (proto::byte_range{5, 6}));
  EXPECT_EQ(parse_content_range("bytes */7")->total, 7u);
  for (const auto* bad : {"", "bytes", "bytes 5/10", "bytes 9-5/10", "bytes 0-10/10", "bytes -5/10", "bytes a-b/c",
         "lines 0-1/2", "bytes 0-1/x", "bytes */*", "bytes 0-18446744073709551615/*"})
    EXPECT_FALSE(parse_content_range(bad)) << bad;
}
