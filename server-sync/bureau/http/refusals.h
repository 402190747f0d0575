// What the server itself answers where no handler is asked. Pure.
#pragma once

#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {

// 408, 413, 431, 501, 505; anything else is 400.
Response refusal(int status);
// 503 with Retry-After.
Response busy();

}  // namespace keqian::bureau
