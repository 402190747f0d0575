// What goes on the wire before a body: status line, length, security headers; and the conditional
// and compressed forms of an answer. Pure.
#pragma once

#include <string>

#include "server-sync/base/date.h"
#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {

// Turns 200 into 304 where the client holds that ETag, empties what has no body (204, 304), and
// unpacks gzip it does not read. Once for each answer.
void suit_to_client(const Request& request, Response& response);

struct HeadContext {
  UtcMs now_utc_ms = 0;
  bool secure = false;  // over our own TLS: says so to browsers for a year
  bool keep_alive = true;
};
// The head of `response`, its blank line included. A name or value with a line break in it is left
// out: an answer cannot be split.
std::string response_head(const Response& response, const HeadContext& context);

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(UtcMs utc_ms);

}  // namespace keqian::bureau
