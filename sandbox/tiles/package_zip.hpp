#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

struct zip;

namespace sandbox {

/// A zip whose entries are stored, not deflated: tiles do not shrink, and readers look into bundles where they lie. Zip64
/// where it must be. Entries that are files are read when the zip is closed, piece by piece.
class package_zip {
public:
  /// Nothing may stand at `file` yet. All entries bear the same time (milliseconds since 1970).
  package_zip(const std::filesystem::path& file, std::int64_t created_ms);
  ~package_zip();
  package_zip(const package_zip&) = delete;
  package_zip& operator=(const package_zip&) = delete;

  void add_folder(const std::string& name);
  void add_text(const std::string& name, const std::string& bytes);
  /// The file must stay as it is until `close`.
  void add_file(const std::string& name, const std::filesystem::path& source);
  /// Writes everything; without it nothing is left. The text of an error, or empty; `goes_on` is asked now and then, and
  /// false from it is an error too.
  std::string close(std::function<bool()> goes_on);

private:
  void store(std::int64_t index);
  void keep_error();

  zip* archive_ = nullptr;
  std::int64_t time_;
  std::string error_;
};

} // namespace sandbox
