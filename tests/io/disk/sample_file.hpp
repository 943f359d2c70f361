#pragma once

#include "io/disk/file_check.hpp"
#include "io/disk/posix.hpp"
#include "tests/support/scratch_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace io {

/// A file whose bytes a test changes and checks again and again.
class sample_file {
public:
  explicit sample_file(std::string content) : content_(std::move(content)) {
    file_ = file_descriptor(::open(scratch_.at("sample").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    restore();
  }

  const std::string& content() const { return content_; }
  int descriptor() const { return file_.get(); }

  /// Flips bits of one byte in the file; `restore_byte` puts it back.
  void flip(std::size_t at, int mask) {
    const auto byte = static_cast<char>(content_.at(at) ^ mask);
    ASSERT_EQ(::pwrite(file_.get(), &byte, 1, static_cast<off_t>(at)), 1);
  }
  void restore_byte(std::size_t at) {
    ASSERT_EQ(::pwrite(file_.get(), &content_.at(at), 1, static_cast<off_t>(at)), 1);
  }
  void put(std::size_t at, const std::string& bytes) {
    ASSERT_EQ(
      ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)), static_cast<ssize_t>(bytes.size()));
  }
  void cut(std::size_t length) { ASSERT_EQ(::ftruncate(file_.get(), static_cast<off_t>(length)), 0); }
  void restore() {
    cut(content_.size());
    put(0, content_);
  }

  proto::result<core::check_report> check(const core::check_request& request) const {
    return check_file(file_.get(), "sample", request, std::nullopt, {});
  }

private:
  scratch_directory scratch_;
  std::string content_;
  file_descriptor file_;
};

inline std::string words_of(const proto::result<core::check_report>& result) {
  return result ? "accepted" : proto::describe(result.error());
}

} // namespace io
