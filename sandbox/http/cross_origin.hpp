#pragma once

#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// What OPTIONS asks for: the methods that are understood, and no content.
http_response preflight_answer();

/// Lets the page that sent the request read the answer, and a preflight's page send what it announced: the origin is
/// repeated, as servers do that allow every one, since clients ask with cookies too. Nothing where no `Origin` was named. (WHATWG Fetch, 3.3 CORS protocol)
void allow_origin(const http_request& request, http_response& answer);

} // namespace sandbox
