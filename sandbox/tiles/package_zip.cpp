#include "sandbox/tiles/package_zip.hpp"

#include <cstdlib>
#include <cstring>

#include <zip.h>

namespace sandbox {

package_zip::package_zip(const std::filesystem::path& file, std::int64_t created_ms) : time_{created_ms / 1000} {
  int code = 0;
  archive_ = zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive_ != nullptr)
    return;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  error_ = zip_error_strerror(&error);
  zip_error_fini(&error);
}

package_zip::~package_zip() {
  if (archive_ != nullptr)
    zip_discard(archive_);
}

void package_zip::keep_error() {
  if (error_.empty())
    error_ = zip_strerror(archive_);
}

void package_zip::store(std::int64_t index) {
  if (index < 0)
    return keep_error();
  const auto entry = static_cast<zip_uint64_t>(index);
  if (zip_set_file_compression(archive_, entry, ZIP_CM_STORE, 0) != 0
    || zip_file_set_mtime(archive_, entry, time_, 0) != 0)
    keep_error();
}

void package_zip::add_folder(const std::string& name) {
  if (archive_ == nullptr)
    return;
  const std::int64_t index = zip_dir_add(archive_, name.c_str(), ZIP_FL_ENC_UTF_8);
  if (index < 0 || zip_file_set_mtime(archive_, static_cast<zip_uint64_t>(index), time_, 0) != 0)
    keep_error();
}

void package_zip::add_text(const std::string& name, const std::string& bytes) {
  if (archive_ == nullptr)
    return;
  // The archive frees what it is given.
  void* copy = std::malloc(bytes.empty() ? 1 : bytes.size());
  if (copy == nullptr)
    return;
  std::memcpy(copy, bytes.data(), bytes.size());
  zip_source_t* source = zip_source_buffer(archive_, copy, bytes.size(), 1);
  const std::int64_t index = source == nullptr ? -1 : zip_file_add(archive_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0)
    zip_source_free(source);
  store(index);
}

void package_zip::add_file(const std::string& name, const std::filesystem::path& file) {
  if (archive_ == nullptr)
    return;
  zip_source_t* source = zip_source_file(archive_, file.c_str(), 0, -1);
  const std::int64_t index = source == nullptr ? -1 : zip_file_add(archive_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0)
    zip_source_free(source);
  store(index);
}

std::string package_zip::close(std::function<bool()> goes_on) {
  if (!error_.empty())
    return error_;
  const auto is_stopped = [](zip_t*, void* asked) { return (*static_cast<std::function<bool()>*>(asked))() ? 0 : 1; };
  zip_register_cancel_callback_with_state(archive_, is_stopped, nullptr, &goes_on);
  if (zip_close(archive_) != 0)
    return zip_strerror(archive_);
  archive_ = nullptr;
  return {};
}

} // namespace sandbox
