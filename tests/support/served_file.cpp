// What a good server answers, and the ordinary ways of not being one.
#include "tests/support/misbehaving_server.hpp"

#include <algorithm>
#include <charconv>

namespace support {

namespace {

struct span {
  std::size_t begin = 0;
  std::size_t end = 0; ///< 0 = no range was asked for
};

/// `bytes=a-b` or `bytes=a-`.
span asked_range(const std::string& header, std::size_t size) {
  const auto equals = header.find('=');
  const auto dash = header.find('-');
  if (equals == std::string::npos || dash == std::string::npos)
    return {};
  span out{0, size};
  std::from_chars(header.data() + equals + 1, header.data() + dash, out.begin);
  std::size_t last = 0;
  if (std::from_chars(header.data() + dash + 1, header.data() + header.size(), last).ec == std::errc{})
    out.end = std::min(size, last + 1);
  return out;
}

std::string chunks_of(std::string_view body) {
  std::string out;
  constexpr std::size_t piece = 1000;
  for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) {
    char length[16];
    const auto end = std::to_chars(length, length + sizeof length, std::min(piece, body.size()), 16).ptr;
    out.append(length, end).append("\r\n").append(body.substr(0, piece)).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

} // namespace

std::string answer(int status, const header_lines& headers, std::string_view body) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " x\r\n";
  bool framed = false;
  for (const auto& [name, value] : headers) {
    out += name + ": " + value + "\r\n";
    framed = framed || name == "Content-Length" || name == "Transfer-Encoding";
  }
  if (!framed)
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return out.append("\r\n").append(body);
}

std::string json_answer(std::string_view body) { return answer(200, {{"Content-Type", "application/json"}}, body); }

std::string redirect(int status, const std::string& location) { return answer(status, {{"Location", location}}, ""); }

void serve_file(const served_file& file, const seen_request& request, server_connection& connection) {
  header_lines headers{{"Content-Type", "application/octet-stream"}};
  for (const auto& [name, value] :
    header_lines{{"ETag", file.etag}, {"Last-Modified", file.last_modified}, {"Date", file.date}})
    if (!value.empty())
      headers.emplace_back(name, value);
  const auto condition = request.header("if-range");
  const bool holds =
    condition.empty() || (file.if_range && (condition == file.etag || condition == file.last_modified));
  const auto range = file.ranges && holds ? asked_range(request.header("range"), file.content.size()) : span{};

  std::string head;
  std::string body;
  if (range.end != 0 && range.begin >= file.content.size()) {
    headers.emplace_back("Content-Range", "bytes */" + std::to_string(file.content.size()));
    head = answer(416, headers, "");
  } else if (range.end != 0) {
    body = file.content.substr(range.begin, range.end - range.begin);
    headers.emplace_back("Content-Range",
      "bytes " + std::to_string(range.begin) + "-" + std::to_string(range.end - 1) + "/"
        + std::to_string(file.content.size()));
    headers.emplace_back("Content-Length", std::to_string(body.size()));
    head = answer(206, headers, "");
  } else {
    body = file.chunked ? chunks_of(file.content) : file.content;
    headers.emplace_back(
      file.chunked ? "Transfer-Encoding" : "Content-Length", file.chunked ? "chunked" : std::to_string(body.size()));
    head = answer(200, headers, "");
  }
  if (file.cut_after && *file.cut_after < body.size()) {
    connection.send(head + body.substr(0, *file.cut_after));
    connection.close();
  } else {
    connection.send(head + body);
  }
}

} // namespace support
