#pragma once

#include <string>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// A fresh authority and a server certificate signed by it, as PEM. The authority's key is thrown away:
/// nothing else can ever be signed with it.
struct certificate_set {
  std::string authority; ///< what a client has to trust
  std::string certificate;
  std::string key;
};

/// For `host`, localhost, 127.0.0.1 and ::1, valid for a month from yesterday. EC P-256.
outcome<certificate_set> make_certificates(const std::string& host);

} // namespace sandbox
