#include "io/http/refused_secrets.hpp"

#include "core/names.hpp"
#include "core/secret_fingerprint.hpp"
#include "io/http/random_bytes.hpp"

namespace io {

namespace {

/// Addresses are longer than the keys of a store.
std::string memory_key(const sign_in_try& what) { return core::sha256_hex(what.credential + "\n" + what.address); }

std::string fingerprint_of(const sign_in_try& what, const std::string& salt) {
  return core::secret_fingerprint({what.user, what.address, what.secret}, salt);
}

/// In memory alone: quick, since the secret itself comes by here.
std::string digest_of(const sign_in_try& what) { return core::sha256_hex(what.user + "\n" + what.secret); }

} // namespace

std::optional<proto::failure> refused_secrets::why_refused(const sign_in_try& what) {
  const auto key = memory_key(what);
  const std::lock_guard lock(mutex_);
  if (const auto here = known_.find(key); here != known_.end())
    return here->second.digest == digest_of(what) ? std::optional(here->second.why) : std::nullopt;
  const auto stored = memory_->refusal(key);
  if (!stored || stored->fingerprint != fingerprint_of(what, stored->salt))
    return std::nullopt;
  known_[key] = {digest_of(what), stored->why};
  return stored->why;
}

void refused_secrets::remember(const sign_in_try& what, const proto::failure& why) {
  const auto key = memory_key(what);
  core::sign_in_refusal refusal;
  refusal.salt = core::hex(random_bytes(16));
  refusal.fingerprint = fingerprint_of(what, refusal.salt);
  refusal.why = why;
  const std::lock_guard lock(mutex_);
  known_[key] = {digest_of(what), why};
  (void)memory_->remember(key, refusal);
}

void refused_secrets::forget(const sign_in_try& what) {
  const auto key = memory_key(what);
  const std::lock_guard lock(mutex_);
  known_.erase(key);
  if (memory_->refusal(key))
    (void)memory_->forget(key);
}

} // namespace io
