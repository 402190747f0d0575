// Staff: the state of the station, its settings, and the end of the day.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {
namespace {

constexpr int kFirstYear = 2020;  // a date before it or after is a slip of the finger
constexpr int kLastYear = 2099;

// The same day of another month; its last day where that month is shorter.
BusinessDate plus_months(BusinessDate date, int months) {
  const int month = (date.year() * 12 + date.month() - 1) + months;
  const auto two = [](int number) { return (number < 10 ? "-0" : "-") + std::to_string(number); };
  for (int day = date.day();; --day) {
    const auto moved =
        BusinessDate::parse(std::to_string(month / 12) + two(month % 12 + 1) + two(day));
    if (moved) return *moved;
  }
}

DateForm stepped(DateForm form, DatePart part, int by) {
  const auto wrapped = [](int minute) {
    return (minute % kMinutesPerDay + kMinutesPerDay) % kMinutesPerDay;
  };
  switch (part) {
    case DatePart::kYear:
      form.date = plus_months(form.date, 12 * by);
      break;
    case DatePart::kMonth:
      form.date = plus_months(form.date, by);
      break;
    case DatePart::kDay:
      form.date = form.date.plus_days(by);
      break;
    case DatePart::kHour:
      form.minute_of_day = wrapped(form.minute_of_day + 60 * by);
      break;
    case DatePart::kMinute:
      form.minute_of_day = wrapped(form.minute_of_day + by);
      break;
  }
  return form;
}

}  // namespace

void Updater::on(const StationTabChosen& touch) {
  auto* station = page<StationPage>();
  if (!station) return;
  station->tab = touch.tab;
  if (touch.tab == StationTab::kCamera && station->listing_cameras == 0) {
    ask_for(station->listing_cameras, ListCameras{});
  }
}

void Updater::on(const CamerasListed& news) {
  forget(news.request);
  if (auto* station = page<StationPage>();
      station && answers(news.request, station->listing_cameras)) {
    station->cameras = news.cameras;
  }
  if (model_.wizard && answers(news.request, model_.wizard->listing_cameras)) {
    model_.wizard->cameras = news.cameras;
  }
}

void Updater::on(const ReportRead& news) {
  forget(news.request);
  auto* station = page<StationPage>();
  if (station && answers(news.request, station->state.reading)) station->report = news.report;
}

void Updater::on(const LedgerCheckTapped&) {
  auto* station = page<StationPage>();
  if (!station || station->checking != 0) return;
  if (ask_for(station->checking, CheckLedger{})) station->check = {};
}

void Updater::on(const LedgerChecked& news) {
  forget(news.request);
  auto* station = page<StationPage>();
  if (station && answers(news.request, station->checking)) station->check = news.check;
}

void Updater::on(const SupportBundleTapped&) {
  auto* station = page<StationPage>();
  if (!station || station->state.doing != 0) return;
  if (ask_for(station->state.doing, WriteSupportBundle{})) station->bundle.reset();
}

void Updater::on(const FilesWritten& news) {
  forget(news.request);
  if (auto* station = page<StationPage>(); station && answers(news.request, station->state.doing)) {
    station->bundle = news.written;
    play(Sound::kAccepted);
  }
  if (auto* closing = page<ClosingPage>(); closing && answers(news.request, closing->exporting)) {
    closing->exported = news.written;
    play(Sound::kAccepted);
  }
}

void Updater::on(const DateFormTapped&) {
  auto* station = page<StationPage>();
  if (!station || !station->report || station->report->clock != ClockTrust::kUnset) return;
  const auto shown = BusinessDate::of(model_.utc_ms);
  const auto earliest = *BusinessDate::parse(std::to_string(kFirstYear) + "-01-01");
  station->date = DateForm{std::max(shown, earliest),
                           business_hour(model_.utc_ms) * 60 + business_minute(model_.utc_ms)};
}

void Updater::on(const DateStepped& touch) {
  auto* station = page<StationPage>();
  if (!station || !station->date || std::abs(touch.by) > kMinutesPerDay) return;
  const auto form = stepped(*station->date, touch.part, touch.by);
  if (form.date.year() >= kFirstYear && form.date.year() <= kLastYear) station->date = form;
}

void Updater::on(const ChangePinTapped&) {
  auto* station = page<StationPage>();
  if (!station || model_.pin_pad) return;
  station->pin_changed = false;
  PinPad pad;
  pad.purpose = PinPurpose::kChoose;
  pad.leads_to = PinLeadsTo::kStationPage;
  model_.pin_pad = std::move(pad);
}

void Updater::on(const EnrolTapped&) {
  const auto* station = page<StationPage>();
  if (!station || !station->report || !station->report->kiosk_id.empty()) return;
  leave_staff_area();
  model_.wizard = Wizard{};
  reach(SetupStep::kEnrolment);
}

void Updater::on(const LeaveProgramTapped&) {
  if (auto* station = page<StationPage>()) station->leaving = true;
}

void Updater::confirm(StationPage& station) {
  if (station.leaving) {
    effects_.emplace_back(ExitProgram{});
  } else if (station.date) {
    ask_for(station.state.doing, SetDate{0, station.date->date, station.date->minute_of_day});
  }
}

// ---- Settings ----------------------------------------------------------------------------------

void Updater::on(const SettingsChosen& touch) {
  if (!page<StationPage>() && !model_.wizard) return;
  Settings settings = touch.settings;
  settings.sound_percent = std::clamp(settings.sound_percent, 0, 100);
  settings.dim.from_minute = std::clamp(settings.dim.from_minute, 0, kMinutesPerDay - 1);
  settings.dim.to_minute = std::clamp(settings.dim.to_minute, 0, kMinutesPerDay - 1);
  auto changed = changed_settings(model_.settings, settings);
  RequestId stored = 0;
  if (changed.empty() || !ask(stored, StoreSettings{0, std::move(changed)})) return;
  const Settings before = std::exchange(model_.settings, settings);
  if (before.language != settings.language) model_.language = settings.language;
  if (before.comfort != settings.comfort) model_.comfort = settings.comfort;
  if (before.torch != settings.torch) effects_.emplace_back(SetTorch{settings.torch});
  if (before.camera != settings.camera) effects_.emplace_back(ChooseCamera{settings.camera});
  if (before.sound_percent != settings.sound_percent || before.voice != settings.voice) {
    effects_.emplace_back(SetSoundLevel{settings.sound_percent, settings.voice});
  }
}

void Updater::on(const SoundTried&) {
  play(Sound::kAccepted);
}

void Updater::on(const SettingsRead& news) {
  for (const auto& stored : news.stored) {
    apply_stored(model_.settings, stored);
    if (stored.key == setting_key::kSetup && !stored.value.empty()) {
      model_.setup_reached = parse_step(stored.value, SetupStep::kDone);
    }
  }
  model_.language = model_.settings.language;
  model_.comfort = model_.settings.comfort;
  effects_.emplace_back(SetSoundLevel{model_.settings.sound_percent, model_.settings.voice});
  if (model_.settings.torch) effects_.emplace_back(SetTorch{true});
  if (!model_.settings.camera.empty()) effects_.emplace_back(ChooseCamera{model_.settings.camera});
}

// ---- End of the day ----------------------------------------------------------------------------

void Updater::on(const CloseDayTapped&) {
  auto* closing = page<ClosingPage>();
  if (!closing || !closing->closing || closing->closing->closed) return;
  if (closing->state.doing == 0) closing->confirming = true;
}

void Updater::on(const MissingStaffTapped&) {
  const auto* closing = page<ClosingPage>();
  if (!closing || !closing->confirming || closing->state.doing != 0) return;
  SessionsPage sessions;
  sessions.for_day_end = true;
  model_.staff->page = std::move(sessions);
  read_page();
}

void Updater::confirm(ClosingPage& closing) {
  if (closing.confirming) ask_for(closing.state.doing, CloseDay{});
}

void Updater::on(const ClosingRead& news) {
  forget(news.request);
  auto* closing = page<ClosingPage>();
  if (!closing) return;
  const bool done = answers(news.request, closing->state.doing);
  if (!done && !answers(news.request, closing->state.reading)) return;
  closing->closing = news.closing;
  if (!done) return;
  closing->confirming = false;
  play(Sound::kAccepted);
}

void Updater::on(const ExportDayTapped&) {
  auto* closing = page<ClosingPage>();
  if (!closing || !closing->closing || closing->exporting != 0) return;
  const ExportDay wanted{0, closing->closing->date, model_.language};
  if (ask_for(closing->exporting, wanted)) closing->exported.reset();
}

}  // namespace keqian::kiosk
