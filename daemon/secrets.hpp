#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"
#include "io/http/secret_source.hpp"

#include <map>
#include <string>

namespace mapferryd {

/// Passwords from the files that the configuration names. An absolute path must
/// be a regular file of the daemon's user or root without rights for others; a
/// bare name `x` is `portal_x` in $CREDENTIALS_DIRECTORY, where systemd's
/// LoadCredential has put it (systemd.exec(5), Credentials).
class file_secrets final : public io::secret_source {
public:
  /// `credentials_directory` is empty where there is none.
  file_secrets(
    const std::map<std::string, config::credential_settings>& credentials, std::string credentials_directory);

  /// The file's text without its last line end. Read again each time.
  proto::result<std::string> secret(const std::string& credential) override;

  /// What the start would find out too late: a problem for each secret that
  /// cannot be read. No secret is kept.
  config::problems check();

private:
  struct place {
    std::string path;
    bool ours; ///< a file of ours: nobody else may read it
  };
  std::map<std::string, place> places_; ///< by credential; no path = nowhere
};

} // namespace mapferryd
