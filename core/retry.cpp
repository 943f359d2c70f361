#include "core/retry.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/json.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace core {
namespace {

using proto::failure_code;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// What a kind of trouble means.
struct verdict {
  core::reason reason;
  failure_code code;
  bool worth_retrying;
};
constexpr verdict limit{reason::refused, failure_code::limit_exceeded, false};
constexpr verdict unreadable{reason::server_error, failure_code::invalid_response, true};
constexpr verdict refused{reason::refused, failure_code::refused_by_service, false};
constexpr verdict server_error{reason::server_error, failure_code::server_error, true};

// What is kept of a body that holds no error object.
constexpr std::size_t kept_of_body = 300;

verdict of_transport(const reply& answer) {
  switch (answer.transport) {
  case transport_error::none: break;
  case transport_error::name_not_resolved:
  case transport_error::unreachable:
  case transport_error::refused_connection:
  case transport_error::timed_out:
  case transport_error::connection_lost:
  case transport_error::stopped: return {reason::network, failure_code::network_unreachable, true};
  case transport_error::captive_portal: return {reason::network, failure_code::captive_portal, true};
  // A wrong clock or a portal in between heals; a certificate that never fits ends as a lost service.
  case transport_error::tls: return {reason::network, failure_code::tls_refused, true};
  case transport_error::too_large: return limit;
  case transport_error::address_refused:
  case transport_error::redirect_refused: return {reason::refused, failure_code::address_refused, false};
  case transport_error::sign_in: return {reason::auth, failure_code::sign_in_failed, false};
  case transport_error::protocol: return unreadable;
  case transport_error::disk:
    return {reason::disk,
      proto::contains_word(answer.words, "no space") ? failure_code::disk_full : failure_code::disk_error, true};
  }
  return {reason::internal, failure_code::internal, false};
}

/// HTTP statuses and `error.code`s have the same meanings.
verdict of_code(int code) {
  switch (code) {
  case 401:
  case 407:
  case 499: return {reason::auth, failure_code::sign_in_required, false};
  case 498: return {reason::auth, failure_code::sign_in_failed, false};
  case 403: return {reason::refused, failure_code::permission_missing, false};
  case 404:
  case 410: return {reason::lost, failure_code::not_found, false};
  case 408:
  case 425: return server_error;
  case 413: return limit;
  case 429:
  case 503: return {reason::busy, failure_code::server_busy, true};
  case 501: return refused;
  default: return code >= 500 && code < 600 ? server_error : refused;
  }
}

/// Texts and message codes say more than the number beside them. `refusal` is
/// the HTTP status, 0 where that was a success.
verdict of_error(const proto::esri_error& error, int refusal) {
  const auto words = error.words();
  if (says_limit(words))
    return limit;
  if (error.message_code == "CONT_0001" || proto::contains_word(words, "Item does not have a file"))
    return {reason::refused, failure_code::not_found, false};
  if (proto::contains_word(words, "Unable to generate token"))
    return {reason::auth, failure_code::sign_in_failed, false};
  // 429 and 503 come from whatever stands before the service: its number is the better one.
  const bool gateway = refusal == 429 || refusal == 503;
  return of_code(gateway ? refusal : error.code.value_or(refusal));
}

/// "… retry after 60 sec …"
std::optional<seconds> wait_in_words(std::string_view words) {
  const auto lowered = proto::lower_case(words);
  const auto at = lowered.find("after ");
  if (at == std::string::npos)
    return {};
  int number = 0;
  const char* digits = lowered.data() + at + 6;
  const auto [end, error] = std::from_chars(digits, lowered.data() + lowered.size(), number);
  if (error != std::errc{} || number < 0 || !std::string_view{end}.starts_with(" sec"))
    return {};
  return seconds{number};
}

classified make(const verdict& v, const reply& answer, const std::string& during, const std::string& subject) {
  classified result{.reason = v.reason};
  result.failure.code = v.code;
  result.failure.during = during;
  result.failure.subject = proto::valid_utf8(subject);
  result.failure.worth_retrying = v.worth_retrying;
  if (answer.status != 0)
    result.failure.http_status = answer.status;
  result.retry_after = answer.retry_after;
  return result;
}

classified of_broken_transport(const reply& answer, const std::string& during, const std::string& subject) {
  auto result = make(of_transport(answer), answer, during, subject);
  result.failure.hint = proto::valid_utf8(answer.words);
  if (!answer.sign_in_failure)
    return result;
  // Why there is no token says what to do; an unreachable portal is a network wait.
  const auto& why = *answer.sign_in_failure;
  result.failure = why;
  if (result.failure.subject.empty())
    result.failure.subject = proto::valid_utf8(subject);
  using enum failure_code;
  if (why.code == network_unreachable || why.code == captive_portal || why.code == tls_refused)
    result.reason = reason::network;
  else if (why.code == failure_code::server_busy)
    result.reason = reason::busy;
  else if (why.code == failure_code::server_error || why.code == failure_code::invalid_response)
    result.reason = reason::server_error;
  return result;
}

bool begins_as_json(std::string_view body) {
  body = proto::trimmed(body);
  return body.starts_with('{') || body.starts_with('[');
}

} // namespace

std::optional<classified> classify(const reply& answer, const std::string& during, const std::string& subject) {
  if (answer.transport != transport_error::none)
    return of_broken_transport(answer, during, subject);
  const bool success = answer.ok();
  if (success && answer.body.empty())
    return {};
  const bool html = proto::looks_like_html(answer.body);
  const auto error = html ? std::nullopt : proto::error_in(answer.body);
  if (error) {
    auto result = make(of_error(*error, success ? 0 : answer.status), answer, during, subject);
    result.failure.esri_code = error->code;
    result.failure.server_said = proto::valid_utf8(error->words());
    if (!result.retry_after)
      result.retry_after = wait_in_words(result.failure.server_said);
    return result;
  }
  if (!success) {
    auto result = make(answer.status < 400 ? unreadable : of_code(answer.status), answer, during, subject);
    if (!html) // the words of a page are for browsers
      result.failure.server_said = proto::valid_utf8(std::string_view{answer.body}.substr(0, kept_of_body));
    return result;
  }
  const bool breaks_off = begins_as_json(answer.body) && !proto::parse_json(answer.body);
  if (!html && !breaks_off)
    return {};
  auto result = make(unreadable, answer, during, subject);
  result.failure.hint = html
    ? "a web page came instead of data: check the address, and whether something signs in before it"
    : "the answer breaks off or is no JSON within the limits";
  return result;
}

classified classify_failed_job(
  const std::vector<std::string>& messages, const std::string& during, const std::string& subject) {
  proto::esri_error said;
  for (const auto& message : messages)
    said.details.push_back(message);
  const auto words = said.words();
  verdict v{reason::server_error, failure_code::server_job_failed, true};
  if (says_limit(words))
    v = limit;
  else if (proto::contains_word(words, "498 Invalid Token") || proto::contains_word(words, "Token Required"))
    v = {reason::auth, failure_code::sign_in_failed, false};
  else if (proto::contains_word(words, "permission") || proto::contains_word(words, "not authorized"))
    v = {reason::refused, failure_code::permission_missing, false};
  auto result = make(v, {}, during, subject);
  result.failure.server_said = proto::valid_utf8(words);
  return result;
}

// Texts of ArcGIS Enterprise (geoprocessing error 001564) and of ArcGIS Online.
bool says_limit(std::string_view words) {
  static constexpr std::array<std::string_view, 5> texts{"ERROR 001564", "exceeds the maximum allowed number of tiles",
    "is greater than the max export tiles count", "exceeds the maximum number of",
    "maximum number of features exceeded"};
  return std::ranges::any_of(texts, [&](std::string_view text) { return proto::contains_word(words, text); });
}

milliseconds back_off(reason why, std::uint32_t count, std::optional<seconds> retry_after, double jitter) {
  using namespace std::chrono_literals;
  static constexpr seconds longest_asked = 24h;
  jitter = std::clamp(jitter, 0.0, 1.0);
  // A little more than asked: others were told the same moment.
  if (retry_after && *retry_after > 0s) {
    const milliseconds asked = std::min(*retry_after, longest_asked);
    return asked
      + milliseconds{
        static_cast<std::int64_t>(jitter * static_cast<double>(std::min<milliseconds>(asked / 10, 30s).count()))};
  }
  const auto [first, most] = why == reason::network ? std::pair<milliseconds, milliseconds>{1s, 60s}
    : why == reason::busy                           ? std::pair<milliseconds, milliseconds>{5s, 60s}
    : why == reason::auth || why == reason::disk    ? std::pair<milliseconds, milliseconds>{30s, 5min}
                                                    : std::pair<milliseconds, milliseconds>{2s, 120s};
  const double doubled =
    static_cast<double>(first.count()) * std::exp2(static_cast<double>(std::clamp(count, 1u, 32u) - 1));
  const double capped = std::min(doubled, static_cast<double>(most.count()));
  // Half is certain, half is chance.
  return milliseconds{static_cast<std::int64_t>(capped * (0.5 + 0.5 * jitter))};
}

milliseconds poll_interval(std::uint32_t count, double jitter) {
  jitter = std::clamp(jitter, 0.0, 1.0);
  if (count == 0)
    return milliseconds{static_cast<std::int64_t>(1000 * jitter)};
  const double grown = std::min(1000 * std::pow(1.5, static_cast<double>(std::min(count, 32u) - 1)), 15000.0);
  return milliseconds{static_cast<std::int64_t>(grown * (0.9 + 0.2 * jitter))};
}

} // namespace core
