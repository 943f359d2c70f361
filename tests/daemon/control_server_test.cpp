#include "daemon/control_server.hpp"

#include "tests/daemon/stub_desk.hpp"
#include "tests/daemon/stub_login.hpp"
#include "tests/support/scratch_directory.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/virtual_clock.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

struct note_list final : core::observer {
  std::vector<std::string> whys;
  void job_changed(const proto::job_view&) override {}
  void progressed(const proto::job_view&) override {}
  void note(core::note_level, const std::string&, json fields) override { whys.push_back(fields.value("why", "")); }
};

/// A client that never blocks: the test's thread also turns the server.
class test_client {
public:
  explicit test_client(const std::string& path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  /// What the socket takes now.
  std::size_t send(std::string_view bytes) {
    const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  void read() {
    std::string buffer(1u << 20, '\0');
    for (;;) {
      const auto count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      closed = closed || count == 0 || (count < 0 && errno == ECONNRESET);
      if (count <= 0)
        return;
      received.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }
  /// The whole lines so far.
  std::vector<json> lines() const {
    std::vector<json> read;
    for (std::size_t begin = 0, end = 0; (end = received.find('\n', begin)) != std::string::npos; begin = end + 1)
      read.push_back(json::parse(received.substr(begin, end - begin)));
    return read;
  }
  void half_close() { ::shutdown(socket_.get(), SHUT_WR); }

  std::string received;
  bool closed = false;

private:
  io::file_descriptor socket_;
};

class ControlServer : public ::testing::Test {
protected:
  void open(mapferryd::session_limits limits = {}, std::size_t clients = 8) {
    auto opened = mapferryd::control_server::open(
      {.path = path, .roles = {::geteuid(), {}, {}}, .session = limits, .most_clients = clients}, calls, board, queue,
      log);
    ASSERT_TRUE(opened) << proto::describe(opened.error());
    server = std::move(*opened);
  }
  void turn(int rounds = 1) {
    for (int i = 0; i < rounds; ++i)
      server->step(0ms, -1);
  }
  /// Until the client has so many lines, or is closed, or it seems hopeless.
  void turn_until(test_client& client, std::size_t lines) {
    for (int i = 0; i < 2000; ++i) {
      turn();
      client.read();
      if (client.closed
        || static_cast<std::size_t>(std::count(client.received.begin(), client.received.end(), '\n')) >= lines)
        return;
    }
  }
  static std::string call(int id, const std::string& method, json params = json::object()) {
    return json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump() + "\n";
  }

  scratch_directory folder;
  const std::string path = folder.at("control.sock");
  support::virtual_clock clock;
  stub_desk desk;
  stub_login logins;
  mapferryd::main_queue queue;
  mapferryd::event_board board{clock, {}, [this] { queue.wake(); }};
  const std::uint64_t start = board.latest();
  mapferryd::methods calls{desk, logins, board, {"1.2.3", 5, {}, {}}};
  note_list log;
  std::unique_ptr<mapferryd::control_server> server;
};

TEST_F(ControlServer, AnswersEveryRequestInItsOrder) {
  open();
  test_client client(path);
  client.send(call(1, "system.version") + call(2, "no.method") + call(3, "job.list"));
  turn_until(client, 3);
  const auto lines = client.lines();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0]["result"]["version"], "1.2.3");
  EXPECT_EQ(lines[1]["error"]["code"], -32601);
  EXPECT_EQ(lines[2]["result"]["jobs"], json::array());
}

TEST_F(ControlServer, KeepsOneRequestWaitingWithoutKeepingOthers) {
  open();
  desk.slow = true;
  test_client patient(path);
  test_client quick(path);
  patient.send(call(1, "job.list") + call(2, "system.version"));
  turn(3);
  quick.send(call(7, "system.version"));
  turn_until(quick, 1);
  EXPECT_EQ(quick.lines().at(0)["id"], 7);
  patient.read();
  EXPECT_EQ(patient.received, "");
  desk.let_go();
  turn_until(patient, 2);
  EXPECT_EQ(patient.lines().at(0)["id"], 1);
  EXPECT_EQ(patient.lines().at(1)["id"], 2);
}

TEST_F(ControlServer, ForgetsTheAnswerForAClientThatHasGone) {
  open();
  desk.slow = true;
  {
    test_client client(path);
    client.send(call(1, "job.list"));
    turn(3);
  }
  turn(3);
  desk.let_go();
  turn(3);
  test_client next(path);
  next.send(call(1, "system.version"));
  turn_until(next, 1);
  EXPECT_EQ(next.lines().size(), 1u);
}

TEST_F(ControlServer, CallsASurveyOffWhenItsClientHasGoneButNotWhenItOnlySpeaksNoMore) {
  open();
  desk.slow = true;
  const json job{{"portal", "https://town.example/portal"}, {"item", std::string(32, '0')},
    {"downloadDirectory", "/maps/a"},
    {"parameters",
      {{"areaOfInterest",
        {{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 4326}}}}}}}};
  test_client waiting(path);
  waiting.send(call(1, "offlineMap.capabilities", {{"job", job}}));
  waiting.half_close();
  {
    test_client leaving(path);
    leaving.send(call(1, "offlineMap.capabilities", {{"job", job}}));
    turn(3);
    ASSERT_EQ(desk.surveys.size(), 2u);
    EXPECT_EQ(desk.surveys_let_go, 0);
  }
  turn(3);
  EXPECT_EQ(desk.surveys_let_go, 1);
  desk.let_go();
  turn_until(waiting, 1);
  EXPECT_EQ(waiting.lines().at(0)["result"]["asked"], true);
  EXPECT_EQ(desk.surveys_let_go, 2);
}

TEST_F(ControlServer, AnswersAClientThatHasFinishedSpeaking) {
  open();
  test_client client(path);
  client.send(call(1, "system.version") + call(2, "system.version"));
  client.half_close();
  for (int i = 0; i < 100 && !client.closed; ++i) {
    turn();
    client.read();
  }
  EXPECT_TRUE(client.closed);
  EXPECT_EQ(client.lines().size(), 2u);
}

TEST_F(ControlServer, RefusesALineThatIsTooLongAndCloses) {
  open({.line = 100});
  test_client client(path);
  client.send(std::string(101, 'x'));
  for (int i = 0; i < 100 && !client.closed; ++i) {
    turn();
    client.read();
  }
  EXPECT_TRUE(client.closed);
  EXPECT_EQ(client.lines().at(0)["error"]["code"], -32600);
  EXPECT_EQ(log.whys.back(), "sent a line that is too long");
}

TEST_F(ControlServer, TakesALineThatComesInPieces) {
  open();
  test_client client(path);
  for (const char letter : call(4, "system.version")) {
    client.send(std::string(1, letter));
    turn();
  }
  turn_until(client, 1);
  EXPECT_EQ(client.lines().at(0)["id"], 4);
}

TEST_F(ControlServer, SendsEventsToThoseWhoSubscribed) {
  open();
  test_client subscriber(path);
  test_client other(path);
  subscriber.send(call(1, "events.subscribe"));
  turn_until(subscriber, 1);
  proto::job_view job;
  job.id = "a";
  board.job_changed(job);
  turn_until(subscriber, 2);
  const auto lines = subscriber.lines();
  EXPECT_EQ(lines.at(0)["result"]["seq"], start);
  EXPECT_EQ(lines.at(1)["method"], "event");
  EXPECT_EQ(lines.at(1)["params"]["job"], "a");
  other.read();
  EXPECT_EQ(other.received, "");
}

TEST_F(ControlServer, SendsWhatWasMissedSinceANumber) {
  open();
  proto::job_view job;
  job.id = "a";
  for (int i = 0; i < 3; ++i)
    board.job_changed(job);
  test_client client(path);
  client.send(call(1, "events.subscribe", {{"since", start + 1}}));
  turn_until(client, 3);
  EXPECT_EQ(client.lines().at(1)["params"]["seq"], start + 2);
  EXPECT_EQ(client.lines().at(2)["params"]["seq"], start + 3);
}

TEST_F(ControlServer, DropsASubscriberThatDoesNotReadAndTellsTheOthers) {
  open({.queue = 1u << 16, .slow = 50ms});
  test_client sleeper(path);
  test_client reader(path);
  for (auto* client : {&sleeper, &reader}) {
    client->send(call(1, "events.subscribe"));
    turn_until(*client, 1);
  }
  proto::job_view job;
  job.id = "a";
  job.title = std::string(8000, 't');
  for (int i = 0; i < 400; ++i) {
    board.job_changed(job);
    turn();
    reader.read();
  }
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (log.whys.empty() && std::chrono::steady_clock::now() < until) {
    server->step(10ms, -1);
    reader.read();
  }
  ASSERT_EQ(log.whys.size(), 1u);
  EXPECT_NE(log.whys[0].find("reads too slowly"), std::string::npos);
  turn(20);
  reader.read();
  EXPECT_FALSE(reader.closed);
  EXPECT_EQ(reader.lines().back()["params"]["seq"], start + 400);
}

TEST_F(ControlServer, ReadsNothingMoreFromAClientThatDoesNotTakeItsAnswers) {
  open({.queue = 1u << 14});
  test_client client(path);
  std::string many; // more than the system's buffers hold
  for (int i = 0; i < 1000; ++i)
    many += std::string(2000, ' ') + call(i, "rpc.discover");
  std::size_t sent = 0;
  for (int i = 0; i < 200; ++i) {
    sent += client.send(std::string_view(many).substr(sent));
    turn();
  }
  EXPECT_LT(sent, many.size()) << "the server has taken in everything";
  for (int i = 0; i < 20'000 && sent < many.size(); ++i) {
    client.read();
    sent += client.send(std::string_view(many).substr(sent));
    turn();
  }
  turn_until(client, 1000);
  EXPECT_EQ(client.lines().size(), 1000u);
}

TEST_F(ControlServer, TellsAClientThatIsOneTooMany) {
  open({}, 2);
  test_client first(path), second(path), third(path);
  turn(3);
  third.read();
  EXPECT_TRUE(third.closed);
  EXPECT_NE(third.received.find("too many clients"), std::string::npos);
}

TEST_F(ControlServer, ReplacesAStaleSocketButNoLivingOneAndNoFile) {
  open();
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0660u);
  const auto open_again = [&] {
    return mapferryd::control_server::open({.path = path, .roles = {}, .session = {}}, calls, board, queue, log);
  };
  EXPECT_EQ(open_again().error().code, proto::failure_code::directory_in_use);
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    io::file_descriptor stale(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    ASSERT_EQ(::bind(stale.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  EXPECT_TRUE(open_again());
  write_file(path, "precious");
  EXPECT_EQ(open_again().error().code, proto::failure_code::disk_error);
  EXPECT_TRUE(std::filesystem::exists(path));
}

/// Random bytes, spoilt requests and good ones, in random pieces, with clients
/// that come and go. Each good request of a client that stays is answered.
TEST_F(ControlServer, SurvivesAnyBytes) {
  std::mt19937_64 dice(test_seed());
  open({.line = 5000});
  const std::vector<std::string> seeds{call(1, "job.list"), call(2, "job.submit", {{"job", json::object()}}),
    call(3, "job.cancel", {{"id", "x"}}), call(4, "events.subscribe", {{"since", 3}}), call(5, "rpc.discover"),
    "[" + call(6, "job.list") + "]\n", std::string(400, '[') + "\n", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":7}\n",
    "\n", "null\n"};
  for (int round = 0; round < 400; ++round) {
    test_client client(path);
    std::string bytes;
    for (auto pieces = dice() % 8; pieces > 0; --pieces) {
      auto piece = seeds[dice() % seeds.size()];
      for (auto spoilt = dice() % 4; spoilt > 0; --spoilt)
        piece[dice() % piece.size()] = static_cast<char>(dice());
      bytes += piece;
    }
    for (std::size_t sent = 0; sent < bytes.size();) {
      sent += client.send(std::string_view(bytes).substr(sent, 1 + dice() % 200));
      turn();
      client.read();
      if (client.closed || dice() % 50 == 0)
        break;
    }
    for (const auto& line : client.lines())
      EXPECT_EQ(line["jsonrpc"], "2.0");
  }
  turn(3);
  test_client honest(path);
  honest.send(call(9, "system.version"));
  turn_until(honest, 1);
  EXPECT_EQ(honest.lines().at(0)["id"], 9);
}

} // namespace
