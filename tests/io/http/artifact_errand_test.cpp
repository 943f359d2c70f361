#include "io/http/artifact_errand.hpp"

#include "io/http/curl_transfers.hpp"
#include "tests/io/http/transfer_fixture.hpp"

#include <atomic>

using core::transport_error;
using http_test::downloader;
using http_test::package_bytes;
using support::misbehaving_server;
using support::seen_request;
using support::served_file;
using support::server_connection;
using http_test::good;
using http_test::kib;
using namespace std::chrono_literals;

TEST(ArtifactErrand, BringsAWholeFileWithItsLengthAndValidator) {
  const auto content = package_bytes(3 * 1024 * kib);
  misbehaving_server server(
    [&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_TRUE(end.complete) << end.answer.words;
  EXPECT_EQ(end.written, (proto::byte_ranges{{0, content.size()}}));
  EXPECT_EQ(file.content(), content);
  ASSERT_EQ(file.opened.size(), 1u);
  EXPECT_EQ(file.opened[0].size, content.size());
  EXPECT_EQ(file.opened[0].validator.etag, "\"v1\"");
  EXPECT_FALSE(file.opened[0].starts_over);
  EXPECT_EQ(file.part()->reserved(), content.size());
  const auto request = server.seen().at(0);
  EXPECT_EQ(request.header("accept-encoding"), "identity");
  EXPECT_NE(request.header("cache-control").find("no-transform"), std::string::npos);
  EXPECT_TRUE(request.header("range").empty());
}

// After a restart the portal's class must be looked up first, and no byte of the
// file has come since the clock began.
TEST(ArtifactErrand, IsNotOverdueWhileThePortalIsLookedUp) {
  auto options = http_test::quick_options();
  options.portals["here"] = "http://portal.example/portal";
  io::surroundings world(options);
  core::artifact_request request;
  request.address = "http://files.example/file";
  request.named_by_document = true;
  request.portal = "here";
  request.part = std::make_shared<http_test::memory_part>();
  io::artifact_errand errand(world, request, {}, {});
  const auto now = std::chrono::steady_clock::now();
  const auto first = errand.next(now);
  ASSERT_TRUE(first && first->resolve_only);
  EXPECT_FALSE(errand.overdue(now));
  EXPECT_FALSE(errand.overdue(now + 24h)) << "the look-up has a limit of its own";
  world.guard.met("http://portal.example", core::address_class::public_network);
  ASSERT_TRUE(errand.next(now));
  EXPECT_FALSE(errand.overdue(now));
  EXPECT_EQ(errand.overdue(now + options.stalled_after), transport_error::timed_out);
}

TEST(ArtifactErrand, RefusesTheWrongRangeOfAFileThatNobodyAskedInRanges) {
  misbehaving_server server([](const seen_request&, server_connection& to) {
    to.send(support::answer(206, {{"Content-Range", "bytes 5-9/10"}}, "01234"));
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.transport, transport_error::protocol);
  EXPECT_EQ(file.content(), "");
}

TEST(ArtifactErrand, NeverCallsAFileCompleteThatIsShorterThanItWasSaidToBe) {
  const auto content = package_bytes(1000);
  misbehaving_server server([&](const seen_request&, server_connection& to) {
    to.send(support::answer(200, {{"Content-Length", "1500"}, {"ETag", "\"v1\""}}, content));
    to.close();
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.transport, transport_error::connection_lost);
  EXPECT_EQ(end.written, (proto::byte_ranges{{0, 1000}}));
}

TEST(ArtifactErrand, WritesNotOneByteBehindTheStatedLength) {
  const auto content = package_bytes(1000);
  misbehaving_server server([&](const seen_request&, server_connection& to) {
    to.send(support::answer(200, {{"Content-Length", "700"}}, content));
    to.close();
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  EXPECT_TRUE(file.run(port).complete) << "the check of the content finds it out";
  EXPECT_EQ(file.size, 700u);
  EXPECT_EQ(file.content(), content.substr(0, 700));
}

TEST(ArtifactErrand, KeepsWhatItHasWhenAnErrorComesWithStatus200) {
  const auto content = package_bytes(1000);
  const auto body_for = [](const std::string& path) {
    return path == "/json" ? std::string("{\"error\":{\"code\":500,\"message\":\"gone\"}}")
                           : std::string("<html><body>Sign in</body></html>");
  };
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    to.send(support::answer(200, {{"Content-Type", "application/octet-stream"}}, body_for(request.path())));
  });
  io::curl_transfers port(http_test::quick_options());
  for (const auto* path : {"/json", "/html"}) {
    SCOPED_TRACE(path);
    downloader file(server.origin() + path);
    file.part()->put(content.substr(0, 500));
    file.done = {{0, 500}};
    file.size = 1000;
    file.validator.etag = "\"v1\"";
    const auto end = file.run(port);
    EXPECT_FALSE(end.complete);
    EXPECT_EQ(end.answer.body, body_for(path));
    EXPECT_EQ(
      end.answer.transport, path == std::string("/json") ? transport_error::none : transport_error::captive_portal);
    EXPECT_EQ(end.written, (proto::byte_ranges{{0, 500}}));
    EXPECT_TRUE(file.opened.empty());
    EXPECT_EQ(file.content(), content.substr(0, 500));
  }
}

TEST(ArtifactErrand, PassesOnWhatABusyServerSays) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    to.send(support::answer(request.path() == "/429" ? 429 : 503, {{"Retry-After", "30"}}, "not now"));
  });
  io::curl_transfers port(http_test::quick_options());
  for (const int status : {429, 503}) {
    downloader file(server.origin() + "/" + std::to_string(status));
    const auto end = file.run(port);
    EXPECT_FALSE(end.complete);
    EXPECT_EQ(end.answer.status, status);
    EXPECT_EQ(end.answer.retry_after, 30s);
    EXPECT_EQ(end.answer.body, "not now");
  }
}

TEST(ArtifactErrand, AsksTheFirstAddressAgainWhenAStorageHostRefuses) {
  const auto content = package_bytes(1000);
  std::atomic<int> signed_addresses{0};
  misbehaving_server storage([&](const seen_request& request, server_connection& to) {
    EXPECT_TRUE(request.header("x-esri-authorization").empty());
    if (request.parameter("sig") == "1")
      to.send(support::answer(403, {}, "<Error><Code>ExpiredToken</Code></Error>"));
    else
      support::serve_file(good(content), request, to);
  });
  misbehaving_server service([&](const seen_request&, server_connection& to) {
    to.send(support::redirect(302, storage.origin() + "/blob?sig=" + std::to_string(++signed_addresses)));
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(service.origin() + "/result");
  const auto end = file.run(port, {"canary", {}});
  EXPECT_TRUE(end.complete) << end.answer.words;
  EXPECT_EQ(file.content(), content);
  EXPECT_EQ(signed_addresses, 2);
}

TEST(ArtifactErrand, SaysSoWhenAFileIsGone) {
  misbehaving_server server(
    [](const seen_request&, server_connection& to) { to.send(support::answer(404, {}, "gone")); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.status, 404);
  EXPECT_EQ(end.answer.body, "gone");
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST(ArtifactErrand, CallsASilentServerStalled) {
  const auto content = package_bytes(1000);
  misbehaving_server server([&](const seen_request&, server_connection& to) {
    to.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: \"v1\"\r\n\r\n" + content.substr(0, 10));
    to.hold();
  });
  auto options = http_test::quick_options();
  options.stalled_after = 300ms;
  io::curl_transfers port(options);
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.transport, transport_error::timed_out);
  EXPECT_EQ(end.written, (proto::byte_ranges{{0, 10}})) << "what came is not lost";
}

TEST(ArtifactErrand, TakesAnotherConnectionWhenOneOnlyDrips) {
  const auto content = package_bytes(100 * kib);
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    if (request.connection > 1)
      return support::serve_file(good(content), request, to);
    to.drip("HTTP/1.1 200 OK\r\nContent-Length: 102400\r\nETag: \"v1\"\r\n\r\n" + content, 70, 20ms);
  });
  auto options = http_test::quick_options();
  options.slow_window = 300ms;
  options.slow_bytes = 20 * kib;
  io::curl_transfers port(options);
  downloader file(server.origin() + "/file");
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(file.content(), content);
  ASSERT_EQ(server.seen().size(), 2u);
  EXPECT_FALSE(server.seen()[1].header("range").empty()) << "what has come is kept";
}

TEST(ArtifactErrand, PausesWhenNoCheckpointLandsAndGoesOnWithOne) {
  const auto content = package_bytes(20u << 20);
  std::atomic<bool> sent_all{false};
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    support::serve_file(good(content), request, to);
    sent_all = true;
  });
  auto options = http_test::quick_options();
  options.uncovered_bytes = 1u << 20;
  options.uncovered_bytes_fast = 1u << 20;
  options.uncovered_limit = 1h;
  io::curl_transfers port(options);

  struct shared {
    std::mutex mutex;
    std::condition_variable came;
    std::uint64_t most = 0;
    std::uint64_t written = 0;
    bool complete = false;
  };
  const auto s = std::make_shared<shared>();
  core::artifact_request request;
  request.address = server.origin() + "/file";
  request.named_by_document = false;
  const auto part = std::make_shared<http_test::memory_part>();
  request.part = part;
  core::artifact_events events;
  events.opened = [](auto) {};
  events.written = [s](const proto::byte_ranges& ranges) {
    const std::lock_guard lock(s->mutex);
    s->written = proto::total(ranges);
    s->came.notify_all();
  };
  events.ended = [s](const auto& info) {
    const std::lock_guard lock(s->mutex);
    s->complete = info.complete;
    s->written = proto::total(info.written);
    s->came.notify_all();
  };
  const auto running = port.start(std::move(request), std::move(events));
  std::uint64_t covered = 0;
  while (true) {
    std::unique_lock lock(s->mutex);
    ASSERT_TRUE(s->came.wait_for(lock, http_test::patience, [&] { return s->complete || s->written > covered; }));
    if (s->complete)
      break;
    // Uncovered never passes the limit by more than one receive buffer.
    EXPECT_LE(s->written - covered, (1u << 20) + 256 * kib);
    covered = s->written;
    lock.unlock();
    running->confirm({{0, covered}});
  }
  EXPECT_EQ(part->content(), content);
}

TEST(ArtifactErrand, EndsWithTheDisksWordsWhenItIsFull) {
  misbehaving_server server([](const seen_request& request, server_connection& to) {
    support::serve_file(good(package_bytes(1000)), request, to);
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.part()->make_full();
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.transport, transport_error::disk);
  EXPECT_FALSE(end.answer.words.empty());
  EXPECT_TRUE(end.written.empty());
}

TEST(ArtifactErrand, RefusesAnEmptyFile) {
  misbehaving_server server([](const seen_request&, server_connection& to) { to.send(support::answer(200, {}, "")); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  const auto end = file.run(port);
  EXPECT_FALSE(end.complete);
  EXPECT_EQ(end.answer.transport, transport_error::protocol);
}

TEST(ArtifactErrand, AsksNothingForAFileThatIsThere) {
  misbehaving_server server([](const seen_request&, server_connection& to) { to.close(); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.done = {{0, 10}};
  file.size = 10;
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_TRUE(server.seen().empty());
}

TEST(ArtifactErrand, StopsWithWhatIsOnDisk) {
  misbehaving_server server([](const seen_request&, server_connection& to) {
    to.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nETag: \"v1\"\r\n\r\n" + package_bytes(1000));
    to.hold();
  });
  http_test::awaited<core::artifact_events::ended_info> ended;
  std::unique_ptr<core::transfer> running;
  {
    io::curl_transfers port(http_test::quick_options());
    http_test::awaited<bool> some;
    core::artifact_request request;
    request.address = server.origin() + "/file";
    request.named_by_document = false;
    request.part = std::make_shared<http_test::memory_part>();
    running = port.start(
      std::move(request), {[](auto) {}, [&](auto) { some.set(true); }, [&](auto info) { ended.set(std::move(info)); }});
    some.get();
  }
  EXPECT_EQ(ended.count(), 1u);
  EXPECT_EQ(ended.get().answer.transport, transport_error::stopped);
  EXPECT_EQ(ended.get().written, (proto::byte_ranges{{0, 1000}}));
}
