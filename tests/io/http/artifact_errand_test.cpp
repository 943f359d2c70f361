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
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kib = 1024;

/// Serves the files of a list one after another, the last one for ever.
class sequence {
public:
  explicit sequence(std::vector<served_file> files) : files_(std::move(files)) {}
  void operator()(const seen_request& request, server_connection& to) {
    const auto at = std::min<std::size_t>(next_++, files_.size() - 1);
    support::serve_file(files_[at], request, to);
  }

private:
  std::vector<served_file> files_;
  std::atomic<std::size_t> next_{0};
};

served_file good(std::string content, std::string etag = "\"v1\"") {
  served_file file;
  file.content = std::move(content);
  file.etag = std::move(etag);
  return file;
}

served_file cut(served_file file, std::size_t after) {
  file.cut_after = after;
  return file;
}

/// A run that is cut short, then another from the record it left.
struct two_runs {
  std::unique_ptr<sequence> what;
  misbehaving_server server;
  io::curl_transfers port;
  downloader file;
  downloader::ended_info first;
  downloader::ended_info second;

  two_runs(served_file before, served_file after)
    : what(std::make_unique<sequence>(std::vector{std::move(before), std::move(after)})), server(std::ref(*what)),
      port(http_test::quick_options()), file(server.origin() + "/file"), first(file.run(port)), second(file.run(port)) {}

  std::string note() const { return file.opened.empty() ? "" : file.opened.back().note; }
  bool started_over() const { return !file.opened.empty() && file.opened.back().starts_over; }
};

} // namespace

TEST(ArtifactErrand, BringsAWholeFileWithItsLengthAndValidator) {
  const auto content = package_bytes(3 * 1024 * kib);
  misbehaving_server server([&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
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

TEST(ArtifactErrand, ResumesAfterACutAtEveryByte) {
  const auto content = package_bytes(150);
  for (std::size_t at = 0; at < content.size(); ++at) {
    SCOPED_TRACE(at);
    two_runs run(cut(good(content), at), good(content));
    EXPECT_FALSE(run.first.complete);
    EXPECT_EQ(run.first.answer.transport, transport_error::connection_lost);
    EXPECT_EQ(proto::total(run.first.written), at);
    EXPECT_TRUE(run.second.complete) << run.second.answer.words;
    EXPECT_EQ(run.file.content(), content);
    EXPECT_FALSE(run.started_over());
    const auto last = run.server.seen().back();
    EXPECT_EQ(last.header("range"), at == 0 ? "" : "bytes=" + std::to_string(at) + "-149");
    EXPECT_EQ(last.header("if-range"), at == 0 ? "" : "\"v1\"");
  }
}

TEST(ArtifactErrand, StartsOverWhenTheFileHasChangedWhereverItWasCut) {
  const auto content = package_bytes(150, 1);
  const auto changed = package_bytes(160, 2);
  for (std::size_t at = 1; at < content.size(); at += 7) {
    SCOPED_TRACE(at);
    two_runs run(cut(good(content), at), good(changed, "\"v2\""));
    EXPECT_TRUE(run.second.complete);
    EXPECT_EQ(run.file.content(), changed);
    EXPECT_TRUE(run.started_over());
    EXPECT_EQ(run.note(), "changed");
    EXPECT_EQ(run.server.seen().size(), 2u) << "the very response that said so is used";
  }
}

TEST(ArtifactErrand, ComparesWhatItHasWhereTheValidatorIsWeak) {
  const auto content = package_bytes(300 * kib);
  for (const auto& etag : {std::string("W/\"v\""), std::string{}})
    for (const auto at : {std::size_t{1}, 64 * kib - 1, 64 * kib, 64 * kib + 1, 128 * kib, 300 * kib - 1}) {
      SCOPED_TRACE(etag + " " + std::to_string(at));
      two_runs run(cut(good(content, etag), at), good(content, etag));
      EXPECT_TRUE(run.second.complete) << run.second.answer.words;
      EXPECT_EQ(run.file.content(), content);
      EXPECT_FALSE(run.started_over());
      EXPECT_EQ(run.note(), "weakValidator");
    }
}

TEST(ArtifactErrand, MixesNothingWhereAWeakValidatorHidesAChange) {
  const auto content = package_bytes(300 * kib);
  struct change {
    std::size_t first, last;
  };
  // Seen at the start, seen just before the cut, or everywhere.
  for (const auto where : {change{10, 11}, change{199 * kib, 199 * kib + 1}, change{2, 300 * kib}}) {
    auto changed = content;
    for (auto i = where.first; i < where.last; ++i)
      changed[i] = static_cast<char>(~changed[i]);
    SCOPED_TRACE(where.first);
    two_runs run(cut(good(content, "W/\"v\""), 200 * kib), good(changed, "W/\"v\""));
    EXPECT_TRUE(run.second.complete);
    EXPECT_EQ(run.file.content(), changed);
    EXPECT_TRUE(run.started_over());
    EXPECT_EQ(run.note(), "changed");
  }
}

TEST(ArtifactErrand, ResumesByADateOnlyIfItIsOldEnoughToProveAnything) {
  const auto content = package_bytes(100 * kib);
  auto file = good(content, "");
  file.last_modified = "Tue, 01 Jan 2002 00:00:00 GMT";
  file.date = "Tue, 01 Jan 2002 01:00:00 GMT";
  two_runs old(cut(file, 70'000), file);
  EXPECT_TRUE(old.second.complete);
  EXPECT_EQ(old.server.seen().back().header("if-range"), file.last_modified);
  EXPECT_EQ(old.note(), "");
  file.date = "Tue, 01 Jan 2002 00:00:30 GMT";
  two_runs young(cut(file, 70'000), file);
  EXPECT_TRUE(young.second.complete);
  EXPECT_EQ(young.server.seen().back().header("if-range"), "");
  EXPECT_EQ(young.note(), "weakValidator");
}

TEST(ArtifactErrand, StartsOverWhereTheServerHasNoRangesAndRemembersIt) {
  const auto content = package_bytes(100 * kib);
  auto file = good(content);
  file.ranges = false;
  two_runs run(cut(file, 50'000), file);
  EXPECT_TRUE(run.second.complete);
  EXPECT_EQ(run.file.content(), content);
  EXPECT_TRUE(run.started_over());
  EXPECT_EQ(run.note(), "noRanges");

  downloader again(run.server.origin() + "/file");
  again.part()->put(content.substr(0, 1000));
  again.done = {{0, 1000}};
  again.size = content.size();
  again.validator.etag = "\"v1\"";
  const auto before = run.server.seen().size();
  EXPECT_TRUE(again.run(run.port).complete);
  EXPECT_EQ(run.server.seen().size(), before + 1);
  EXPECT_EQ(run.server.seen().back().header("range"), "");
  EXPECT_EQ(again.content(), content);
}

TEST(ArtifactErrand, AsksWithoutTheConditionWhereOnlyThatIsNotUnderstood) {
  const auto content = package_bytes(300 * kib);
  auto file = good(content);
  file.if_range = false;
  two_runs run(cut(file, 200 * kib), file);
  EXPECT_TRUE(run.second.complete);
  EXPECT_EQ(run.file.content(), content);
  EXPECT_FALSE(run.started_over());
  EXPECT_EQ(run.server.seen().back().header("if-range"), "");
}

TEST(ArtifactErrand, WritesNothingOfAWrongRange) {
  const auto content = package_bytes(1000);
  for (const auto* range : {"bytes 499-999/1000", "bytes 501-999/1000", "bytes 0-999/1000", "bytes 500-999/1001", "", "bytes 500-400/1000",
         "bytes */1000", "bytes 500-999/*"}) {
    SCOPED_TRACE(range);
    std::atomic<int> lies{0};
    misbehaving_server server([&](const seen_request& request, server_connection& to) {
      if (request.header("range").empty())
        return support::serve_file(good(content), request, to);
      ++lies;
      to.send(support::answer(206, {{"Content-Range", range}, {"Content-Length", "500"}}, std::string(500, '!')));
    });
    io::curl_transfers port(http_test::quick_options());
    downloader file(server.origin() + "/file");
    file.part()->put(content.substr(0, 500));
    file.done = {{0, 500}};
    file.size = 1000;
    file.validator.etag = "\"v1\"";
    EXPECT_TRUE(file.run(port).complete);
    EXPECT_EQ(file.content(), content);
    EXPECT_EQ(lies, 1) << "once is enough";
  }
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

TEST(ArtifactErrand, TakesShortPartsUntilTheyAreTooMany) {
  const auto content = package_bytes(500 * kib);
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    auto answered = request;
    const auto range = request.header("range");
    if (!range.empty()) { // a part of 1 KiB, whatever was asked
      const auto from = std::stoul(range.substr(6));
      answered.headers["range"] = "bytes=" + std::to_string(from) + "-" + std::to_string(from + kib - 1);
    }
    support::serve_file(range.empty() && request.connection == 1 ? cut(good(content), 1000) : good(content), answered, to);
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  EXPECT_FALSE(file.run(port).complete);
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(file.content(), content);
  EXPECT_EQ(server.seen().size(), 5u) << "the cut one, three short ones, the whole";
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

TEST(ArtifactErrand, EndsAChunkedFileAtItsLastChunkOnly) {
  const auto content = package_bytes(50'000);
  auto file = good(content);
  file.chunked = true;
  two_runs run(cut(file, 20'000), file);
  EXPECT_FALSE(run.first.complete);
  EXPECT_EQ(run.first.answer.transport, transport_error::connection_lost);
  EXPECT_FALSE(run.file.opened.front().size);
  EXPECT_TRUE(run.second.complete) << run.second.answer.words;
  EXPECT_EQ(run.file.content(), content);
  EXPECT_EQ(run.file.size, content.size()) << "the range's answer states it";
}

TEST(ArtifactErrand, KnowsAFinishedFileOfUnknownLengthByTheServersRefusal) {
  const auto content = package_bytes(1000);
  misbehaving_server server([&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.part()->put(content);
  file.done = {{0, 1000}};
  file.validator.etag = "\"v1\"";
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST(ArtifactErrand, FillsTheGapsOfARecord) {
  const auto content = package_bytes(1000);
  misbehaving_server server([&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  auto holes = content;
  holes.replace(100, 50, 50, '?').replace(400, 600, 600, '?');
  file.part()->put(holes);
  file.done = {{0, 100}, {150, 400}};
  file.size = 1000;
  file.validator.etag = "\"v1\"";
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(file.content(), content);
  ASSERT_EQ(server.seen().size(), 2u);
  EXPECT_EQ(server.seen()[0].header("range"), "bytes=100-149");
  EXPECT_EQ(server.seen()[1].header("range"), "bytes=400-999");
}

TEST(ArtifactErrand, UnpacksACodedFileAndDoesNotContinueIt) {
  static const unsigned char gzip[] = {31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 11, 240, 102, 160, 57, 0, 0, 184, 193, 182, 254, 100, 0, 0, 0};
  const std::string coded(reinterpret_cast<const char*>(gzip), sizeof gzip);
  misbehaving_server server([&](const seen_request&, server_connection& to) {
    to.send(support::answer(200, {{"Content-Encoding", "gzip"}, {"ETag", "\"v1\""}}, coded));
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.part()->put("PK");
  file.done = {{0, 2}};
  file.validator.etag = "\"v1\"";
  const auto end = file.run(port);
  EXPECT_TRUE(end.complete) << end.answer.words;
  EXPECT_EQ(file.content(), "PK" + std::string(98, '\0'));
  EXPECT_TRUE(file.opened.back().starts_over);
  EXPECT_TRUE(file.opened.back().validator.etag.empty()) << "it is the tag of the coding";
}

TEST(ArtifactErrand, KeepsWhatItHasWhenAnErrorComesWithStatus200) {
  const auto content = package_bytes(1000);
  const auto body_for = [](const std::string& path) {
    return path == "/json" ? std::string("{\"error\":{\"code\":500,\"message\":\"gone\"}}") : std::string("<html><body>Sign in</body></html>");
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
    EXPECT_EQ(end.answer.transport, path == std::string("/json") ? transport_error::none : transport_error::captive_portal);
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
  misbehaving_server server([](const seen_request&, server_connection& to) { to.send(support::answer(404, {}, "gone")); });
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

TEST(ArtifactErrand, WritesNothingOverOldBytesBeforeTheRecordHasLetGoOfThem) {
  const auto old = package_bytes(1000, 1);
  const auto changed = package_bytes(1000, 2);
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    support::serve_file(good(request.path() == "/old" ? old : changed, "\"v2\""), request, to);
  });
  auto options = http_test::quick_options();
  options.stalled_after = 1h;
  io::curl_transfers port(options);
  const auto part = std::make_shared<http_test::memory_part>();
  part->put(old.substr(0, 500));
  core::artifact_request request;
  request.address = server.origin() + "/file";
  request.named_by_document = false;
  request.part = part;
  request.size = 1000;
  request.validator.etag = "\"v1\"";
  request.done = {{0, 500}};
  http_test::awaited<bool> starts_over;
  http_test::awaited<bool> complete;
  const auto running = port.start(std::move(request),
    {[&](const auto& info) { starts_over.set(info.starts_over); }, [](auto) {}, [&](const auto& info) { complete.set(info.complete); }});
  EXPECT_TRUE(starts_over.get());
  running->confirm({{0, 500}}); // of the old file, still on its way when it changed
  EXPECT_TRUE(http_test::ask(port, http_test::get(server.origin() + "/old")).ok()); // the thread has been round
  EXPECT_EQ(part->content(), old.substr(0, 500));
  EXPECT_EQ(complete.count(), 0u);
  running->confirm({});
  EXPECT_TRUE(complete.get());
  EXPECT_EQ(part->content(), changed);
}

TEST(ArtifactErrand, EndsWithTheDisksWordsWhenItIsFull) {
  misbehaving_server server([](const seen_request& request, server_connection& to) { support::serve_file(good(package_bytes(1000)), request, to); });
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
    running = port.start(std::move(request), {[](auto) {}, [&](auto) { some.set(true); }, [&](auto info) { ended.set(std::move(info)); }});
    some.get();
  }
  EXPECT_EQ(ended.count(), 1u);
  EXPECT_EQ(ended.get().answer.transport, transport_error::stopped);
  EXPECT_EQ(ended.get().written, (proto::byte_ranges{{0, 1000}}));
}
