#include "proto/control/rpc.hpp"

#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void require_one_line(const std::string& line) {
  require(line.find('\n') + 1 == line.size(), "a message is not one line: " + line);
}

void question(std::string_view line) {
  const auto read = proto::read_request_line(line);
  if (const auto* reply = std::get_if<proto::rpc_reply>(&read)) {
    require(reply->error() != nullptr, "a request was answered by its reader");
    return require_one_line(proto::to_line(*reply));
  }
  const auto& request = std::get<proto::rpc_request>(read);
  require(request.params.is_object(), "parameters have no names");
  const auto written = proto::to_line(request);
  require_one_line(written);
  const auto again = proto::read_request_line(written);
  const auto* same = std::get_if<proto::rpc_request>(&again);
  require(same && same->id == request.id && same->method == request.method && same->params == request.params,
    "a request is read otherwise: " + written);
}

void answer(std::string_view line) {
  const auto read = proto::read_answer_line(line);
  if (!read)
    return;
  const auto written = std::visit([](const auto& message) { return proto::to_line(message); }, *read);
  require_one_line(written);
  const auto again = proto::read_answer_line(written);
  require(again && again->index() == read->index(), "an answer is read otherwise: " + written);
  const auto rewritten = std::visit([](const auto& message) { return proto::to_line(message); }, *again);
  require(rewritten == written, "an answer changes each time it is read: " + written);
  if (const auto* reply = std::get_if<proto::rpc_reply>(&*read); reply && reply->error())
    require_one_line(proto::describe(proto::to_failure(*reply->error())) + "\n");
}

} // namespace

void control_lines(std::string_view text) {
  question(text);
  answer(text);
}

} // namespace fuzz
