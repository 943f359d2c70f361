#pragma once

#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/results.hpp"
#include "sandbox/site.hpp"

namespace sandbox {

/// The object store behind the online dialect: another origin, files only, by addresses that are signed, end after
/// a while, and are refused when a token comes along.
class storage {
public:
  storage(const site& where, result_store& results, std::int64_t signature_ms, clock_ms clock);

  std::string signed_address(const http_request& request, const std::string& key) const;
  http_response handle(const http_request& request);

private:
  std::string signature(const std::string& key, const std::string& end) const;

  const site& site_;
  result_store& results_;
  std::int64_t signature_ms_;
  clock_ms clock_;
  std::string secret_;
};

} // namespace sandbox
