#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// What became of a request.
struct served {
  int status = 0;          ///< 0 = nothing was sent
  std::uint64_t bytes = 0; ///< of the body, really sent
  std::string sha256;      ///< of the whole file, if one was handed out
  std::string fault;       ///< the script's word, if a rule acted
};

/// One JSON line a request: t (milliseconds since 1970), method, path, params, status, bytes, and where there are
/// any sha256 and fault. Tokens, passwords, the secrets of OAuth and signatures are left out. Safe for several threads.
class request_log {
public:
  request_log() = default; ///< keeps nothing
  outcome<bool> open(const std::filesystem::path& file);
  void add(const http_request& request, const served& result);

private:
  std::mutex mutex_;
  std::ofstream file_;
};

} // namespace sandbox
