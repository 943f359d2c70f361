#include "core/retry.hpp"

#include "tests/support/fixtures.hpp"

namespace {

using core::reason;
using proto::failure_code;
using namespace std::chrono_literals;

core::reply http(int status, std::string body = {}) {
  core::reply answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}
core::reply broken(core::transport_error error, std::string words = {}) {
  core::reply answer;
  answer.transport = error;
  answer.words = std::move(words);
  return answer;
}
core::classified judged(const core::reply& answer) {
  auto judged = core::classify(answer, "asking", "Layer");
  EXPECT_TRUE(judged) << answer.status << " " << answer.body;
  return judged.value_or(core::classified{});
}

struct expectation {
  core::reply answer;
  core::reason reason;
  failure_code code;
  bool retry;
};
void expect_all(const std::vector<expectation>& cases) {
  for (const auto& one : cases) {
    const auto found = judged(one.answer);
    SCOPED_TRACE(std::to_string(one.answer.status) + " " + one.answer.body + " "
      + std::to_string(static_cast<int>(one.answer.transport)));
    EXPECT_EQ(found.reason, one.reason);
    EXPECT_EQ(proto::word(found.failure.code), proto::word(one.code));
    EXPECT_EQ(found.failure.worth_retrying, one.retry);
    EXPECT_EQ(found.failure.during, "asking");
    EXPECT_EQ(found.failure.subject, "Layer");
  }
}

TEST(Classify, EveryTransportErrorHasItsReason) {
  using enum core::transport_error;
  expect_all({{broken(name_not_resolved), reason::network, failure_code::network_unreachable, true},
    {broken(unreachable), reason::network, failure_code::network_unreachable, true},
    {broken(refused_connection), reason::network, failure_code::network_unreachable, true},
    {broken(timed_out), reason::network, failure_code::network_unreachable, true},
    {broken(connection_lost), reason::network, failure_code::network_unreachable, true},
    {broken(stopped), reason::network, failure_code::network_unreachable, true},
    {broken(captive_portal), reason::network, failure_code::captive_portal, true},
    {broken(tls), reason::network, failure_code::tls_refused, true},
    {broken(too_large), reason::refused, failure_code::limit_exceeded, false},
    {broken(address_refused), reason::refused, failure_code::address_refused, false},
    {broken(redirect_refused), reason::refused, failure_code::address_refused, false},
    {broken(sign_in), reason::auth, failure_code::sign_in_failed, false},
    {broken(protocol), reason::server_error, failure_code::invalid_response, true},
    {broken(disk), reason::disk, failure_code::disk_error, true},
    {broken(disk, "No space left on device"), reason::disk, failure_code::disk_full, true}});
}

TEST(Classify, WhyThereIsNoTokenIsKept) {
  auto answer = broken(core::transport_error::sign_in);
  answer.sign_in_failure = proto::failure{.code = failure_code::sign_in_required, .during = "signing in"};
  EXPECT_EQ(judged(answer).reason, reason::auth);
  EXPECT_EQ(judged(answer).failure.code, failure_code::sign_in_required);
  EXPECT_EQ(judged(answer).failure.during, "signing in");
  answer.sign_in_failure->code = failure_code::network_unreachable;
  EXPECT_EQ(judged(answer).reason, reason::network) << "a portal that cannot be reached is no wrong password";
  answer.sign_in_failure->code = failure_code::server_busy;
  EXPECT_EQ(judged(answer).reason, reason::busy);
}

TEST(Classify, EveryHttpStatusHasItsReason) {
  expect_all({{http(400), reason::refused, failure_code::refused_by_service, false},
    {http(401), reason::auth, failure_code::sign_in_required, false},
    {http(403), reason::refused, failure_code::permission_missing, false},
    {http(404), reason::lost, failure_code::not_found, false},
    {http(410), reason::lost, failure_code::not_found, false},
    {http(413), reason::refused, failure_code::limit_exceeded, false},
    {http(429), reason::busy, failure_code::server_busy, true},
    {http(500), reason::server_error, failure_code::server_error, true},
    {http(501), reason::refused, failure_code::refused_by_service, false},
    {http(502), reason::server_error, failure_code::server_error, true},
    {http(503), reason::busy, failure_code::server_busy, true},
    {http(504), reason::server_error, failure_code::server_error, true},
    {http(498), reason::auth, failure_code::sign_in_failed, false},
    {http(499), reason::auth, failure_code::sign_in_required, false},
    {http(302), reason::server_error, failure_code::invalid_response, true}});
  for (int status = 300; status < 600; ++status)
    EXPECT_EQ(judged(http(status)).failure.http_status, status);
}

TEST(Classify, AnErrorObjectInABodySaysMoreThanTheStatus) {
  expect_all({{http(500, R"({"error":{"code":498,"message":"Invalid token."}})"), reason::auth,
                failure_code::sign_in_failed, false},
    {http(400, R"({"error":{"code":499,"message":"Token Required"}})"), reason::auth, failure_code::sign_in_required,
      false},
    {http(404, R"({"error":{"message":"gone"}})"), reason::lost, failure_code::not_found, false},
    {http(503, R"({"error":{"code":500,"message":"starting"}})"), reason::busy, failure_code::server_busy, true}});
  EXPECT_EQ(judged(http(404, R"({"error":{"message":"gone"}})")).failure.server_said, "gone");
  EXPECT_EQ(judged(http(500, "<html><body>secret page</body></html>")).failure.server_said, "") << "pages are no words";
  EXPECT_EQ(judged(http(502, "upstream\xff")).failure.server_said, "upstream\xef\xbf\xbd");
}

TEST(Classify, EveryRecordedErrorInsideASuccessIsFound) {
  NEEDS_FIXTURES();
  const std::map<std::string, std::pair<reason, failure_code>> expected{
    {"bad-request", {reason::refused, failure_code::refused_by_service}},
    {"invalid-token-498", {reason::auth, failure_code::sign_in_failed}},
    {"forbidden-403", {reason::refused, failure_code::permission_missing}},
    {"no-code", {reason::refused, failure_code::refused_by_service}},
    {"token-required-499", {reason::auth, failure_code::sign_in_required}},
    {"generate-token-bad-credentials", {reason::auth, failure_code::sign_in_failed}},
    {"refresh-token-expired", {reason::auth, failure_code::sign_in_failed}},
    {"oauth-invalid-client-secret", {reason::refused, failure_code::refused_by_service}},
    {"invalid-client-id", {reason::refused, failure_code::refused_by_service}},
    {"item-missing-or-inaccessible", {reason::refused, failure_code::not_found}},
    {"item-missing-with-success-false", {reason::refused, failure_code::not_found}},
    {"item-has-no-data-file", {reason::refused, failure_code::not_found}},
    {"job-status-failed-nested-json", {reason::refused, failure_code::refused_by_service}},
    {"job-status-failed-plain", {reason::refused, failure_code::refused_by_service}},
    {"top-level-code-and-status", {reason::server_error, failure_code::server_error}}};
  const auto cases = fixtures::json("portal/error-bodies.json")["cases"];
  EXPECT_EQ(cases.size(), expected.size());
  for (const auto& one : cases) {
    const auto& wanted = expected.at(one["name"]);
    const auto found = judged(http(one["httpStatus"], one["body"].dump()));
    EXPECT_EQ(found.reason, wanted.first) << one["name"];
    EXPECT_EQ(proto::word(found.failure.code), proto::word(wanted.second)) << one["name"];
    EXPECT_FALSE(found.failure.server_said.empty()) << one["name"];
  }
}

TEST(Classify, LimitsOfServersAreFinal) {
  NEEDS_FIXTURES();
  const auto online =
    judged(http(200, fixtures::text("tiles/json/exporttiles_vector_error_too_many_tiles_agol_recorded_2020.json")));
  EXPECT_EQ(online.reason, reason::refused);
  EXPECT_EQ(online.failure.code, failure_code::limit_exceeded);
  EXPECT_FALSE(online.failure.worth_retrying);
  EXPECT_EQ(online.failure.esri_code, 500);
  const auto enterprise =
    core::classify_failed_job({"Start Time: …",
                                "ERROR 001564: Requested tile count(1225884) exceeds the maximum allowed number of "
                                "tiles(150000) to be exported for service X:MapServer.",
                                "Failed."},
      "exporting", "X");
  EXPECT_EQ(enterprise.reason, reason::refused);
  EXPECT_EQ(enterprise.failure.code, failure_code::limit_exceeded);
  EXPECT_FALSE(enterprise.failure.worth_retrying);
}

TEST(Classify, OtherFailedJobsMayBeTriedAgain) {
  const auto failed = core::classify_failed_job({"Executing…", "Failed."}, "exporting", "X");
  EXPECT_EQ(failed.reason, reason::server_error);
  EXPECT_EQ(failed.failure.code, failure_code::server_job_failed);
  EXPECT_TRUE(failed.failure.worth_retrying);
  EXPECT_EQ(failed.failure.server_said, "Executing… Failed.");
  EXPECT_EQ(core::classify_failed_job({"Job error 498 Invalid Token"}, "exporting", "X").reason, reason::auth);
  EXPECT_TRUE(core::classify_failed_job({}, "exporting", "X").failure.worth_retrying);
}

TEST(Classify, WaitsThatServersAskForAreRead) {
  NEEDS_FIXTURES();
  const auto words = judged(http(200, fixtures::text("featureserver/synthetic/error.rate-limit.429.json")));
  EXPECT_EQ(words.reason, reason::busy);
  EXPECT_EQ(words.retry_after, 60s);
  auto header = http(429, fixtures::text("featureserver/synthetic/error.rate-limit.429.json"));
  header.retry_after = 7s;
  EXPECT_EQ(judged(header).retry_after, 7s) << "the header comes first";
  EXPECT_FALSE(judged(http(503)).retry_after);
}

TEST(Classify, PagesAndBrokenDataInsideASuccessAreNoSuccess) {
  expect_all(
    {{http(200, "<!DOCTYPE html><title>Sign in</title>"), reason::server_error, failure_code::invalid_response, true},
      {http(200, R"({"a":[1,2)"), reason::server_error, failure_code::invalid_response, true},
      {http(200, std::string(200'000, '[')), reason::server_error, failure_code::invalid_response, true}});
}

TEST(Classify, SuccessesAreNone) {
  EXPECT_FALSE(core::classify(http(200), "", "")) << "an empty body is an answer: an item without data";
  EXPECT_FALSE(core::classify(http(200, R"({"a":1})"), "", ""));
  EXPECT_FALSE(core::classify(http(206, std::string{"PK\x03\x04"}), "", ""));
  EXPECT_FALSE(core::classify(http(200, R"([{"replicaName":"x"}])"), "", ""));
  EXPECT_FALSE(core::classify(http(200, R"({"replicaName":"x","status":"Failed"})"), "", "")) << "its own reader tells";
}

TEST(BackOff, GrowsToItsCapWithHalfOfItChance) {
  for (auto why : {reason::network, reason::busy, reason::server_error, reason::auth, reason::disk, reason::lost,
         reason::damaged, reason::refused, reason::internal}) {
    auto last = 0ms;
    for (std::uint32_t count = 0; count < 100; ++count) {
      const auto least = core::back_off(why, count, {}, 0), most = core::back_off(why, count, {}, 0.999999);
      EXPECT_GE(least, last);
      EXPECT_GT(least, 0ms);
      EXPECT_LE(most, least * 2);
      EXPECT_GT(most, least);
      EXPECT_LE(most, 5min);
      last = least;
    }
  }
  EXPECT_GE(core::back_off(reason::network, 4'000'000'000u, {}, 1), 60s);
  EXPECT_LE(core::back_off(reason::network, 1, {}, 1), 1s);
}

TEST(BackOff, RetryAfterIsHonouredUpToADay) {
  EXPECT_EQ(core::back_off(reason::busy, 1, 120s, 0), 120s);
  EXPECT_EQ(core::back_off(reason::busy, 9, 2h, 0), 2h);
  EXPECT_EQ(core::back_off(reason::busy, 1, 240h, 0), 24h);
  for (double jitter : {0.0, 0.3, 0.999}) {
    EXPECT_GE(core::back_off(reason::busy, 1, 120s, jitter), 120s) << "never earlier than asked";
    EXPECT_LE(core::back_off(reason::busy, 1, 240h, jitter), 24h + 30s);
  }
  EXPECT_GT(core::back_off(reason::busy, 1, 0s, 0), 0ms);
  EXPECT_GT(core::back_off(reason::busy, 1, -5s, 0), 0ms);
}

TEST(PollInterval, GrowsFromOneToFifteenSecondsAfterARandomStart) {
  EXPECT_EQ(core::poll_interval(0, 0), 0ms);
  EXPECT_LE(core::poll_interval(0, 0.999), 1s);
  EXPECT_EQ(core::poll_interval(1, 0.5), 1s);
  EXPECT_EQ(core::poll_interval(2, 0.5), 1500ms);
  auto last = 0ms;
  for (std::uint32_t count = 1; count < 1000; ++count) {
    EXPECT_GE(core::poll_interval(count, 0.5), last);
    last = core::poll_interval(count, 0.5);
    EXPECT_LE(core::poll_interval(count, 1), 16500ms);
    EXPECT_GE(core::poll_interval(count, 0), 900ms);
  }
  EXPECT_EQ(last, 15s);
}

} // namespace
