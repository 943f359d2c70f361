#include "io/disk/credential_files.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/posix.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>

#include <cerrno>

namespace io {
namespace {

constexpr std::uint64_t token_limit = 64u << 10;

proto::result<file_descriptor> credentials_folder(const std::string& state_directory) {
  const file_descriptor state(::open(state_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!state)
    return disk_failure(errno, "opening", state_directory);
  return make_folder(state.get(), "credentials");
}

std::string file_of(const std::string& credential) { return proto::percent_encode(credential) + ".json"; }

} // namespace

proto::result<std::optional<renewed_token>> credential_files::load(const std::string& credential) const {
  const auto folder = credentials_folder(state_directory_);
  if (!folder)
    return folder.error();
  if (!exists(folder->get(), file_of(credential)))
    return std::optional<renewed_token>();
  const auto text = read_text(folder->get(), file_of(credential), token_limit);
  if (!text)
    return text.error();
  const auto json = proto::parse_json(*text).value_or(nullptr);
  renewed_token token{proto::text_in(json, "refreshToken"),
    proto::integer_in<std::int64_t>(json, "renewedAt").value_or(0), proto::text_in(json, "descendsFrom")};
  return token.token.empty() ? std::nullopt : std::optional(std::move(token));
}

proto::outcome credential_files::save(const std::string& credential, const renewed_token& token) const {
  const auto folder = credentials_folder(state_directory_);
  if (!folder)
    return folder.error();
  const nlohmann::json json{
    {"v", 1}, {"refreshToken", token.token}, {"renewedAt", token.renewed_at}, {"descendsFrom", token.descends_from}};
  const auto text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (auto failed = write_durably(folder->get(), file_of(credential), text, 0600))
    return failed;
  return sync_folder(folder->get(), state_directory_ + "/credentials");
}

} // namespace io
