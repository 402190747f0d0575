// Who may call what: every route of /api/ goes through one of these, so that no handler can forget
// to ask. Nobody signed in is 401, the wrong role or a missing X-CSRF-Token 403.
#pragma once

#include <functional>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/bureau/handlers/sign_ins.h"
#include "server-sync/bureau/http/router.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {

// What the handlers of the pages share. Everything outlives the router.
struct Desk {
  Store& store;
  Clock& clock;
  Randomness& randomness;
  const wire::KeyPair& bureau_keys;
  SignIns& sign_ins;
  bool secure_cookies = false;  // browsers reach us by https
};

using Reading = std::function<Response(const Request&, const Person&)>;
using Writing = std::function<Response(const Request&, const Person&, const Json& body)>;
// `person` is an error when nobody is signed in.
using OpenWriting =
    std::function<Response(const Request&, const Result<Person>& person, const Json& body)>;

Handler reading(const Desk& desk, Reading handler);
// `least`: roles are ordered viewer, reporter, reviewer, administrator.
Handler writing(const Desk& desk, Role least, Writing handler);
// A file in the body, of exactly this media type (415 otherwise), from anybody who is signed in.
Handler receiving(const Desk& desk, std::string_view media_type, Reading handler);
Handler open_writing(const Desk& desk, OpenWriting handler);

// ---- The routes of the pages, each group in a file of its own ----

class LiveFigures;

void add_sign_in_routes(Router& router, const Desk& desk);
void add_figures_routes(Router& router, const Desk& desk, LiveFigures& live);
void add_manual_entry_routes(Router& router, const Desk& desk);
// Kiosks: their names and venues, withdrawing them, which of the histories of one count.
void add_fleet_routes(Router& router, const Desk& desk);
// Passes and enrolment codes.
void add_issuing_routes(Router& router, const Desk& desk);
// The pages themselves, their files, and /healthz.
void add_page_routes(Router& router);

}  // namespace keqian::bureau
