// The state of the station: what is well, what is not and what to do; its settings; its log.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "kiosk/screens/connection.h"
#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr std::int64_t kDiskLowBytes = 500'000'000;
constexpr std::int64_t kClockOffMs = 5'000;

struct Status {
  Icon icon;
  std::string title;
  std::string words;
  Tone tone = Tone::kGood;
};

// An icon, the state in words and what to do, on a card with a mark of its own shape.
Block status_block(const Scene& scene, Status shown) {
  const auto status = std::make_shared<const Status>(std::move(shown));
  const auto& sizes = scene.sizes;
  const float icon = sizes.title * 1.5F;
  const float gap = sizes.gap * 0.8F;
  const TextStyle title{.em = sizes.caption, .colour = scene.palette.muted};
  const TextStyle words{.em = sizes.body,
                        .colour = colours_of(scene, status->tone).ink,
                        .face = Face::kBold,
                        .vertical = Vertical::kTop,
                        .lines_max = 6,
                        .line_height = 1.25F};
  return card_block(
      scene,
      [=, &scene](float width) {
        return std::max(
            icon, title.em * 1.3F + scene.ui.height_of(status->words, width - icon - gap, words));
      },
      [=, &scene](Rect inside) {
        const ToneColours colours = colours_of(scene, status->tone);
        Rect mark = inside.take_left(icon, gap);
        mark = {mark.left, mark.centre().y - icon / 2, icon, icon};
        scene.ui.canvas().round(mark, icon * 0.3F, colours.ground);
        const bool good = status->tone == Tone::kGood || status->tone == Tone::kCalm;
        scene.ui.canvas().icon(mark.centre(), icon * 0.62F, good ? status->icon : Icon::kWarning,
                               colours.ink);
        const float height =
            title.em * 1.3F + scene.ui.height_of(status->words, inside.width, words);
        inside.take_top((inside.height - height) / 2);
        scene.ui.text(inside.take_top(title.em * 1.3F), status->title, title);
        scene.ui.text(inside, status->words, words);
      });
}

Status sync_status(const Scene& scene) {
  return {Icon::kCloudDone, scene.say("machine.sync"), sync_problem_words(scene), sync_tone(scene)};
}

Status camera_status(const Scene& scene) {
  const auto& title = scene.say("machine.camera");
  switch (scene.model.camera) {
    case CameraState::kOk:
      return {Icon::kPhotoCamera, title, scene.say("machine.camera.ok"), Tone::kGood};
    case CameraState::kStarting:
      return {Icon::kPhotoCamera, title, scene.say("camera.starting"), Tone::kGood};
    case CameraState::kOff:
      return {Icon::kNoPhotography, title, scene.say("machine.camera.off"), Tone::kCalm};
    case CameraState::kNone:
      return {Icon::kNoPhotography, title, scene.say("machine.camera.none"), Tone::kCaution};
    case CameraState::kBroken:
      break;
  }
  return {Icon::kBrokenImage, title, scene.say("machine.camera.broken"), Tone::kDanger};
}

Status disk_status(const Scene& scene, const StationReport& report) {
  const bool low = report.disk_free_bytes < kDiskLowBytes;
  return {Icon::kStorage, scene.say("machine.disk"),
          scene.say(low ? "machine.disk.low" : "machine.disk.ok",
                    {{"free", bytes_words(report.disk_free_bytes)}}),
          low ? Tone::kDanger : Tone::kGood};
}

Status clock_status(const Scene& scene, const StationReport& report) {
  const auto& title = scene.say("machine.clock");
  if (report.clock == ClockTrust::kUnset) {
    return {Icon::kClock, title, scene.say("machine.clock.unset"), Tone::kDanger};
  }
  const auto offset = report.clock_offset_ms.value_or(0);
  if (offset > kClockOffMs || offset < -kClockOffMs) {
    return {Icon::kClock, title,
            scene.say("machine.clock.off", {{"seconds", with_thousands(std::abs(offset) / 1000)}}),
            Tone::kCaution};
  }
  return {Icon::kClock, title, scene.say("machine.clock.ok"), Tone::kGood};
}

Status check_status(const Scene& scene, const StationPage& page) {
  const auto& title = scene.say("machine.check");
  if (page.checking != 0) {
    return {Icon::kTimer, title, scene.say("machine.check.running"), Tone::kCalm};
  }
  auto last = page.report ? page.report->last_check : std::nullopt;
  if (page.check) {
    last = PastCheck{page.check->utc_ms, page.check->check_ins, page.check->persons,
                     static_cast<std::int64_t>(page.check->findings.size())};
  }
  if (!last) return {Icon::kReceipt, title, scene.say("machine.check.never"), Tone::kCalm};
  if (last->findings == 0) {
    return {Icon::kVerified, title,
            scene.say("machine.check.good", {{"time", moment_words(scene, last->utc_ms)},
                                             {"check_ins", with_thousands(last->check_ins)},
                                             {"persons", with_thousands(last->persons)}}),
            Tone::kGood};
  }
  return {Icon::kWarning, title,
          counted_words(scene, "machine.check.bad", "findings", last->findings), Tone::kDanger};
}

void add_overview(const Scene& scene, const StationPage& page, Blocks& blocks) {
  blocks.push_back(status_block(scene, sync_status(scene)));
  blocks.push_back(status_block(scene, camera_status(scene)));
  if (page.report) {
    blocks.push_back(status_block(scene, disk_status(scene, *page.report)));
    blocks.push_back(status_block(scene, clock_status(scene, *page.report)));
  }
  blocks.push_back(status_block(scene, check_status(scene, page)));
  if (page.check && !page.check->findings.empty()) {
    blocks.push_back(
        strip_block(scene, Tone::kDanger, Icon::kWarning, scene.say("machine.check.advice")));
  }
  if (page.pin_changed) {
    blocks.push_back(
        strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("machine.pin_changed")));
  }
  if (page.bundle) {
    blocks.push_back(written_block(scene, *page.bundle, "machine.bundle.usb", "machine.bundle"));
  }
  std::vector<ActionRow> actions = {
      {"check_ledger", Icon::kReceipt, scene.say("machine.check.do"), page.checking == 0,
       [&scene] { scene.emit(LedgerCheckTapped{}); }},
      {"bundle", Icon::kUsb, scene.say("machine.bundle.do"), page.state.doing == 0,
       [&scene] { scene.emit(SupportBundleTapped{}); }},
      {"change_pin", Icon::kPin, scene.say("machine.change_pin"), true,
       [&scene] { scene.emit(ChangePinTapped{}); }},
      {"end_program", Icon::kLogout, scene.say("machine.exit"), true,
       [&scene] { scene.emit(LeaveProgramTapped{}); }}};
  if (page.report && page.report->clock == ClockTrust::kUnset) {
    actions.insert(actions.begin(), {"set_date", Icon::kEvent, scene.say("machine.date"), true,
                                     [&scene] { scene.emit(DateFormTapped{}); }});
  }
  blocks.push_back(actions_block(scene, std::move(actions)));
  if (!page.report) return;
  const auto& report = *page.report;
  blocks.push_back(facts_block(
      scene, {},
      {{scene.say("machine.kiosk"),
        report.kiosk_name.empty() ? scene.say("machine.not_enrolled") : report.kiosk_name},
       {scene.say("machine.serial"), report.kiosk_id.empty() ? "—" : report.kiosk_id},
       {scene.say("machine.version"), report.version},
       {scene.say("machine.ledger"),
        "#" + with_thousands(report.ledger_sequence) + " · " + bytes_words(report.ledger_bytes)}},
      true));
}

void add_connection(const Scene& scene, const StationPage& page, Blocks& blocks) {
  add_connection_state(scene, false, blocks);
  std::vector<ActionRow> ways;
  if (const auto send = send_button(scene)) {
    const bool enrolled = page.report && !page.report->kiosk_id.empty();
    ways = {{send->id, send->icon, send->text, send->enabled, send->tapped},
            {"by_phone", Icon::kQrCode, scene.say("relay.open"), enrolled,
             [&scene] { scene.emit(RelayOpened{}); }},
            {"by_stick", Icon::kUsb, scene.say("stick.open"), enrolled,
             [&scene] { scene.emit(StickOpened{}); }}};
  } else {
    ways = {{"enrol", Icon::kQrScanner, scene.say("machine.enrol"), static_cast<bool>(page.report),
             [&scene] { scene.emit(EnrolTapped{}); }}};
  }
  blocks.push_back(actions_block(scene, std::move(ways), false));
  auto facts = connection_facts(scene);
  if (page.report && !page.report->bureau_url.empty()) {
    facts.push_back({scene.say("machine.bureau"), page.report->bureau_url});
  }
  if (!facts.empty()) blocks.push_back(facts_block(scene, {}, std::move(facts)));
  if (page.report) {
    add_quarantine(scene, *page.report, blocks);
    add_differences(scene, *page.report, blocks);
  }
}

void draw_date_form(const Scene& scene, const StationPage& page) {
  const DateForm& form = *page.date;
  PageBar bar = staff_bar(scene, "date_form");
  bar.primary = PageButton{.id = "confirm",
                           .icon = Icon::kCheck,
                           .text = scene.say("machine.date.set"),
                           .enabled = page.state.doing == 0,
                           .danger = false,
                           .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
  const auto step = [&scene](DatePart part) {
    return [&scene, part](int by) { scene.emit(DateStepped{part, by}); };
  };
  draw_page(scene, {Icon::kEvent, scene.say("machine.date"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("machine.date.help")));
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    blocks.push_back(stepper_block(scene, "year", scene.say("machine.date.year"),
                                   std::to_string(form.date.year()), true, true,
                                   step(DatePart::kYear)));
    blocks.push_back(stepper_block(scene, "month_part", scene.say("machine.date.month"),
                                   std::to_string(form.date.month()), true, true,
                                   step(DatePart::kMonth)));
    blocks.push_back(stepper_block(scene, "day", scene.say("machine.date.day"),
                                   std::to_string(form.date.day()), true, true,
                                   step(DatePart::kDay)));
    blocks.push_back(stepper_block(scene, "hour", scene.say("machine.date.hour"),
                                   two(form.minute_of_day / 60), true, true,
                                   step(DatePart::kHour)));
    blocks.push_back(stepper_block(scene, "minute", scene.say("machine.date.minute"),
                                   two(form.minute_of_day % 60), true, true,
                                   step(DatePart::kMinute)));
    draw_blocks(scene, "date_form", room, blocks, Stand::kLow);
  });
}

constexpr std::array kTabIcons = {Icon::kInfo, Icon::kCloudUpload, Icon::kPhotoCamera,
                                  Icon::kSettings, Icon::kReceipt};
constexpr std::array<std::string_view, 5> kTabKeys = {
    "machine.tab.overview", "machine.tab.connection", "machine.tab.camera", "machine.tab.screen",
    "machine.tab.log"};

}  // namespace

void draw_station_page(const Scene& scene, const StationPage& page) {
  if (page.date) {
    draw_date_form(scene, page);
    return;
  }
  if (page.stick) {
    draw_stick_page(scene, *page.stick);
    return;
  }
  if (page.relay) {
    draw_relay_page(scene, *page.relay);
    return;
  }
  if (page.leaving) scene.ui.begin_behind();
  const auto chosen = static_cast<std::size_t>(page.tab);
  // Each tab is scrolled for itself.
  const auto list = kTabKeys[chosen];
  PageBar bar = staff_bar(scene, list);
  bar.tabs = PageTabs{.id = "station_tab",
                      .tabs = {},
                      .chosen = static_cast<int>(page.tab),
                      .tapped = [&scene](int index) {
                        scene.emit(StationTabChosen{static_cast<StationTab>(index)});
                      }};
  for (std::size_t i = 0; i < kTabKeys.size(); ++i) {
    bar.tabs->tabs.push_back({kTabIcons.at(i), scene.say(kTabKeys.at(i))});
  }
  draw_page(scene, {Icon::kSettings, scene.say("machine.title"), scene.say(kTabKeys[chosen])}, bar,
            [&](Rect room) {
              Blocks blocks;
              const bool needs_report =
                  page.tab != StationTab::kScreen && page.tab != StationTab::kCamera;
              add_state(scene, page.state, !needs_report || page.report, blocks);
              switch (page.tab) {
                case StationTab::kOverview:
                  add_overview(scene, page, blocks);
                  break;
                case StationTab::kConnection:
                  add_connection(scene, page, blocks);
                  break;
                case StationTab::kCamera:
                  add_cameras(scene, page.cameras, page.listing_cameras != 0, blocks);
                  break;
                case StationTab::kScreen:
                  add_settings(scene, blocks);
                  break;
                case StationTab::kLog:
                  if (page.report) add_log(scene, *page.report, blocks);
                  break;
              }
              draw_blocks(scene, list, room, blocks);
            });
  if (!page.leaving) return;
  scene.ui.end_behind();
  ask(scene, Icon::kLogout, scene.say("machine.exit.ask"), scene.say("machine.exit.text"),
      "machine.exit", true);
}

}  // namespace keqian::kiosk
