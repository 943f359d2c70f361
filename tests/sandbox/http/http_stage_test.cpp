#include "sandbox/http/http_stage.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/http/answers.hpp"
#include "sandbox/state_directory.hpp"
#include "tests/sandbox/http/raw_client.hpp"

namespace {

using sandbox::http_request;
using sandbox::http_response;

const std::string content = "0123456789";

class HttpStage : public testing::Test {
protected:
  /// Starts a stage that offers `/file`, echoes `/echo` and gives 4,000 bytes of text at `/long`.
  void start(const std::string& script = "") {
    folder_.emplace(std::move(*sandbox::state_directory::open({})));
    std::ofstream{folder_->path() / "file"} << content;
    auto rules = sandbox::read_fault_rules(script);
    ASSERT_TRUE(rules) << rules.error();
    faults_.emplace(std::move(*rules));
    log_.emplace();
    ASSERT_TRUE(log_->open(folder_->path() / "log"));
    sandbox::stage_parts parts;
    parts.faults = &*faults_;
    parts.log = &*log_;
    parts.handle = [this](const http_request& request) { return handle(request); };
    parts.prepare_fault = [this](const sandbox::fault& spoil, const http_request&) { prepared_ = spoil.kind; };
    auto listener = sandbox::listen_on("127.0.0.1", 0);
    ASSERT_TRUE(listener) << listener.error();
    stage_.emplace(std::move(*listener), std::move(parts));
  }

  http_response handle(const http_request& request) {
    ++handled_;
    http_response answer;
    if (request.path == "/mistake")
      throw std::out_of_range{"a mistake"};
    if (request.path == "/file") {
      answer.file = {folder_->path() / "file", content.size(), "\"tag\"", "date", "text/plain", "hash"};
    } else if (request.path == "/long") {
      answer.body = std::string(4000, 'x');
    } else {
      answer.body = request.method + " " + request.parameter("a");
    }
    return answer;
  }

  std::string ask(const std::string& text) {
    raw_client client{stage_->port()};
    client.send(text);
    return client.rest();
  }

  std::string get(const std::string& target, const std::string& headers = "") {
    return ask("GET " + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + "\r\n");
  }

  std::vector<nlohmann::json> log_lines() {
    std::vector<nlohmann::json> lines;
    std::ifstream source{folder_->path() / "log"};
    for (std::string line; std::getline(source, line);)
      lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  std::optional<sandbox::state_directory> folder_;
  std::optional<sandbox::fault_plan> faults_;
  std::optional<sandbox::request_log> log_;
  std::atomic<int> handled_{0};
  std::atomic<sandbox::fault_kind> prepared_{};
  std::optional<sandbox::http_stage> stage_;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(HttpStage, AnswersManyRequestsOnOneConnectionAlsoWhenTheyComeAtOnce) {
  start();
  raw_client client{stage_->port()};
  client.send("GET /echo?a=1 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(body_of(client.answer()), "GET 1");
  client.send("GET /echo?a=2 HTTP/1.1\r\n\r\nPOST /echo HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
              "Connection: close\r\nContent-Length: 7\r\n\r\na=%33+x");
  const std::string both = client.rest();
  EXPECT_TRUE(has(both, "GET 2")) << both;
  EXPECT_TRUE(has(both, "POST 3 x")) << both;
}

TEST_F(HttpStage, TakesARequestInSmallPieces) {
  start();
  raw_client client{stage_->port()};
  for (const char c : std::string{"GET /echo?a=slowly HTTP/1.1\r\nConnection: close\r\n\r\n"})
    client.send({&c, 1});
  EXPECT_EQ(body_of(client.rest()), "GET slowly");
}

TEST_F(HttpStage, ContinuesForAClientThatWaitsForIt) {
  start();
  raw_client client{stage_->port()};
  client.send("POST /echo HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n"
              "Expect: 100-continue\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.head(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("a=1");
  EXPECT_EQ(body_of(client.rest()), "POST 1");
}

TEST_F(HttpStage, RefusesWhatItCannotRead) {
  start();
  EXPECT_TRUE(ask("NONSENSE\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(ask("GET / HTTP/3\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nno colon\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(ask("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").starts_with("HTTP/1.1 411"));
  EXPECT_TRUE(ask("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n").starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x')).starts_with("HTTP/1.1 431"));
  EXPECT_TRUE(ask("POST / HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n").starts_with("HTTP/1.1 413"));
  for (const char* field : {"Origin: http://a\rSet-Cookie: b", "Origin: a\nb", "X: \x7f", "X : 1", " X: 1", ": 1"})
    EXPECT_TRUE(ask("GET / HTTP/1.1\r\n" + std::string{field} + "\r\n\r\n").starts_with("HTTP/1.1 400")) << field;
  for (const char* type : {"", "Content-Type: multipart/form-data; boundary=a\r\n", "Content-Type: text/plain\r\n"}) {
    EXPECT_TRUE(
      ask("POST / HTTP/1.1\r\n" + std::string{type} + "Content-Length: 3\r\n\r\na=1").starts_with("HTTP/1.1 415"));
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpStage, TakesWhatIsWrittenInAnotherWay) {
  start();
  EXPECT_EQ(body_of(ask("\r\nPOST /echo HTTP/1.1\r\nContent-Type: Application/X-WWW-Form-URLencoded ; charset=utf-8\r\n"
                        "Connection: TE, Close\r\nContent-Length: 3\r\n\r\na=1")),
    "POST 1");
  EXPECT_EQ(body_of(ask("GET /echo?a=2 HTTP/1.1\r\nX: a\tb \xc3\xa4\r\nConnection: close\r\n\r\n")), "GET 2");
}

TEST_F(HttpStage, EndsTheConnectionThatHasWaitedLongestForANewOne) {
  start();
  std::vector<std::unique_ptr<raw_client>> clients;
  for (int i = 0; i < 256; ++i)
    clients.push_back(std::make_unique<raw_client>(stage_->port()));
  for (const char* more : {"1", "2"}) {
    raw_client newcomer{stage_->port()};
    newcomer.send("GET /echo?a=" + std::string{more} + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(body_of(newcomer.rest()), "GET " + std::string{more});
  }
  EXPECT_EQ(clients[0]->rest(), "");
  clients[255]->send("GET /echo?a=last HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_of(clients[255]->rest()), "GET last");
}

TEST_F(HttpStage, SendsFilesWholeInRangesAndAsHeads) {
  start();
  EXPECT_EQ(body_of(get("/file")), content);
  const std::string part = get("/file", "Range: bytes=3-5\r\n");
  EXPECT_TRUE(part.starts_with("HTTP/1.1 206 ")) << part;
  EXPECT_TRUE(has(part, "Content-Range: bytes 3-5/10\r\n")) << part;
  EXPECT_EQ(body_of(part), "345");
  EXPECT_EQ(body_of(get("/file", "Range: bytes=3-5\r\nIf-Range: \"old\"\r\n")), content);
  EXPECT_TRUE(get("/file", "Range: bytes=10-\r\n").starts_with("HTTP/1.1 416 "));
  const std::string head = ask("HEAD /file HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(has(head, "Content-Length: 10\r\n")) << head;
  EXPECT_EQ(body_of(head), "");
}

TEST_F(HttpStage, AnswersPreflightsItselfAndLetsPagesReadAnswers) {
  start();
  raw_client client{stage_->port()};
  client.send("OPTIONS /echo HTTP/1.1\r\nOrigin: http://app\r\nAccess-Control-Request-Method: POST\r\n\r\n");
  const std::string preflight = client.head(); // without a length: there is no content
  EXPECT_TRUE(preflight.starts_with("HTTP/1.1 204 No Content\r\n")) << preflight;
  EXPECT_TRUE(has(preflight, "Access-Control-Allow-Origin: http://app\r\n")) << preflight;
  EXPECT_TRUE(has(preflight, "Access-Control-Allow-Methods: ")) << preflight;
  EXPECT_FALSE(has(preflight, "Content-Length")) << preflight;
  EXPECT_EQ(handled_, 0);
  client.send("GET /long HTTP/1.1\r\nOrigin: http://app\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
  const std::string answer = client.rest();
  EXPECT_TRUE(has(answer, "Access-Control-Allow-Origin: http://app\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Vary: Origin, Accept-Encoding\r\n")) << answer;
  EXPECT_TRUE(
    has(get("/file", "Origin: http://app\r\nRange: bytes=1-2\r\n"), "Access-Control-Allow-Origin: http://app\r\n"));
  EXPECT_FALSE(has(get("/echo"), "Access-Control"));
}

TEST_F(HttpStage, PacksTextsButNeverFiles) {
  start();
  const std::string packed = get("/long", "Accept-Encoding: gzip\r\n");
  EXPECT_TRUE(has(packed, "Content-Encoding: gzip\r\n"));
  EXPECT_LT(body_of(packed).size(), 200U);
  EXPECT_EQ(body_of(get("/long")).size(), 4000U);
  EXPECT_EQ(body_of(get("/file", "Accept-Encoding: gzip\r\n")), content);
}

TEST_F(HttpStage, DropsTheConnectionAtEveryByteThatAScriptNames) {
  for (std::size_t bytes = 0; bytes <= content.size(); ++bytes) {
    stage_.reset();
    start("- {path: file, action: drop, bytes: " + std::to_string(bytes) + "}");
    const std::string answer = get("/file");
    EXPECT_TRUE(has(answer, "Content-Length: 10\r\n"));
    EXPECT_EQ(body_of(answer), content.substr(0, bytes));
  }
}

TEST_F(HttpStage, LosesAnAnswerAfterTheRequestWasCarriedOut) {
  start("- {path: echo, action: drop}");
  EXPECT_EQ(get("/echo"), "");
  EXPECT_EQ(handled_, 1);
}

TEST_F(HttpStage, RefusesWithoutCarryingOut) {
  start("- {path: echo, nth: 1, action: refuse}");
  EXPECT_EQ(get("/echo"), "");
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(body_of(get("/echo?a=1")), "GET 1");
}

TEST_F(HttpStage, AnswersInTheServersPlaceWhenAScriptSaysSo) {
  start("- {path: echo, nth: 1, action: status, code: 429, retryAfter: 2}\n"
        "- {path: echo, nth: 2, action: error, code: 498, message: Invalid Token}\n"
        "- {path: echo, nth: 3, action: loginPage}\n");
  const std::string busy = get("/echo");
  EXPECT_TRUE(busy.starts_with("HTTP/1.1 429 Too Many Requests\r\n")) << busy;
  EXPECT_TRUE(has(busy, "Retry-After: 2\r\n")) << busy;
  const auto error = nlohmann::json::parse(body_of(get("/echo")));
  EXPECT_EQ(error.at("error").at("code"), 498);
  EXPECT_EQ(error.at("error").at("message"), "Invalid Token");
  const std::string page = get("/echo");
  EXPECT_TRUE(page.starts_with("HTTP/1.1 200 ")) << page;
  EXPECT_TRUE(body_of(page).starts_with("<!DOCTYPE html>")) << page;
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpStage, ChangesATagSoThatARangeStartsOver) {
  start("- {path: file, nth: 2-, action: changedEtag}");
  EXPECT_TRUE(has(get("/file"), "ETag: \"tag\"\r\n"));
  const std::string again = get("/file", "Range: bytes=5-\r\nIf-Range: \"tag\"\r\n");
  EXPECT_TRUE(again.starts_with("HTTP/1.1 200 ")) << again;
  EXPECT_TRUE(has(again, "ETag: \"changed-tag\"\r\n")) << again;
}

TEST_F(HttpStage, LiesAboutTheLength) {
  start("- {path: file, action: wrongLength, add: 5}");
  const std::string answer = get("/file");
  EXPECT_TRUE(has(answer, "Content-Length: 15\r\n")) << answer;
  EXPECT_EQ(body_of(answer), content);
}

TEST_F(HttpStage, DripsAndDelaysButGivesEverything) {
  start(
    "- {path: file, nth: 1, action: slow, bytesPerSecond: 1000}\n- {path: file, nth: 2, action: delay, seconds: 0.01}");
  EXPECT_EQ(body_of(get("/file")), content);
  EXPECT_EQ(body_of(get("/file")), content);
}

TEST_F(HttpStage, PassesOnWhatOnlyTheApplicationCanSpoil) {
  start("- {path: echo, action: lostJob}");
  EXPECT_EQ(body_of(get("/echo?a=1")), "GET 1");
  EXPECT_EQ(prepared_.load(), sandbox::fault_kind::lost_job);
}

TEST_F(HttpStage, LogsEveryRequestWithWhatWasReallySentAndNoSecret) {
  start("- {path: file, nth: 2, action: drop, bytes: 4}");
  get("/file?f=json&token=hidden");
  get("/file");
  get("/echo?password=hidden&a=1");
  stage_.reset(); // all lines are written
  const auto lines = log_lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].at("method"), "GET");
  EXPECT_EQ(lines[0].at("path"), "/file");
  EXPECT_EQ(lines[0].at("params"), (nlohmann::json{{"f", "json"}}));
  EXPECT_EQ(lines[0].at("status"), 200);
  EXPECT_EQ(lines[0].at("bytes"), 10);
  EXPECT_EQ(lines[0].at("sha256"), "hash");
  EXPECT_EQ(lines[1].at("bytes"), 4);
  EXPECT_EQ(lines[1].at("fault"), "drop");
  EXPECT_EQ(lines[2].at("params"), (nlohmann::json{{"a", "1"}}));
  EXPECT_EQ(lines[2].count("sha256"), 0U);
}

TEST_F(HttpStage, AnswersForAHandlerThatThrows) {
  start();
  raw_client client{stage_->port()};
  client.send("GET /mistake HTTP/1.1\r\n\r\n");
  const auto answer = nlohmann::json::parse(body_of(client.answer()));
  EXPECT_EQ(answer.at("error").at("code"), 500);
  client.send("GET /echo?a=1 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(body_of(client.answer()), "GET 1");
}

TEST_F(HttpStage, EndsItsConnectionsWhenItStops) {
  start("- {path: echo, action: delay, seconds: 3600}");
  raw_client idle{stage_->port()};
  raw_client waiting{stage_->port()};
  waiting.send("GET /echo HTTP/1.1\r\n\r\n");
  idle.send("GET /file HTTP/1.1\r\n\r\n");
  EXPECT_EQ(body_of(idle.answer()), content);
  stage_.reset();
  EXPECT_EQ(idle.rest(), "");
}

} // namespace
