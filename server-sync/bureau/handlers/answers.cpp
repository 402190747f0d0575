#include "server-sync/bureau/handlers/answers.h"

#include "server-sync/base/log.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/store/form_rules.h"

namespace keqian::bureau {
namespace {

Response failure(int status, std::string_view code, const Error& error) {
  auto response = error_response(status, code, error.message, error.hint);
  const auto* rule = broken_rule(error);
  if (rule == nullptr) return response;
  response.body = Json::object({{"code", code},
                                {"message", error.message},
                                {"hint", error.hint},
                                {"field", rule->field},
                                {"rule", rule->rule}})
                      .dump();
  return response;
}

// RFC 8187, section 3.2.1: what is no attr-char is written as %XX.
std::string extended_value(std::string_view text) {
  return "UTF-8''" + percent_encoded(text, "!#$&+-.^_`|~");
}

}  // namespace

Response json_response(const Json& body) {
  Response response;
  response.body = body.dump();
  return response;
}

Response failure_response(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kInvalid:
      return failure(422, "invalid", error);
    case ErrorKind::kNotFound:
      return failure(404, "not_found", error);
    case ErrorKind::kConflict:
      return failure(409, "conflict", error);
    case ErrorKind::kDenied:
      return failure(403, "denied", error);
    case ErrorKind::kUnavailable:
      return failure(503, "unavailable", error);
    case ErrorKind::kStorage:
    case ErrorKind::kInternal:
      break;
  }
  log_error(error.text());
  return error_response(500, "internal", "the bureau could not do this", "its log says why");
}

Response file_response(std::string_view type, std::string body, std::string_view plain_name,
                       std::string_view name) {
  Response response;
  response.content_type = type;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" +
                                                           std::string(plain_name) +
                                                           "\"; filename*=" + extended_value(name));
  return response;
}

Response too_many_requests(std::int64_t retry_after_s) {
  auto response =
      error_response(429, "too_many_requests", "too many tries from here", "wait, then try again");
  response.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  return response;
}

std::variant<Json, Response> read_body(const Request& request) {
  const auto type = trim(split(request.header("content-type"), ';').front());
  if (type != "application/json") {
    return error_response(415, "unsupported_media_type", "the body must be application/json");
  }
  auto parsed = Json::parse(request.body);
  if (!parsed) return error_response(400, "bad_message", parsed.error().message);
  if (parsed->as_object() == nullptr) {
    return error_response(400, "bad_message", "the body must be an object");
  }
  return std::move(*parsed);
}

}  // namespace keqian::bureau
