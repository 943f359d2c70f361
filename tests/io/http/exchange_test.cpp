#include "io/http/exchange.hpp"

#include "tests/io/http/transfer_fixture.hpp"

#include <functional>

using core::transport_error;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;
using namespace std::chrono_literals;

namespace {

/// Takes bodies as it is told.
class told_sink final : public io::exchange_sink {
public:
  std::function<taken()> on_body = [] { return taken::all; };
  int bodies = 0;

private:
  taken head(const io::response_head&) override { return taken::all; }
  taken body(std::span<const std::byte>) override {
    ++bodies;
    return on_body();
  }
};

class Exchange : public ::testing::Test {
protected:
  io::exchange make(const std::string& address) {
    io::exchange_request request;
    request.address = address;
    request.target = *proto::split_url(address);
    request.resolve_only = resolve_only;
    request.permit.configured = true;
    return {io::easy_handle(curl_easy_init()), nullptr, std::move(request), options, guard, sink};
  }

  io::http_options options = http_test::quick_options();
  io::address_guard guard{options};
  told_sink sink;
  bool resolve_only = false;
};

} // namespace

TEST_F(Exchange, ALookUpTellsTheClassOfTheHostToEverybody) {
  resolve_only = true;
  auto look_up = make("http://localhost:1/");
  const auto code = curl_easy_perform(look_up.handle());
  EXPECT_EQ(look_up.finish(code).peer, core::address_class::loopback);
  EXPECT_EQ(guard.class_met("http://localhost:1"), core::address_class::loopback);
}

TEST_F(Exchange, ATimeThatIsOverBeforeTheNameIsKnownIsTheNames) {
  auto waiting = make("http://gis.example/");
  EXPECT_EQ(waiting.finish(CURLE_OPERATION_TIMEDOUT).error, transport_error::name_not_resolved);
}

// curl_easy_pause hands over at once what had come during the pause, and nobody
// hears that it was refused there.
TEST_F(Exchange, GivesNothingToASinkThatHasHadEnough) {
  misbehaving_server server([](const seen_request&, server_connection& to) {
    to.send(support::answer(200, {}, http_test::package_bytes(8u << 20)));
  });
  auto download = make(server.origin() + "/file");
  const std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi(curl_multi_init(), &curl_multi_cleanup);
  curl_multi_add_handle(multi.get(), download.handle());
  sink.on_body = [] { return io::exchange_sink::taken::nothing_yet; };
  int running = 1;
  while (sink.bodies == 0 && curl_multi_perform(multi.get(), &running) == CURLM_OK)
    curl_multi_poll(multi.get(), nullptr, 0, 100, nullptr);
  sink.on_body = [] { return io::exchange_sink::taken::no_more; };
  download.resume();
  while (running > 0 && curl_multi_perform(multi.get(), &running) == CURLM_OK)
    curl_multi_poll(multi.get(), nullptr, 0, 100, nullptr);
  EXPECT_EQ(sink.bodies, 2);
  EXPECT_EQ(download.finish(CURLE_WRITE_ERROR).error, transport_error::none) << "the sink's own wish is no error";
  curl_multi_remove_handle(multi.get(), download.handle());
}
