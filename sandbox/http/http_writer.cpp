#include "sandbox/http/http_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "sandbox/http/file_responder.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

bool is_kind(const std::optional<fault>& spoil, fault_kind kind) { return spoil && spoil->kind == kind; }

/// The head and where the body comes from.
struct outgoing {
  int status = 200;
  header_map headers;
  std::string text;
  unique_fd file;
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

outgoing prepare_text(const http_request& request, const http_response& response) {
  outgoing out;
  out.status = response.status;
  out.headers = response.headers;
  out.text = response.body;
  constexpr std::size_t worth_packing = 1024;
  if (out.text.size() >= worth_packing && out.headers.count("Content-Encoding") == 0
    && request.header("Accept-Encoding").find("gzip") != std::string::npos) {
    std::string smaller = gzip(out.text);
    if (!smaller.empty()) {
      out.text = std::move(smaller);
      out.headers["Content-Encoding"] = "gzip";
      std::string& varies = out.headers["Vary"];
      varies += varies.empty() ? "Accept-Encoding" : ", Accept-Encoding";
    }
  }
  out.length = out.text.size();
  return out;
}

outgoing prepare(const http_request& request, const http_response& response, bool change_etag) {
  if (!response.file)
    return prepare_text(request, response);
  file_on_offer offer = *response.file;
  if (change_etag)
    offer.etag.insert(1, "changed-");
  file_answer answer = answer_for(offer, request);
  outgoing out;
  out.status = answer.status;
  out.headers = response.headers;
  out.headers.insert(answer.headers.begin(), answer.headers.end());
  out.first = answer.first;
  out.length = answer.length;
  out.file = unique_fd{::open(offer.path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!out.file) { // it expired between the look-up and now
    out = {};
    out.status = 404;
  }
  return out;
}

std::string head_of(const outgoing& out, const http_request& request, std::uint64_t stated_length, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(out.status) + " ";
  head += reason_phrase(out.status);
  head += "\r\nDate: " + http_date(request.received_ms / 1000) + "\r\nServer: mapferry-sandbox\r\n";
  for (const auto& [name, value] : out.headers)
    head += name + ": " + value + "\r\n";
  if (out.status != 204) // RFC 9110 8.6
    head += "Content-Length: " + std::to_string(stated_length) + "\r\n";
  head += "Connection: ";
  head += keep_alive ? "keep-alive" : "close";
  return head + "\r\n\r\n";
}

/// Sends `length` bytes of the body from the answer's beginning; counts what went out.
bool send_body(byte_stream& stream, const outgoing& out, std::uint64_t length, const std::optional<fault>& spoil,
  const std::stop_token& stop, std::uint64_t& sent) {
  constexpr std::uint64_t most = std::uint64_t{256} << 10U;
  constexpr std::uint64_t drips = 10; // a second
  const bool slow = is_kind(spoil, fault_kind::slow);
  const std::uint64_t step = slow ? std::clamp<std::uint64_t>(spoil->bytes_per_second / drips, 1, most) : most;
  const auto rest = std::chrono::milliseconds{slow ? 1000 * step / spoil->bytes_per_second : 0};
  std::vector<char> block(static_cast<std::size_t>(out.file ? std::min(step, length) : 0));
  while (sent < length) {
    const auto size = static_cast<std::size_t>(std::min(step, length - sent));
    std::string_view bytes = std::string_view{out.text}.substr(out.file ? 0 : static_cast<std::size_t>(sent));
    if (out.file) {
      const auto got = ::pread(out.file.get(), block.data(), size, static_cast<off_t>(out.first + sent));
      if (got <= 0)
        return false;
      bytes = {block.data(), static_cast<std::size_t>(got)};
    }
    bytes = bytes.substr(0, size);
    if (!stream.write(bytes))
      return false;
    sent += bytes.size();
    if (slow && !pause_for(rest, stop))
      return false;
  }
  return true;
}

} // namespace

bool pause_for(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any sleeper;
  std::unique_lock lock{mutex};
  sleeper.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

served send_response(byte_stream& stream, const http_request& request, const http_response& response,
  const std::optional<fault>& spoil, const std::stop_token& stop, bool& keep_alive) {
  const outgoing out = prepare(request, response, is_kind(spoil, fault_kind::changed_etag));
  const bool drop = is_kind(spoil, fault_kind::drop);
  const bool lie = is_kind(spoil, fault_kind::wrong_length);
  served result;
  if (response.file && (out.status == 200 || out.status == 206))
    result.sha256 = response.file->sha256;
  if (drop || lie)
    keep_alive = false;
  if (drop && !spoil->bytes)
    return result; // carried out, and nobody learns of it

  const std::uint64_t stated = out.length + (lie ? spoil->add : 0);
  if (!stream.write(head_of(out, request, stated, keep_alive))) {
    keep_alive = false;
    return result;
  }
  result.status = out.status;
  if (request.method == "HEAD")
    return result;
  const std::uint64_t length = drop ? std::min(*spoil->bytes, out.length) : out.length;
  if (!send_body(stream, out, length, spoil, stop, result.bytes))
    keep_alive = false;
  return result;
}

} // namespace sandbox
