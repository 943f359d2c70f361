#include "daemon/secrets.hpp"

#include "core/names.hpp"
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

proto::failure unreadable(const std::string& key, const std::string& wrong) {
  proto::failure why;
  why.code = proto::failure_code::sign_in_failed;
  why.during = "reading the secret";
  why.subject = key;
  why.hint = "the file " + wrong;
  return why;
}

proto::failure nobody_signed_in(const std::string& credential) {
  proto::failure why;
  why.code = proto::failure_code::login_needed;
  why.during = "reading the refresh token";
  why.subject = "credentials." + credential;
  why.hint = "mapferry login " + credential;
  return why;
}

} // namespace

file_secrets::file_secrets(const config::settings& settings, std::string credentials_directory)
  : files_(settings.state_directory) {
  for (const auto& [name, credential] : settings.credentials) {
    auto& at = places_[name];
    at.key = "credentials." + name + "." + config::secret_key(credential.type);
    at.is_renewed = credential.type == core::credential_kind::oauth_refresh_token;
    const auto& file = credential.secret_file;
    at.ours = file.empty() || file.find('/') != std::string::npos;
    if (at.ours)
      at.path = file;
    else if (!credentials_directory.empty())
      at.path = credentials_directory + "/portal_" + file;
  }
}

proto::result<std::string> file_secrets::secret(const std::string& credential) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(credential);
  if (found == places_.end() || !found->second.is_renewed)
    return configured(credential);
  const auto newest = renewed(credential);
  if (!newest)
    return newest.error();
  return *newest ? (*newest)->token : configured(credential);
}

std::int64_t file_secrets::renewed_at(const std::string& credential) {
  const std::lock_guard lock(mutex_);
  const auto newest = renewed(credential);
  return newest && *newest ? (*newest)->renewed_at : 0;
}

proto::outcome file_secrets::replace(
  const std::string& credential, const std::string& refresh_token, std::int64_t renewed_at) {
  const std::lock_guard lock(mutex_);
  const auto first = configured(credential);
  io::renewed_token next{refresh_token, renewed_at, first ? core::sha256_hex(*first) : ""};
  auto failed = files_.save(credential, next);
  if (failed)
    unwritten_[credential] = std::move(next);
  else
    unwritten_.erase(credential);
  return failed;
}

/// As the configuration has it.
proto::result<std::string> file_secrets::configured(const std::string& credential) const {
  const auto found = places_.find(credential);
  if (found == places_.end())
    return unreadable("credentials." + credential, "is not configured");
  const auto& at = found->second;
  if (at.is_renewed && at.path.empty() && at.ours)
    return nobody_signed_in(credential);
  auto read = read_secret(at.path, at.ours);
  if (!read.wrong.empty())
    return unreadable(at.key, read.wrong);
  return std::move(read.text);
}

/// What replaced the configured one, which counts again when it is another.
proto::result<std::optional<io::renewed_token>> file_secrets::renewed(const std::string& credential) {
  if (const auto kept = unwritten_.find(credential); kept != unwritten_.end())
    return std::optional(kept->second);
  auto newest = files_.load(credential);
  if (!newest || !*newest)
    return newest;
  const auto first = configured(credential);
  if (first && core::sha256_hex(*first) != (*newest)->descends_from)
    return std::optional<io::renewed_token>();
  return newest;
}

config::problems file_secrets::check() {
  config::problems found;
  for (const auto& [name, where] : places_) {
    const bool by_hand = where.is_renewed && where.path.empty() && where.ours;
    if (by_hand || (where.is_renewed && secret(name)))
      continue; // comes by `mapferry login`, for which the daemon must run; the first one's file may go once it is spent
    if (const auto wrong = read_secret(where.path, where.ours).wrong; !wrong.empty())
      found.push_back({0, 0, where.key, wrong});
  }
  return found;
}

std::string file_secrets::problem_of(const std::string& path) { return read_secret(path, true).wrong; }

} // namespace mapferryd
