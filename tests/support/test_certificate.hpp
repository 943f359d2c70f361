#pragma once

#include <string>

struct ssl_st;
struct ssl_ctx_st;

namespace support {

/// A certificate for 127.0.0.1, made once a process, and its file for clients
/// that are to trust it.
class test_certificate {
public:
  static test_certificate& get();
  ~test_certificate();
  test_certificate(const test_certificate&) = delete;
  test_certificate& operator=(const test_certificate&) = delete;

  const std::string& file() const { return file_; }
  ssl_st* new_connection(int descriptor); ///< the caller frees it

private:
  test_certificate();
  ssl_ctx_st* context_;
  std::string file_;
};

} // namespace support
