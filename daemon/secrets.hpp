#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"
#include "io/disk/credential_files.hpp"
#include "io/http/secret_source.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace mapferryd {

/// Secrets from the files that the configuration names. An absolute path must be a
/// regular file of the daemon's user or root without rights for others; a bare name
/// `x` is `portal_x` in $CREDENTIALS_DIRECTORY, where systemd's LoadCredential has put
/// it (systemd.exec(5), Credentials). A refresh token lives on in a file of the
/// state directory once it was renewed, until another one is configured.
class file_secrets final : public io::secret_source {
public:
  /// `credentials_directory` is empty where there is none.
  file_secrets(const config::settings& settings, std::string credentials_directory);

  /// The file's text without its last line end. Read again each time.
  proto::result<std::string> secret(const std::string& credential) override;
  std::int64_t renewed_at(const std::string& credential) override;
  proto::outcome replace(
    const std::string& credential, const std::string& refresh_token, std::int64_t renewed_at) override;

  /// What the start would find out too late: a problem for each secret that
  /// cannot be read. No secret is kept.
  config::problems check();
  /// Empty, or why the file at an absolute path is no good place for a secret.
  static std::string problem_of(const std::string& path);

private:
  struct place {
    std::string path;
    bool ours = true; ///< a file of ours: nobody else may read it
    std::string key;  ///< in the configuration
    bool is_renewed = false;
  };
  proto::result<std::string> configured(const std::string& credential) const;
  proto::result<std::optional<io::renewed_token>> renewed(const std::string& credential);

  std::map<std::string, place> places_; ///< by credential; no path = nowhere
  io::credential_files files_;
  std::mutex mutex_;                                   ///< guards the rest
  std::map<std::string, io::renewed_token> unwritten_; ///< by credential: the disk did not take them
};

} // namespace mapferryd
