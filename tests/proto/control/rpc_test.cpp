#include "proto/control/rpc.hpp"

#include <gmock/gmock.h>

#include <set>

namespace {

using nlohmann::json;
using proto::rpc_reply;
using proto::rpc_request;

const rpc_reply* refusal_of(const std::variant<rpc_request, rpc_reply>& read) { return std::get_if<rpc_reply>(&read); }

TEST(Rpc, RequestsComeBackFromTheirLine) {
  const rpc_request request{.id = 7, .method = "job.get", .params = {{"id", "01J\n"}}};
  const auto line = proto::to_line(request);
  EXPECT_EQ(std::ranges::count(line, '\n'), 1) << "one message, one line";
  const auto read = proto::read_request_line(line);
  const auto* again = std::get_if<rpc_request>(&read);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, request.id);
  EXPECT_EQ(again->method, request.method);
  EXPECT_EQ(again->params, request.params);
}

TEST(Rpc, ParametersMayBeLeftOutAndNotificationsHaveNoId) {
  const auto read = proto::read_request_line(R"({"jsonrpc":"2.0","method":"system.version"})");
  const auto* request = std::get_if<rpc_request>(&read);
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->id.is_null());
  EXPECT_EQ(request->params, json::object());
}

TEST(Rpc, WrongLinesGetTheStandardErrors) {
  const std::tuple<const char*, int, const char*> cases[]{{"", -32700, "null"}, {"{", -32700, "null"},
    {"\xff", -32700, "null"}, {"[]", -32600, "null"}, {"1", -32600, "null"},
    {R"([{"jsonrpc":"2.0","method":"a","id":1}])", -32600, "null"}, {R"({"method":"a","id":1})", -32600, "null"},
    {R"({"jsonrpc":"1.0","method":"a","id":1})", -32600, "null"}, {R"({"jsonrpc":"2.0","id":1})", -32600, "1"},
    {R"({"jsonrpc":"2.0","method":5,"id":"x"})", -32600, "\"x\""},
    {R"({"jsonrpc":"2.0","method":"a","id":{}})", -32600, "null"},
    {R"({"jsonrpc":"2.0","method":"a","id":1,"params":[1]})", -32602, "1"},
    {R"({"jsonrpc":"2.0","method":"a","id":1,"params":"x"})", -32602, "1"}};
  for (const auto& [line, code, id] : cases) {
    const auto read = proto::read_request_line(line);
    ASSERT_TRUE(refusal_of(read)) << line;
    ASSERT_TRUE(refusal_of(read)->error()) << line;
    EXPECT_EQ(refusal_of(read)->error()->code, code) << line;
    EXPECT_EQ(refusal_of(read)->id, json::parse(id)) << line;
  }
}

TEST(Rpc, LongAndDeepLinesAreRefused) {
  const auto long_line = proto::read_request_line(std::string(proto::max_request_line + 1, ' '));
  EXPECT_EQ(refusal_of(long_line)->error()->code, proto::rpc_code::invalid_request);
  const auto deep = proto::read_request_line(R"({"jsonrpc":"2.0","method":"a","params":)" + std::string(200'000, '['));
  EXPECT_EQ(refusal_of(deep)->error()->code, proto::rpc_code::parse_error);
}

TEST(Rpc, RepliesComeBackFromTheirLine) {
  const auto result = proto::read_answer_line(proto::to_line(rpc_reply{.id = "a", .outcome = json{{"id", "01J"}}}));
  ASSERT_TRUE(result);
  const auto* reply = std::get_if<rpc_reply>(&*result);
  ASSERT_TRUE(reply && reply->result());
  EXPECT_EQ(reply->id, "a");
  EXPECT_EQ((*reply->result())["id"], "01J");
  const auto null_result = proto::read_answer_line(proto::to_line(rpc_reply{.id = 1, .outcome = json()}));
  EXPECT_TRUE(null_result);
}

TEST(Rpc, FailuresTravelAsErrors) {
  const proto::failure f{.code = proto::failure_code::directory_not_empty,
    .during = "taking the job",
    .subject = "/maps/x",
    .server_said = "\xff"};
  const auto line = proto::to_line(rpc_reply{.id = 3, .outcome = proto::to_rpc_error(f)});
  const auto read = proto::read_answer_line(line);
  ASSERT_TRUE(read);
  const auto* error = std::get<rpc_reply>(*read).error();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, -32011);
  EXPECT_EQ(error->data["code"], "directoryNotEmpty");
  const auto again = proto::to_failure(*error);
  EXPECT_EQ(again.code, f.code);
  EXPECT_EQ(again.subject, f.subject);
}

TEST(Rpc, EveryFailureHasTheCodeOfItsExit) {
  for (const auto& kind : proto::failure_kinds()) {
    const auto error = proto::to_rpc_error({.code = kind.code});
    EXPECT_EQ(error.code, -32000 - kind.exit_code);
    EXPECT_EQ(proto::to_failure(error).code, kind.code);
  }
}

TEST(Rpc, StandardErrorsReadAsInvalidRequests) {
  const auto reply = proto::error_reply(1, proto::rpc_code::method_not_found, "no method job.fly");
  const auto f = proto::to_failure(*reply.error());
  EXPECT_EQ(f.code, proto::failure_code::invalid_request);
  EXPECT_THAT(proto::describe(f), testing::HasSubstr("no method job.fly"));
}

TEST(Rpc, EventsComeBackFromTheirLine) {
  proto::rpc_event event{.seq = 12,
    .time = 1'700'000'000'000,
    .job = "01J",
    .layer = 2,
    .kind = proto::event_kind::progress,
    .view = {{"progress", 5}}};
  for (int round = 0; round < 2; ++round, event.layer.reset()) {
    const auto read = proto::read_answer_line(proto::to_line(event));
    ASSERT_TRUE(read);
    const auto* again = std::get_if<proto::rpc_event>(&*read);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->seq, event.seq);
    EXPECT_EQ(again->time, event.time);
    EXPECT_EQ(again->job, event.job);
    EXPECT_EQ(again->layer, event.layer);
    EXPECT_EQ(again->kind, event.kind);
    EXPECT_EQ(again->view, event.view);
  }
}

TEST(Rpc, AnswersThatAreNoneGiveNothing) {
  for (const char* line : {"", "{}", "[]", "null", R"({"jsonrpc":"2.0","id":1})",
         R"({"jsonrpc":"2.0","method":"other","params":{}})", R"({"jsonrpc":"2.0","method":"event"})",
         R"({"jsonrpc":"2.0","method":"event","params":{"seq":-1}})", R"({"jsonrpc":"2.0","method":5})"})
    EXPECT_FALSE(proto::read_answer_line(line)) << line;
}

TEST(Rpc, TheTableNamesEveryMethodWithItsRole) {
  std::set<std::string_view> names;
  for (const auto& method : proto::rpc_methods()) {
    EXPECT_TRUE(names.insert(method.name).second);
    EXPECT_EQ(proto::find_method(method.name), &method);
    EXPECT_FALSE(method.summary.empty() || method.params.empty() || method.result.empty());
  }
  EXPECT_EQ(names,
    (std::set<std::string_view>{"job.submit", "job.list", "job.get", "job.pause", "job.resume", "job.cancel",
      "job.retry", "job.remove", "credential.login", "credential.finishLogin", "offlineMap.capabilities",
      "offlineMap.defaultParameters", "offlineMap.parameterOverrides", "offlineMap.plan", "offlineMap.estimatedPlan",
      "events.subscribe", "system.status", "system.version", "rpc.discover"}));
  EXPECT_EQ(proto::find_method("job.fly"), nullptr);
  EXPECT_EQ(proto::find_method("job.list")->needs, proto::role::observe);
  EXPECT_EQ(proto::find_method("job.cancel")->needs, proto::role::operate);
  EXPECT_EQ(proto::discover()["methods"].size(), names.size());
}

} // namespace
