// What a check-in can come to, and the interface through which the window, the `scan` command and
// the tests ask for one. `ledger` implements it; every call returns after its commit or its
// failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/pass.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::kiosk {

enum class Outcome {
  kAccepted,          // committed and counted
  kAlreadyCheckedIn,  // the same pass in the same session on the same day: kindly, not counted
  kRefused,           // see `problem`
  kNeedsConfirmation  // more than kPartySizeUnconfirmed persons: nothing is counted yet
};
std::string_view name(
    Outcome outcome);  // "accepted" "already_checked_in" "refused" "needs_confirmation"

struct DoorAnswer {
  Outcome outcome = Outcome::kRefused;
  std::optional<wire::PassProblem> problem;  // with kRefused
  wire::Sequence sequence = 0;               // of the ledger row, with kAccepted
  Category category = Category::kPublic;
  int persons = 0;
  SessionId session;
  std::string session_title;
  std::int64_t persons_today = 0;  // of this kiosk, after the commit
  bool operator==(const DoorAnswer&) const = default;
};

class Door {
 public:
  virtual ~Door() = default;

  // A code as the camera or a scanner read it. With `confirmed_persons` the head count of a group
  // is settled (1–500); without it a group above kPartySizeUnconfirmed answers kNeedsConfirmation
  // and changes nothing. Errors are storage failures only.
  virtual Result<DoorAnswer> scan(std::string_view code, Method method,
                                  std::optional<int> confirmed_persons) = 0;
  // One tap, without a code: 1–500 persons.
  virtual Result<DoorAnswer> tap(Category category, int persons) = 0;
  // Persons who leave, 1–500: they are not in 人次. `persons_today` of the answer stays as it was.
  virtual Result<DoorAnswer> leave(int persons) = 0;
  // Replaces an accepted row by another category and head count (reversal + new row); `persons` 0
  // takes it back. The answer's sequence is that of the new row.
  virtual Result<DoorAnswer> amend(wire::Sequence sequence, Category category, int persons) = 0;
};

}  // namespace keqian::kiosk
