#include "server-sync/bureau/http/refusals.h"

namespace keqian::bureau {

constexpr int kRetryAfterS = 5;

Response refusal(int status) {
  switch (status) {
    case 408:
      return error_response(408, "request_timeout", "the request took too long to arrive");
    case 413:
      return error_response(413, "too_large", "the body is larger than this address takes");
    case 431:
      return error_response(431, "header_too_large", "the request's header is too large");
    case 501:
      return error_response(501, "not_implemented", "this transfer coding is not understood");
    case 505:
      return error_response(505, "http_version", "only HTTP/1.0 and HTTP/1.1 are understood");
    default:
      return error_response(400, "bad_request", "this is not a request in HTTP/1.1");
  }
}

Response busy() {
  auto response = error_response(503, "busy", "the server has too much to do", "try again soon");
  response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterS));
  return response;
}

}  // namespace keqian::bureau
