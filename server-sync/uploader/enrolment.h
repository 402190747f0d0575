// Enrolment: a one-time code and a key pair made here become a kiosk's identity.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/uploader.h"
#include "server-sync/wire/messages.h"

namespace keqian::uploader {

struct EnrolmentFailure {
  SyncFailure failure = SyncFailure::kRefusedRequest;
  std::string code;     // the bureau's error code, if it stated one: "code_expired", …
  std::string detail;   // one line in English
  Error error() const;  // the same with a hint, for a terminal
};

// Makes a key pair, sends its public half with the code, checks the signed answer and stores the
// identity. Where the enrolment string names the bureau's key, only that key is believed; without
// it (address and code typed by hand) the key of the answer is taken, trusting the TLS connection.
// `version` is the kiosk program's.
std::variant<KioskIdentity, EnrolmentFailure> enrol(const wire::EnrolmentString& enrolment,
                                                    std::string_view version, Outbox& outbox,
                                                    transfer::HttpClient& client, Clock& clock,
                                                    Randomness& randomness);

}  // namespace keqian::uploader
