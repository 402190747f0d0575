#include <array>

#include "server-sync/uploader/uploader.h"

namespace keqian::uploader {

std::string_view name(SyncFailure failure) {
  constexpr std::array<std::string_view, 21> kNames = {
      "none",          "not_enrolled",    "bad_address",     "name_not_found",    "refused",
      "unreachable",   "timed_out",       "connection_lost", "certificate",       "captive_portal",
      "bad_signature", "bad_answer",      "server_busy",     "server_trouble",    "unknown_kiosk",
      "revoked",       "refused_request", "version_too_old", "enrolment_refused", "storage",
      "interrupted"};
  static_assert(static_cast<std::size_t>(SyncFailure::kInterrupted) + 1 == kNames.size());
  return kNames[static_cast<std::size_t>(failure)];
}

}  // namespace keqian::uploader
