#include "client/job_argument.hpp"

#include "config/job_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace client {

std::string folder_of(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::absolute(file, ignored).parent_path().string();
}

std::variant<proto::job_request, int> job_of(const invocation& call) {
  const auto text = read_file(call.argument);
  if (!text)
    return report(call, call.argument, {{0, 0, "", std::strerror(errno)}}, proto::failure_code::invalid_request);
  auto loaded = config::load_job(*text, folder_of(call.argument));
  if (!loaded.job)
    return report(call, call.argument, loaded.found, loaded.why);
  return std::move(*loaded.job);
}

} // namespace client
