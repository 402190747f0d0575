// The bureau's half of the kiosk protocol (server-sync/wire/PROTOCOL.md): enrolment, upload,
// configuration. Answers are signed by AnswerSigner on their way out.
#pragma once

#include "server-sync/base/clock.h"
#include "server-sync/bureau/handlers/upload_writer.h"
#include "server-sync/bureau/http/router.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// Everything outlives the router, and the writer outlives the server that runs it.
struct KioskRoutesParts {
  Store& store;
  Clock& clock;
  const wire::KeyPair& bureau_keys;
  UploadWriter& writer;
};

// What the kiosk needs to work offline, with its ETag, or why it cannot be had. Not signed.
Response configuration_response(const KioskRoutesParts& parts, const KioskId& kiosk);

// Adds the three exchanges of version 1. Takes the router's fallback too: unknown paths are 404,
// but 426 where they are of another version.
void add_kiosk_routes(Router& router, const KioskRoutesParts& parts);

}  // namespace keqian::bureau
