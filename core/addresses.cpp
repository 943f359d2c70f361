#include "core/addresses.hpp"

#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace core {
namespace {

// Of portals and of other hosts that a map's layers can name: signed addresses and keys.
constexpr std::array<std::string_view, 26> secret_names{"token", "key", "apikey", "api_key", "api-key", "x-api-key",
  "access_token", "accesstoken", "refresh_token", "id_token", "auth", "authorization", "subscription-key",
  "ocp-apim-subscription-key", "appid", "appkey", "app_key", "client_secret", "secret", "sig", "signature", "password",
  "passwd", "pwd", "hmac", "sas"};

// Signatures and credentials of storage services: X-Amz-Signature, X-Goog-Credential …
constexpr std::array<std::string_view, 2> secret_prefixes{"x-amz-", "x-goog-"};

constexpr std::string_view ends_of_a_value = "&#\"'<> \t\r\n\\)";
constexpr std::string_view ends_of_a_name = "=&#?\"'<> \t\r\n/\\";

/// The length of `name=value` at the start of a text if it is a secret, else 0.
std::size_t secret_length(std::string_view text) {
  const auto equals = text.find_first_of(ends_of_a_name);
  if (equals == std::string_view::npos || text[equals] != '=' || !is_secret_name(text.substr(0, equals)))
    return 0;
  if (text.substr(equals + 1).starts_with('{'))
    return 0;
  return std::min(text.find_first_of(ends_of_a_value, equals + 1), text.size());
}

/// `?`, `&` or `&amp;` at the start of a text, else empty.
std::string_view separator_at(std::string_view text) {
  if (text.starts_with("&amp;"))
    return text.substr(0, 5);
  return text.starts_with('?') || text.starts_with('&') ? text.substr(0, 1) : std::string_view{};
}

/// The length of `user:password@` at the start of what follows `://`, else 0.
std::size_t user_length(std::string_view text) {
  const auto authority = text.substr(0, text.find_first_of("/?#\"'<> \t\r\n\\)"));
  return authority.rfind('@') + 1; // npos + 1 = 0
}

void remove_from_text(nlohmann::json& value) {
  const auto& text = value.get_ref<const std::string&>();
  if (text.find_first_of("=@") != std::string::npos)
    value = without_secrets(text);
}

enum class secret_parameters { vanish, lose_their_values };

void remove_from_parameters(nlohmann::json& parameters, secret_parameters which) {
  for (auto member = parameters.begin(); member != parameters.end();) {
    const auto* value = member->get_ptr<const std::string*>();
    if (!is_secret_parameter(member.key(), value ? std::string_view{*value} : std::string_view{})) {
      ++member;
    } else if (which == secret_parameters::vanish) {
      member = parameters.erase(member);
    } else {
      *member = nullptr;
      ++member;
    }
  }
}

void remove_from(nlohmann::json& document, secret_parameters which) {
  if (document.is_string())
    return remove_from_text(document);
  if (!document.is_structured())
    return;
  for (auto& [name, member] : document.items()) {
    const bool parameters =
      proto::same_word(name, "customParameters") || proto::same_word(name, "customLayerParameters");
    if (member.is_object() && parameters)
      remove_from_parameters(member, which);
    remove_from(member, which);
  }
}

} // namespace

bool is_secret_name(std::string_view name) {
  return std::ranges::any_of(secret_names, [&](std::string_view secret) { return proto::same_word(name, secret); })
    || std::ranges::any_of(secret_prefixes,
      [&](std::string_view prefix) { return proto::same_word(name.substr(0, prefix.size()), prefix); });
}

bool is_secret_parameter(std::string_view name, std::string_view value) {
  static constexpr std::array<std::string_view, 4> within{"token", "secret", "passw", "credential"};
  static constexpr std::array<std::string_view, 2> ends{"key", "signature"};
  const auto lowered = proto::lower_case(name);
  return is_secret_name(name)
    || std::ranges::any_of(within, [&](std::string_view word) { return lowered.find(word) != std::string::npos; })
    || std::ranges::any_of(ends, [&](std::string_view word) { return lowered.ends_with(word); })
    || without_secrets(value) != value;
}

std::string without_secrets(std::string_view text) {
  std::string kept;
  bool question_dropped = false; // the next parameter inherits its question mark
  for (std::size_t at = 0; at < text.size();) {
    const auto separator = separator_at(text.substr(at));
    const auto length = separator.empty() ? 0 : secret_length(text.substr(at + separator.size()));
    const bool inherits = question_dropped && separator.starts_with('&');
    if (length > 0) {
      question_dropped = inherits || separator == "?";
      at += separator.size() + length;
      continue;
    }
    const auto step = std::max<std::size_t>(separator.size(), 1);
    kept += inherits ? "?" : text.substr(at, step);
    question_dropped = false;
    at += step;
    if (kept.ends_with("://"))
      at += user_length(text.substr(at));
  }
  return kept;
}

void remove_secrets(nlohmann::json& document) { remove_from(document, secret_parameters::vanish); }

void withhold_secrets(nlohmann::json& document) { remove_from(document, secret_parameters::lose_their_values); }

std::string storable_address(const std::string& address, const std::string& service) {
  const auto target = proto::split_url(address);
  const auto own = proto::split_url(service);
  if (!target || !own)
    return {};
  if (target->host == own->host || target->query.empty())
    return without_secrets(address);
  return {};
}

} // namespace core
