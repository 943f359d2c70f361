#include "core/estimate/needed_credentials.hpp"

#include "proto/arcgis/service_address.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace core {
namespace {

/// In the order of credential_kind, as the configuration writes them.
struct kind_facts {
  const char* word;
  std::optional<std::chrono::minutes> life; ///< of a token that we ask for
  const char* renewal;
};
constexpr std::array<kind_facts, 5> facts{{
  {"userPassword", portal_token_life, "signed in again before the token ends"},
  {"token", std::nullopt, "not renewed: once it has ended the job waits until its file holds another"},
  {"apiKey", std::nullopt, "not renewed: once it has ended the job waits until its file holds another"},
  {"oauthClient", portal_token_life, "asked for again before the token ends"},
  {"oauthRefreshToken", portal_token_life,
    "asked for again before the token ends; the refresh token itself is renewed daily"},
}};

class credential_list {
public:
  credential_list(const plan_question& question, document_reader& reader) : question_(question), reader_(reader) {}

  void add(const std::string& address) {
    const auto parts = proto::split_url(address);
    if (!parts || question_.sign_in == nullptr)
      return;
    const auto way = way_for(*question_.sign_in, address, question_.portal);
    if (way.from == token_way::source::server)
      add_server(parts->origin(), way);
    else if (way.from != token_way::source::none)
      add(parts->origin(), way.portal_credential, std::nullopt);
  }

  std::vector<proto::needed_credential> take() { return std::move(all_); }

private:
  /// A federated server's tokens are exchanged for its portal's.
  void add_server(const std::string& origin, const token_way& way) {
    auto request = named_document(way.server_root + "/rest/info", question_.portal);
    const auto* answer = reader_.json(
      "info:" + way.server_root, request, document_reader::importance::of_layer, "asking about tokens", origin);
    if (answer == nullptr)
      return;
    const auto info = *answer ? read_server_info(**answer) : server_info{};
    if (!info.owning_system.empty()) {
      const auto owner = way_to_owner(*question_.sign_in, way, info.owning_system);
      if (owner.from == token_way::source::fixed) // sent as it is
        return add(origin, owner.portal_credential, std::nullopt);
      return add(
        origin, owner.portal_credential, std::min(info.validity.value_or(server_token_life), server_token_life));
    }
    if (info.token_based)
      add(origin, way.server_credential, std::min(info.validity.value_or(server_token_life), server_token_life));
  }

  void add(const std::string& origin, const std::string& name, std::optional<std::chrono::minutes> life) {
    const auto known = question_.sign_in->credentials.find(name);
    const bool is_listed =
      std::ranges::any_of(all_, [&](const auto& one) { return one.origin == origin && one.credential == name; });
    if (known == question_.sign_in->credentials.end() || is_listed)
      return;
    const auto& kind = facts.at(static_cast<std::size_t>(known->second.kind));
    const auto lasts = life ? life : kind.life;
    all_.push_back({origin, name, kind.word, {}, kind.renewal});
    if (lasts)
      all_.back().lives_for = std::chrono::seconds{*lasts}.count();
  }

  const plan_question& question_;
  document_reader& reader_;
  std::vector<proto::needed_credential> all_;
};

} // namespace

std::vector<proto::needed_credential> needed_credentials(
  const plan_question& question, const offline_plan& plan, document_reader& reader) {
  credential_list list(question, reader);
  list.add(plan.portal_url + "/sharing/rest");
  for (const auto& planned : plan.exports)
    list.add(proto::service_of(planned.task));
  return list.take();
}

} // namespace core
