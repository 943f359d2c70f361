#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Which family of servers is imitated: their addresses, job documents and ways of handing out files differ.
enum class dialect { enterprise, online };

struct options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;         ///< 0 = any free one
  std::uint16_t storage_port = 0; ///< of the second origin
  bool tls = false;
  dialect speaks = dialect::enterprise;
  bool auth = false;                       ///< items and services are private
  std::filesystem::path data;              ///< empty = the data that came with the program
  std::vector<std::filesystem::path> with; ///< folders that add to it
  std::filesystem::path describe;          ///< not to be served, but described in files (see `describe_folder`)
  std::filesystem::path faults;
  std::filesystem::path log;
  std::filesystem::path state;            ///< empty = a temporary directory, removed at the end
  std::int64_t token_ms = 60 * 60'000;    ///< the longest life of a token
  std::int64_t result_ms = 10 * 60'000;   ///< a result file that nobody touches goes after this time
  std::int64_t signature_ms = 5 * 60'000; ///< life of a signed address
  std::int64_t job_ms = 0;                ///< no job finishes earlier than this
  std::int64_t max_tiles = 0;             ///< maxExportTilesCount of every tile service; 0 = what the data say
  bool help = false;
};

/// A problem for an unknown word, a missing or a wrong value.
outcome<options> read_options(const std::vector<std::string>& arguments);
std::string usage();

} // namespace sandbox
