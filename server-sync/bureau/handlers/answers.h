// Requests' bodies and answers of the pages' JSON interface, under /api/.
#pragma once

#include <cstdint>
#include <variant>

#include "server-sync/base/result.h"
#include "server-sync/bureau/http/message.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {

Response json_response(const Json& body);

// {"code","message","hint"}, and for a field of a form that breaks a rule "field" and "rule", with
// the status that fits: invalid 422, not found 404, conflict 409,
// denied 403, unavailable 503, storage and internal 500 (those are logged; the client learns no
// paths).
Response failure_response(const Error& error);

// A file to keep, of that type and content. `name` is its name, `plain_name` the same for programs
// that read no other characters than ASCII; it consists of letters, digits, '-' and '.' (RFC 6266).
Response file_response(std::string_view type, std::string body, std::string_view plain_name,
                       std::string_view name);

// 429 with Retry-After.
Response too_many_requests(std::int64_t retry_after_s);

// The object in a request's body, or the answer that refuses it: 415 unless its type is JSON, 400
// unless it is an object.
std::variant<Json, Response> read_body(const Request& request);

}  // namespace keqian::bureau
