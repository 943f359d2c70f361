#include "daemon/secrets.hpp"

#include "io/disk/file_descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace mapferryd {
namespace {

constexpr std::size_t longest = 64u << 10;

struct outcome {
  std::string text;
  std::string wrong; ///< empty = read
};

outcome read_secret(const std::string& path, bool ours) {
  if (path.empty())
    return {{}, "is a bare name, but there is no $CREDENTIALS_DIRECTORY (LoadCredential= of the unit)"};
  const io::file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file)
    return {{}, std::string("cannot be read: ") + std::strerror(errno)};
  struct stat about {};
  if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode))
    return {{}, "is no regular file"};
  // The manager guards its folder by access lists, which show as rights of the group.
  if (ours && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return {{}, "must be of mode 0600: others may read it"};
  if (ours && about.st_uid != ::geteuid() && about.st_uid != 0)
    return {{}, "must belong to the daemon's user or root"};
  std::string text(longest + 1, '\0');
  const auto count = ::read(file.get(), text.data(), text.size());
  if (count < 0)
    return {{}, std::string("cannot be read: ") + std::strerror(errno)};
  text.resize(static_cast<std::size_t>(count));
  if (text.size() > longest)
    return {{}, "is too long for a secret"};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  if (text.empty())
    return {{}, "is empty"};
  return {std::move(text), {}};
}

} // namespace

file_secrets::file_secrets(
  const std::map<std::string, config::credential_settings>& credentials, std::string credentials_directory) {
  for (const auto& [name, credential] : credentials) {
    const auto& file = credential.password_file;
    if (file.find('/') != std::string::npos)
      places_[name] = {file, true};
    else
      places_[name] = {credentials_directory.empty() ? "" : credentials_directory + "/portal_" + file, false};
  }
}

proto::result<std::string> file_secrets::secret(const std::string& credential) {
  const auto found = places_.find(credential);
  auto read =
    found == places_.end() ? outcome{{}, "is not configured"} : read_secret(found->second.path, found->second.ours);
  if (read.wrong.empty())
    return std::move(read.text);
  return proto::failure{.code = proto::failure_code::sign_in_failed,
    .during = "reading the secret",
    .subject = "credentials." + credential + ".passwordFile",
    .server_said = {},
    .http_status = {},
    .esri_code = {},
    .worth_retrying = false,
    .hint = "the file " + read.wrong};
}

config::problems file_secrets::check() {
  config::problems found;
  for (const auto& [name, where] : places_)
    if (const auto wrong = read_secret(where.path, where.ours).wrong; !wrong.empty())
      found.push_back({0, 0, "credentials." + name + ".passwordFile", wrong});
  return found;
}

} // namespace mapferryd
