#include "io/http/curl_transfers.hpp"

#include "tests/io/http/transfer_fixture.hpp"
#include "tests/support/seed.hpp"

#include <atomic>
#include <random>

using core::transport_error;
using http_test::ask;
using http_test::get;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;
using namespace std::chrono_literals;

namespace {

// gzip of {"fine":true}
std::string gzip_fine() {
  static const unsigned char bytes[] = {31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 203, 204, 75, 85, 178, 42, 41, 42,
    77, 173, 5, 0, 84, 93, 217, 107, 13, 0, 0, 0};
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

} // namespace

TEST(CurlTransfers, AsksWithAQueryAndPostsAForm) {
  misbehaving_server server(
    [](const seen_request&, server_connection& to) { to.send(support::json_answer("{\"a\":1}")); });
  io::curl_transfers port(http_test::quick_options());
  auto request = get(server.origin() + "/x?y=1");
  request.form = {{"f", "json"}, {"where", "a = 'b & c'"}};
  const auto reply = ask(port, request);
  EXPECT_TRUE(reply.ok());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(reply.body, "{\"a\":1}");
  EXPECT_EQ(reply.address, server.origin() + "/x");
  request.method = core::http_method::post;
  EXPECT_TRUE(ask(port, request).ok());
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].parameter("y"), "1");
  EXPECT_EQ(seen[0].parameter("where"), "a = 'b & c'");
  EXPECT_EQ(seen[1].target, "/x?y=1");
  EXPECT_EQ(seen[1].parameter("where"), "a = 'b & c'");
  EXPECT_TRUE(seen[1].header("expect").empty());
  EXPECT_EQ(seen[1].connection, 1) << "the connection is kept";
}

TEST(CurlTransfers, DecodesCompressedAnswers) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    EXPECT_NE(request.header("accept-encoding").find("gzip"), std::string::npos);
    to.send(support::answer(200, {{"Content-Encoding", "gzip"}, {"Content-Type", "application/json"}}, gzip_fine()));
  });
  io::curl_transfers port(http_test::quick_options());
  const auto reply = ask(port, get(server.origin() + "/x"));
  EXPECT_EQ(reply.body, "{\"fine\":true}") << reply.words;
}

TEST(CurlTransfers, LimitsTheBodyWhileItArrives) {
  misbehaving_server server([](const seen_request&, server_connection& to) {
    to.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "2710\r\n" + std::string(10'000, 'x') + "\r\n";
    while (to.send(chunk)) {
    }
  });
  io::curl_transfers port(http_test::quick_options());
  auto request = get(server.origin() + "/x");
  request.max_bytes = 100'000;
  const auto reply = ask(port, request);
  EXPECT_EQ(reply.transport, transport_error::too_large);
  EXPECT_TRUE(reply.body.empty());
}

TEST(CurlTransfers, ReportsRetryAfterAndTheBodyOfAnError) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    to.send(request.path() == "/busy"
        ? support::answer(429, {{"Retry-After", "7"}}, "{\"error\":{\"code\":429}}")
        : support::answer(
          503, {{"Date", "Tue, 01 Jan 2002 00:00:00 GMT"}, {"Retry-After", "Tue, 01 Jan 2002 01:00:00 GMT"}}, "later"));
  });
  io::curl_transfers port(http_test::quick_options());
  const auto busy = ask(port, get(server.origin() + "/busy"));
  EXPECT_EQ(busy.status, 429);
  EXPECT_EQ(busy.retry_after, 7s);
  EXPECT_EQ(busy.body, "{\"error\":{\"code\":429}}");
  EXPECT_FALSE(busy.ok());
  EXPECT_EQ(ask(port, get(server.origin() + "/later")).retry_after, 1h);
}

TEST(CurlTransfers, EndsARequestAtItsTimeLimitHoweverItIsSpent) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    if (request.path() == "/drip")
      to.drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'), 1, 20ms);
    else
      to.hold();
  });
  io::curl_transfers port(http_test::quick_options());
  for (const auto* path : {"/drip", "/silence"}) {
    auto request = get(server.origin() + path);
    request.time_limit = 1s;
    EXPECT_EQ(ask(port, request).transport, transport_error::timed_out) << path;
  }
}

// A request of which no byte has left was not done: it may be sent again at once.
TEST(CurlTransfers, TellsATimeThatWasOverBeforeTheRequestLeftFromOneAfterIt) {
  misbehaving_server silent([](const seen_request&, server_connection& to) { to.hold(); });
  const http_test::full_listener deaf;
  io::curl_transfers port(http_test::quick_options());
  const auto error_at = [&](const std::string& address) {
    auto request = get(address);
    request.time_limit = 1s;
    return ask(port, request).transport;
  };
  EXPECT_EQ(error_at(deaf.origin() + "/x"), transport_error::unreachable) << "no connection";
  EXPECT_EQ(error_at("https://" + silent.authority() + "/x"), transport_error::unreachable) << "no handshake";
  EXPECT_EQ(error_at(silent.origin() + "/x"), transport_error::timed_out);
}

TEST(CurlTransfers, NamesHowAConnectionFailed) {
  std::string closed;
  {
    misbehaving_server gone([](const seen_request&, server_connection&) {});
    closed = gone.origin();
  }
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    if (request.path() == "/reset")
      to.reset();
    else if (request.path() == "/cut")
      to.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    else if (request.path() == "/babble")
      to.send("EHLO this is mail\r\n\r\n");
    else if (request.path() == "/headers") {
      to.send("HTTP/1.1 200 OK\r\n");
      while (to.send("X-More: " + std::string(1000, 'x') + "\r\n")) {
      }
    }
    to.close();
  });
  io::curl_transfers port(http_test::quick_options());
  EXPECT_EQ(ask(port, get(closed + "/x")).transport, transport_error::refused_connection);
  EXPECT_EQ(ask(port, get(server.origin() + "/reset")).transport, transport_error::connection_lost);
  EXPECT_EQ(ask(port, get(server.origin() + "/cut")).transport, transport_error::connection_lost);
  EXPECT_EQ(ask(port, get(server.origin() + "/empty")).transport, transport_error::connection_lost);
  EXPECT_EQ(ask(port, get(server.origin() + "/babble")).transport, transport_error::protocol);
  EXPECT_EQ(ask(port, get(server.origin() + "/headers")).transport, transport_error::protocol);
}

// libcurl repeats a POST by itself when a kept connection turns out dead.
TEST(CurlTransfers, SendsARequestThatCreatesExactlyOnceOverADeadConnection) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    if (request.path() == "/create" && request.connection == 1) {
      to.close(); // read, perhaps done, never answered
      return;
    }
    to.send(support::json_answer("{}"));
    if (request.path() == "/create")
      to.close();
  });
  io::curl_transfers port(http_test::quick_options());
  EXPECT_TRUE(ask(port, get(server.origin() + "/warm-up")).ok());
  auto request = get(server.origin() + "/create");
  request.method = core::http_method::post;
  request.has_effect = true;
  EXPECT_TRUE(ask(port, request).ok());
  EXPECT_EQ(server.count("/create"), 1u);
}

TEST(CurlTransfers, DoesNotRepeatARequestThatCreatesAfterALostAnswer) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    if (request.path() == "/create")
      to.reset();
    else
      to.send(support::json_answer("{}"));
  });
  io::curl_transfers port(http_test::quick_options());
  EXPECT_TRUE(ask(port, get(server.origin() + "/warm-up")).ok());
  auto request = get(server.origin() + "/create");
  request.method = core::http_method::post;
  request.has_effect = true;
  EXPECT_EQ(ask(port, request).transport, transport_error::connection_lost);
  EXPECT_EQ(server.count("/create"), 1u);
}

TEST(CurlTransfers, TellsTheStateOfEveryHostThatWasAsked) {
  misbehaving_server server([](const seen_request&, server_connection& to) { to.send(support::answer(500, {}, "")); });
  std::string closed;
  {
    misbehaving_server gone([](const seen_request&, server_connection&) {});
    closed = gone.origin();
  }
  std::mutex mutex;
  std::vector<core::host_state> states;
  io::curl_transfers port(http_test::quick_options());
  port.watch_hosts([&](core::host_state state) {
    const std::lock_guard lock(mutex);
    states.push_back(std::move(state));
  });
  ask(port, get(server.origin() + "/x"));
  ask(port, get(closed + "/x"));
  const std::lock_guard lock(mutex);
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[0].origin, server.origin());
  EXPECT_TRUE(states[0].answered) << "a 500 is an answer";
  EXPECT_EQ(states[1].origin, closed);
  EXPECT_FALSE(states[1].answered);
  EXPECT_TRUE(states[1].ever_resolved);
  EXPECT_GT(states[1].at, 1'500'000'000'000);
}

TEST(CurlTransfers, AnswersASmallRequestWhileDownloadsHoldEveryConnection) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    if (request.path() == "/file")
      to.hold();
    else
      to.send(support::json_answer("{}"));
  });
  auto options = http_test::quick_options();
  options.connections = 2;
  options.connections_per_host = 2;
  io::curl_transfers port(options);
  std::vector<std::unique_ptr<http_test::downloader>> downloads;
  for (int i = 0; i < 6; ++i) {
    downloads.push_back(std::make_unique<http_test::downloader>(server.origin() + "/file"));
    downloads.back()->begin(port);
  }
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(ask(port, get(server.origin() + "/poll")).ok());
  EXPECT_LE(server.count("/file"), 2u);
}

TEST(CurlTransfers, AnswersEverythingOnceWhenItStops) {
  misbehaving_server server([](const seen_request&, server_connection& to) { to.hold(); });
  constexpr int requests = 40;
  std::atomic<int> answers{0};
  std::atomic<int> stopped{0};
  std::vector<core::operation_ptr> running;
  {
    io::curl_transfers port(http_test::quick_options());
    for (int i = 0; i < requests; ++i)
      running.push_back(port.start(get(server.origin() + "/x"), [&](core::reply reply) {
        ++answers;
        stopped += reply.transport == transport_error::stopped ? 1 : 0;
      }));
    http_test::downloader file(server.origin() + "/file");
    file.begin(port);
    // One is surely under way, the others wait for a place.
    while (server.seen().empty())
      std::this_thread::yield();
  }
  EXPECT_EQ(answers, requests);
  EXPECT_EQ(stopped, requests);
}

TEST(CurlTransfers, StartsAndStopsTenThousandTimes) {
  std::atomic<int> answers{0};
  auto options = http_test::quick_options();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<core::operation_ptr> running;
  for (int i = 0; i < 10'000; ++i) {
    if (i % 100 == 0)
      running.clear(); // answered long ago
    io::curl_transfers port(options);
    if (i % 2 == 0)
      running.push_back(port.start(get("http://127.0.0.1:1/"), [&](core::reply) { ++answers; }));
  }
  EXPECT_EQ(answers, 5'000);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 240s);
}

TEST(CurlTransfers, CallsNobodyBackAfterACancel) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    to.send(request.path() == "/file" ? support::answer(200, {}, http_test::package_bytes(100'000))
                                      : support::json_answer("{}"));
  });
  std::mt19937_64 random(test_seed());
  io::curl_transfers port(http_test::quick_options());
  struct watched {
    std::atomic<bool> dead{false};
    std::atomic<int> late{0};
  };
  for (int i = 0; i < 300; ++i) {
    const auto guard = std::make_shared<watched>();
    const auto called = [guard] { guard->late += guard->dead ? 1 : 0; };
    core::operation_ptr small = port.start(get(server.origin() + "/x"), [called](core::reply) { called(); });
    core::artifact_request request;
    request.address = server.origin() + "/file";
    request.named_by_document = false;
    request.part = std::make_shared<http_test::memory_part>();
    auto file =
      port.start(request, {[called](auto) { called(); }, [called](auto) { called(); }, [called](auto) { called(); }});
    for (auto spin = random() % 2'000; spin > 0; --spin)
      std::this_thread::yield();
    small.reset();
    file.reset();
    // One answer brings the thread past every callback that had begun.
    const bool settled = ask(port, get(server.origin() + "/settle")).ok();
    guard->dead = true;
    EXPECT_TRUE(settled);
    EXPECT_TRUE(ask(port, get(server.origin() + "/settle")).ok());
    EXPECT_EQ(guard->late, 0);
  }
}
