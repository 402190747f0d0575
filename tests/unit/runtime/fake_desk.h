// A staff's desk that answers as a test tells it, and remembers what it was asked.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

class FakeDesk final : public StaffDesk {
 public:
  std::optional<Error> error;  // of every call
  std::vector<std::string> asked;
  std::map<std::string, std::string, std::less<>> settings;

  Result<PinAnswer> check_pin(std::string_view pin) override {
    return answer("check_pin " + std::string(pin), PinAnswer{PinVerdict::kRight, 0, 0});
  }
  Result<PinAnswer> pin_state() override {
    return answer("pin_state", PinAnswer{PinVerdict::kWrong, 5, 0});
  }
  Status set_pin(std::string_view pin) override {
    return answer("set_pin " + std::string(pin), Done{});
  }
  Result<PinReset> pin_reset() override {
    return answer("pin_reset", PinReset{"48210734", {"k-7f3a"}, "东门"});
  }
  Result<PinAnswer> check_reset_code(std::string_view code) override {
    return answer("check_reset_code " + std::string(code), PinAnswer{PinVerdict::kRight, 0, 0});
  }
  Status reset_pin(std::string_view code, std::string_view pin) override {
    return answer("reset_pin " + std::string(code) + " " + std::string(pin), Done{});
  }
  Result<Programme> programme() override { return answer("programme", Programme{}); }
  Result<HeldSession> open_session(const SessionOpening&) override {
    return answer("open_session", HeldSession{});
  }
  Status count_into(const SessionId& id) override {
    return answer("count_into " + id.value, Done{});
  }
  Status close_session(const SessionId& id) override {
    return answer("close_session " + id.value, Done{});
  }
  Status set_head_counts(const SessionId& id, const StaffHeadCounts&) override {
    return answer("set_head_counts " + id.value, Done{});
  }
  Result<LinePage> lines(const LineFilter&, wire::Sequence before) override {
    return answer("lines " + std::to_string(before), LinePage{});
  }
  Result<DoorAnswer> amend(wire::Sequence sequence, Category category, int persons,
                           CorrectionReason reason) override {
    return answer("amend " + std::to_string(sequence) + " " + std::string(name(category)) + " " +
                      std::to_string(persons) + " " + std::string(name(reason)),
                  DoorAnswer{.outcome = Outcome::kAccepted});
  }
  Result<DoorAnswer> reverse(wire::Sequence sequence, CorrectionReason reason) override {
    return answer("reverse " + std::to_string(sequence) + " " + std::string(name(reason)),
                  DoorAnswer{.outcome = Outcome::kAccepted});
  }
  Result<DoorAnswer> count_by_hand(const SessionId&, Category, int persons,
                                   CorrectionReason) override {
    return answer("count_by_hand " + std::to_string(persons),
                  DoorAnswer{.outcome = Outcome::kAccepted});
  }
  Result<StaffFigures> figures() override { return answer("figures", StaffFigures{}); }
  Result<StationReport> report() override { return answer("report", StationReport{}); }
  Result<LedgerCheck> check() override { return answer("check", LedgerCheck{}); }
  Status set_date(BusinessDate date, int minute) override {
    return answer("set_date " + date.iso() + " " + std::to_string(minute), Done{});
  }
  Result<DayClosing> preview_closing() override { return answer("preview", DayClosing{}); }
  Result<DayClosing> close_day() override {
    DayClosing closing;
    closing.closed = true;
    return answer("close_day", closing);
  }
  Result<DayReport> day_report(BusinessDate date) override {
    return answer("day_report " + date.iso(), DayReport{});
  }
  Status day_rows(BusinessDate, const std::function<void(const DayRow&)>&) override {
    return answer("day_rows", Done{});
  }
  Result<std::filesystem::path> write_support_bundle(const std::filesystem::path& folder) override {
    return answer("write_support_bundle", folder / "bundle.tar");
  }
  Result<std::string> setting(std::string_view key) override {
    const auto at = settings.find(key);
    return at == settings.end() ? std::string() : at->second;
  }
  Status set_setting(std::string_view key, std::string_view value) override {
    if (error) return *error;
    settings.insert_or_assign(std::string(key), std::string(value));
    return ok();
  }

 private:
  template <typename T>
  Result<T> answer(std::string what, T value) {
    asked.push_back(std::move(what));
    if (error) return *error;
    return value;
  }
};

}  // namespace keqian::kiosk
