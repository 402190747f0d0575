// Signs what the bureau answers to kiosks (PROTOCOL.md section 3), so that nobody in between can
// acknowledge anything in its name.
#pragma once

#include <string_view>

#include "server-sync/bureau/http/message.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// Whether a path is one of the kiosk protocol, in any version: "/v1/…", "/v23/…".
bool is_kiosk_path(std::string_view path);
// The form of Keqian-Kiosk: a kiosk's id, or "-" before the enrolment.
bool is_kiosk_header(std::string_view text);

// The last word on every answer (ServerOptions::finish): adds Keqian-Signature where the request
// is one of the kiosk protocol and says in the right form who asks, and with which nonce. Any
// thread may call, several at once.
class AnswerSigner {
 public:
  explicit AnswerSigner(wire::KeyPair bureau_keys) : keys_(bureau_keys) {}
  void operator()(const Request& request, Response& response) const;

 private:
  wire::KeyPair keys_;
};

}  // namespace keqian::bureau
