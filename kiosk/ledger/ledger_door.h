// The Door over the ledger. Answers after the commit; every refusal is noted without its payload.
// One thread at a time.
#pragma once

#include <optional>

#include "kiosk/ledger/ledger.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ports/door.h"

namespace keqian::kiosk {

struct Moment;

class LedgerDoor final : public Door {
 public:
  // Counts for `session` (open, see Sessions::open), or for the current one. `ledger` was opened
  // for counting and outlives the door.
  explicit LedgerDoor(Ledger& ledger, std::optional<SessionId> session = std::nullopt);

  Result<DoorAnswer> scan(std::string_view code, Method method,
                          std::optional<int> confirmed_persons) override;
  Result<DoorAnswer> tap(Category category, int persons) override;
  Result<DoorAnswer> leave(int persons) override;
  Result<DoorAnswer> amend(wire::Sequence sequence, Category category, int persons) override;

 private:
  Result<DoorAnswer> count_pass(const wire::Pass& pass, Method method, int persons,
                                const Moment& moment);
  Result<DoorAnswer> count_tap(Category category, int persons, std::string_view direction);
  Result<DoorAnswer> needs_confirmation(const wire::Pass& pass, const Moment& moment);

  Ledger& ledger_;
  std::optional<SessionId> session_;
};

}  // namespace keqian::kiosk
