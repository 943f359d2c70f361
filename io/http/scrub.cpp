#include "io/http/scrub.hpp"

#include "proto/arcgis/service_address.hpp"

#include <string_view>

namespace io {

namespace {

constexpr std::size_t shortest = 4;

void replace_all(std::string& text, const std::string& what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

} // namespace

void scrub(std::string& text, const std::vector<std::string>& hidden) {
  for (const auto& secret : hidden) {
    if (secret.size() < shortest) // would hit innocent words
      continue;
    for (const auto& written : {proto::percent_encode(secret), secret}) {
      if (text.find(written) == std::string::npos)
        continue;
      replace_all(text, "token=" + written + "&", "");
      replace_all(text, "?token=" + written, "");
      replace_all(text, "&token=" + written, "");
      replace_all(text, written, "***");
    }
  }
}

void scrub(core::reply& reply, const std::vector<std::string>& hidden) {
  scrub(reply.words, hidden);
  scrub(reply.address, hidden);
  scrub(reply.body, hidden);
  if (reply.sign_in_failure) {
    scrub(reply.sign_in_failure->server_said, hidden);
    scrub(reply.sign_in_failure->hint, hidden);
    scrub(reply.sign_in_failure->subject, hidden);
  }
}

} // namespace io
