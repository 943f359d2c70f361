#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace sandbox {

/// A mobile geodatabase that is looked at, and what was found wrong with it so far.
class checked_geodatabase {
public:
  using row = std::vector<std::string>; ///< null is an empty text

  explicit checked_geodatabase(const std::filesystem::path& file);
  ~checked_geodatabase();
  checked_geodatabase(const checked_geodatabase&) = delete;
  checked_geodatabase& operator=(const checked_geodatabase&) = delete;

  void wrong(const std::string& what); ///< only the first few are kept
  std::vector<row> rows(const std::string& sql);
  std::string text(const std::string& sql); ///< the first cell, or nothing
  void expect_text(const std::string& sql, const std::string& wanted);
  const std::vector<std::string>& problems() const { return problems_; }

private:
  sqlite3* database_ = nullptr;
  std::vector<std::string> problems_;
};

} // namespace sandbox
