// Exchanges carried by hand (PROTOCOL.md section 10): the kiosk's requests in a file are answered
// by the routes that answer them over the network, and the signed answers go back as a file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/handlers/kiosk_routes.h"

namespace keqian::bureau {

// What was in a parcel, and what goes back.
struct AnsweredParcel {
  std::string kiosk;               // its id; of an enrolment the one that was given, or empty
  bool enrolled = false;           // by this parcel
  std::int64_t uploads_taken = 0;  // of which some may have been here already
  std::int64_t items_taken = 0;    // counters, sessions, head counts that count
  std::int64_t refused_items = 0;  // rows that are kept aside with their reasons
  wire::Sequence complete_to = 0;  // the last check-in that the kiosk had counted
  std::string problem;             // code of the first request that was refused, or empty
  std::string file_name;           // for the answers
  std::string answers;             // the file
};

// Answers the requests of a parcel one after the other. Waits for the writer's commits, so never
// on its thread. `remote_address` is the sender's, for the limit on wrong enrolment codes.
// kInvalid or kDenied where the file is no parcel for this bureau.
Result<AnsweredParcel> answer_parcel(std::string_view bytes, const KioskRoutesParts& parts,
                                     std::string_view remote_address, Randomness& randomness);

// POST /api/parcels for everybody who is signed in: a kiosk's file in, what it held and the
// answers' file out. The parcel itself says by its signatures whose counts it brings.
void add_parcel_routes(Router& router, const Desk& desk, const KioskRoutesParts& parts);

// POST /relay, the same for anybody: a phone that has read the codes of a kiosk's screen
// (PROTOCOL.md section 11). The receipt comes as codes too, each an SVG; none where they would be
// too many. An address that asks too often waits.
void add_relay_routes(Router& router, const KioskRoutesParts& parts, Randomness& randomness);

}  // namespace keqian::bureau
