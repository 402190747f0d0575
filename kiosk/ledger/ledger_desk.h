// The StaffDesk over the ledger. Any thread; check, export and bundle read on connections of their
// own, so that counting and the screens go on meanwhile.
#pragma once

#include <string>

#include "kiosk/ledger/ledger.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

class LedgerDesk final : public StaffDesk {
 public:
  // `ledger` was opened for counting and outlives the desk; `version` is this program's.
  LedgerDesk(Ledger& ledger, std::string version);

  Result<PinAnswer> check_pin(std::string_view pin) override;
  Result<PinAnswer> pin_state() override;
  Status set_pin(std::string_view pin) override;
  Result<PinReset> pin_reset() override;
  Result<PinAnswer> check_reset_code(std::string_view code) override;
  Status reset_pin(std::string_view code, std::string_view pin) override;
  // For who runs the machine, where the staff do not know their PIN any more: a new one is asked
  // for at the next way in.
  Status forget_pin();

  Result<Programme> programme() override;
  Result<HeldSession> open_session(const SessionOpening& opening) override;
  Status count_into(const SessionId& id) override;
  Status close_session(const SessionId& id) override;
  Status set_head_counts(const SessionId& id, const StaffHeadCounts& staff) override;

  Result<LinePage> lines(const LineFilter& filter, wire::Sequence before) override;
  Result<DoorAnswer> amend(wire::Sequence sequence, Category category, int persons,
                           CorrectionReason reason) override;
  Result<DoorAnswer> reverse(wire::Sequence sequence, CorrectionReason reason) override;
  Result<DoorAnswer> count_by_hand(const SessionId& session, Category category, int persons,
                                   CorrectionReason reason) override;

  Result<StaffFigures> figures() override;
  Result<StationReport> report() override;
  Result<LedgerCheck> check() override;
  Status set_date(BusinessDate date, int minute_of_day) override;

  Result<DayClosing> preview_closing() override;
  Result<DayClosing> close_day() override;
  Result<DayReport> day_report(BusinessDate date) override;
  Status day_rows(BusinessDate date, const std::function<void(const DayRow&)>& take) override;
  Result<std::filesystem::path> write_support_bundle(const std::filesystem::path& folder) override;

  Result<std::string> setting(std::string_view key) override;
  Status set_setting(std::string_view key, std::string_view value) override;

 private:
  Ledger& ledger_;
  std::string version_;
};

}  // namespace keqian::kiosk
