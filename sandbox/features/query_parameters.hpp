#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sandbox/base/outcome.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// A parameter and the only values of it that are served, in lower case and parted by spaces; a star means all of them.
struct known_parameter {
  std::string_view name;
  std::string_view values = "*";
};

/// A parameter that would change the answer and does not is worse than one that is refused.
std::optional<problem> refuse_unknown(const http_request& request, std::span<const known_parameter> known);

/// `'where' parameter is invalid: ...`
problem invalid_parameter(std::string_view name, const std::string& why);

/// `true` or `false`; `otherwise` if it is absent.
bool read_flag(const http_request& request, std::string_view name, bool otherwise);

/// A whole number from `least` to `most`; `otherwise` if it is absent.
outcome<std::size_t> read_count(
  const http_request& request, std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most);

/// Object ids `1,2,3`.
outcome<std::vector<std::int64_t>> read_object_ids(const std::string& text);

/// A reference that PROJ knows; `otherwise` if it is absent.
outcome<int> read_known_reference(const http_request& request, std::string_view name, int otherwise);

/// Columns named by `outFields`, in their order in the table; `*` means all, nothing the object id.
outcome<std::vector<std::size_t>> read_out_fields(const std::string& names, const table& from);

} // namespace sandbox
