// Whom a request came from. Pure.
#pragma once

#include <string>

#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {

// `peer` is the other end of the connection, "192.0.2.7" or "2001:db8::7". A proxy on this machine
// says in X-Forwarded-For whom it was called by, after whatever that client had put there itself;
// nobody else is believed.
std::string client_address(const std::string& peer, const Request& request);

}  // namespace keqian::bureau
