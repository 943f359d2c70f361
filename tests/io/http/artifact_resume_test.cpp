// Continuing files: every way in which a server may answer a range.
#include "io/http/artifact_errand.hpp"

#include "io/http/curl_transfers.hpp"
#include "tests/io/http/transfer_fixture.hpp"
#include "tests/support/seed.hpp"

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

namespace {

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
    : what(std::make_unique<sequence>(std::vector{std::move(before), std::move(after)})),
      server(std::ref(*what)),
      port(http_test::quick_options()),
      file(server.origin() + "/file"),
      first(file.run(port)),
      second(file.run(port)) {}

  std::string note() const { return file.opened.empty() ? "" : file.opened.back().note; }
  bool started_over() const { return !file.opened.empty() && file.opened.back().starts_over; }
};

} // namespace

TEST(ArtifactResume, ResumesAfterACutAtEveryByte) {
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

TEST(ArtifactResume, StartsOverWhenTheFileHasChangedWhereverItWasCut) {
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

TEST(ArtifactResume, ComparesWhatItHasWhereTheValidatorIsWeak) {
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

TEST(ArtifactResume, MixesNothingWhereAWeakValidatorHidesAChange) {
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

TEST(ArtifactResume, ResumesByADateOnlyIfItIsOldEnoughToProveAnything) {
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

TEST(ArtifactResume, StartsOverWhereTheServerHasNoRangesAndRemembersIt) {
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

TEST(ArtifactResume, AsksWithoutTheConditionWhereOnlyThatIsNotUnderstood) {
  const auto content = package_bytes(300 * kib);
  auto file = good(content);
  file.if_range = false;
  two_runs run(cut(file, 200 * kib), file);
  EXPECT_TRUE(run.second.complete);
  EXPECT_EQ(run.file.content(), content);
  EXPECT_FALSE(run.started_over());
  EXPECT_EQ(run.server.seen().back().header("if-range"), "");
}

TEST(ArtifactResume, WritesNothingOfAWrongRange) {
  const auto content = package_bytes(1000);
  for (const auto* range : {"bytes 499-999/1000", "bytes 501-999/1000", "bytes 0-999/1000", "bytes 500-999/1001", "",
         "bytes 500-400/1000", "bytes */1000", "bytes 500-999/*"}) {
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

TEST(ArtifactResume, WritesNothingThatComesBehindTheStatedRange) {
  const auto content = package_bytes(300 * kib);
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    const auto range = request.header("range");
    if (range.starts_with("bytes=0-") || range.empty())
      return support::serve_file(good(content, ""), request, to);
    // Ends before what is on disk, says so, and goes on with other bytes.
    to.send("HTTP/1.1 206 Partial\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes 139264-150000/307200\r\n\r\n");
    to.send("10000\r\n" + content.substr(139264, 64 * kib) + "\r\n3\r\n!!!\r\n0\r\n\r\n");
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.part()->put(content.substr(0, 200 * kib));
  file.done = {{0, 200 * kib}};
  file.size = content.size();
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(file.content(), content);
  EXPECT_EQ(file.opened.back().note, "noRanges");
}

TEST(ArtifactResume, TakesShortPartsUntilTheyAreTooMany) {
  const auto content = package_bytes(500 * kib);
  misbehaving_server server([&](const seen_request& request, server_connection& to) {
    auto answered = request;
    const auto range = request.header("range");
    if (!range.empty()) { // a part of 1 KiB, whatever was asked
      const auto from = std::stoul(range.substr(6));
      answered.headers["range"] = "bytes=" + std::to_string(from) + "-" + std::to_string(from + kib - 1);
    }
    support::serve_file(
      range.empty() && request.connection == 1 ? cut(good(content), 1000) : good(content), answered, to);
  });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  EXPECT_FALSE(file.run(port).complete);
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(file.content(), content);
  EXPECT_EQ(server.seen().size(), 5u) << "the cut one, three short ones, the whole";
}

TEST(ArtifactResume, EndsAChunkedFileAtItsLastChunkOnly) {
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

TEST(ArtifactResume, KnowsAFinishedFileOfUnknownLengthByTheServersRefusal) {
  const auto content = package_bytes(1000);
  misbehaving_server server(
    [&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
  io::curl_transfers port(http_test::quick_options());
  downloader file(server.origin() + "/file");
  file.part()->put(content);
  file.done = {{0, 1000}};
  file.validator.etag = "\"v1\"";
  EXPECT_TRUE(file.run(port).complete);
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST(ArtifactResume, FillsTheGapsOfARecord) {
  const auto content = package_bytes(1000);
  misbehaving_server server(
    [&](const seen_request& request, server_connection& to) { support::serve_file(good(content), request, to); });
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

TEST(ArtifactResume, UnpacksACodedFileAndDoesNotContinueIt) {
  static const unsigned char gzip[] = {
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 11, 240, 102, 160, 57, 0, 0, 184, 193, 182, 254, 100, 0, 0, 0};
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

TEST(ArtifactResume, WritesNothingOverOldBytesBeforeTheRecordHasLetGoOfThem) {
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
    {[&](const auto& info) { starts_over.set(info.starts_over); }, [](auto) {},
      [&](const auto& info) { complete.set(info.complete); }});
  EXPECT_TRUE(starts_over.get());
  running->confirm({{0, 500}}); // of the old file, still on its way when it changed
  EXPECT_TRUE(http_test::ask(port, http_test::get(server.origin() + "/old")).ok()); // the thread has been round
  EXPECT_EQ(part->content(), old.substr(0, 500));
  EXPECT_EQ(complete.count(), 0u);
  running->confirm({});
  EXPECT_TRUE(complete.get());
  EXPECT_EQ(part->content(), changed);
}

// Random faults, power cuts and new versions of the file: what is complete in
// the end is one version of it, byte for byte.
TEST(ArtifactResume, EndsWithOneVersionOfTheFileWhateverHappensOnTheWay) {
  const std::vector<std::string> versions{
    package_bytes(400 * kib, 1), package_bytes(400 * kib, 2), package_bytes(390 * kib, 3)};
  std::mt19937_64 random(test_seed());
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE(round);
    const bool weak = random() % 3 == 0;
    std::size_t version = 0;
    std::mt19937_64 servers(random());
    std::mutex mutex;
    misbehaving_server server([&](const seen_request& request, server_connection& to) {
      std::unique_lock lock(mutex);
      if (servers() % 12 == 0)
        version = servers() % versions.size();
      auto file = good(versions[version], (weak ? "W/\"v" : "\"v") + std::to_string(version) + "\"");
      const auto fault = servers() % 12;
      const auto at = servers() % file.content.size();
      lock.unlock();
      if (fault == 0)
        return void(to.send(support::answer(503, {}, "")));
      if (fault == 1)
        return void(to.send(support::json_answer("{\"error\":{\"code\":500}}")));
      if (fault == 2)
        return to.reset();
      if (fault == 3)
        return void(to.send(support::answer(206, {{"Content-Range", "bytes 7-16/99"}}, "0123456789")));
      file.if_range = fault != 4;
      file.chunked = fault == 5;
      support::serve_file(fault < 10 ? cut(file, at) : file, request, to);
    });
    io::curl_transfers port(http_test::quick_options());
    downloader file(server.origin() + "/file");
    bool complete = false;
    for (int run = 0; run < 200 && !complete; ++run) {
      complete = file.run(port).complete;
      if (!complete && !file.done.empty() && random() % 3 == 0) { // the power goes: what no checkpoint covers is noise
        file.done = {{0, 1 + random() % file.done[0].end}};
        auto left = file.content();
        left.resize(file.done[0].end);
        file.part()->put(left + std::string(500 * kib - left.size(), '#'));
      }
    }
    ASSERT_TRUE(complete);
    const auto content = file.content().substr(0, file.size.value_or(0));
    EXPECT_TRUE(std::find(versions.begin(), versions.end(), content) != versions.end()) << "a mixture";
  }
}
