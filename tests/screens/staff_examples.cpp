// One model for every state of the pages behind the visitors' screens.
#include <utility>

#include "server-sync/base/date.h"
#include "tests/screens/examples.h"
#include "tests/screens/staff_day.h"

namespace keqian::kiosk {
namespace {

using namespace staff_day;  // NOLINT: what its pages tell

template <typename Page>
Model with_page(Model model, Page page) {
  const UtcMs pin_set_utc_ms = at(model, 8, 1) - 6 * 24 * kMsPerHour;
  model.staff = StaffArea{std::move(page), false, pin_set_utc_ms};
  return model;
}

using Add = std::function<void(const char*, Model)>;

void add_pin(const Add& add, const Model& model) {
  Model pad = model;
  pad.pin_pad = PinPad{};
  pad.pin_pad->digits = "12";
  add("pin", pad);
  pad.pin_pad->digits.clear();
  pad.pin_pad->problem = PinProblem::kWrong;
  pad.pin_pad->tries_left = 3;
  add("pin-wrong", pad);
  pad.pin_pad->problem = PinProblem::kLocked;
  pad.pin_pad->locked_until_ms = model.now_ms + 29'400;
  add("pin-locked", pad);
  pad.pin_pad = PinPad{};
  pad.pin_pad->purpose = PinPurpose::kChoose;
  pad.pin_pad->leads_to = PinLeadsTo::kStationPage;
  add("pin-choose", pad);
  pad.pin_pad->problem = PinProblem::kTooSimple;
  add("pin-too-simple", pad);
  pad.pin_pad = PinPad{};
  pad.pin_pad->purpose = PinPurpose::kFirst;
  add("pin-first", pad);
  pad.pin_pad->purpose = PinPurpose::kNoReset;
  add("pin-no-reset", pad);
  pad.pin_pad->purpose = PinPurpose::kReset;
  pad.pin_pad->reset = {"48210734", {"k-7f3a9c2e"}, "市科技馆 1 号机"};
  add("pin-reset", pad);
  pad.pin_pad->digits = "1678262";
  add("pin-reset-typing", pad);
  pad.pin_pad->digits.clear();
  pad.pin_pad->problem = PinProblem::kWrong;
  pad.pin_pad->tries_left = 1;
  add("pin-reset-wrong", pad);
  pad.pin_pad->problem = PinProblem::kLocked;
  pad.pin_pad->locked_until_ms = model.now_ms + 1'829'400;
  add("pin-reset-locked", pad);
}

void add_sessions(const Add& add, const Model& model) {
  SessionsPage page;
  page.state.reading = 7;
  add("sessions-reading", with_page(model, page));
  page.state.reading = 0;
  page.programme = Programme{};
  add("sessions-empty", with_page(model, page));
  page.programme = programme(model);
  add("sessions", with_page(model, page));
  page.closing = page.programme->held[0];
  add("sessions-close", with_page(model, page));
  page.closing.reset();
  page.done = SessionDone{SessionAct::kOpened, {}};
  add("sessions-opened", with_page(model, page));
  page.done = SessionDone{SessionAct::kClosed, session("firms", 1)};
  add("sessions-closed", with_page(model, page));
  page.done.reset();
  page.tab = SessionsTab::kPlanned;
  add("sessions-planned", with_page(model, page));
  page.tab = SessionsTab::kActivities;
  add("sessions-other", with_page(model, page));
  page.form = SessionForm{page.programme->planned[1], {}, 0, {}};
  add("session-form-empty", with_page(model, page));
  page.form->staff[0].value = 4;
  page.form->staff[2].value = 12;
  page.form->proposed =
      ProposedStaff{{4, 0, 12, 0}, "日常开放", *BusinessDate::parse("2026-05-27")};
  add("session-form", with_page(model, page));
  auto late = page.programme->planned[0];
  late.starts_minute = 9 * 60;
  late.ends_minute = 10 * 60 + 30;
  page.form->what = late;
  add("session-form-late", with_page(model, page));
  page.form = SessionForm{AdHocSession{}, {}, 0, {}};
  add("session-ad-hoc", with_page(model, page));
  page.form.reset();
  page.tab = SessionsTab::kHeld;
  Programme two;
  two.held = {
      {session("ad-hoc", 421),
       "临时场次 14:00",
       Audience::kPublic,
       at(model, 14, 0),
       0,
       false,
       34,
       {2, 0, 12, 0}},
      {session("daily", 1), "日常开放", Audience::kPublic, at(model, 8, 2), 0, false, 1268, {}}};
  two.counting = two.held[0].id;
  page.programme = two;
  add("sessions-two", with_page(model, page));
  Programme missing = programme(model);
  missing.held[0].staff_reported = missing.held[2].staff_reported = false;
  missing.held[1].staff_reported = true;
  page.programme = missing;
  page.for_day_end = true;
  add("sessions-missing-staff", with_page(model, page));
}

void add_figures(const Add& add, const Model& model) {
  FiguresPage page;
  page.figures = staff_figures(model);
  const std::array names = {"figures-hours",    "figures-categories", "figures-activities",
                            "figures-sessions", "figures-methods",    "figures-days"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    page.view = static_cast<FiguresView>(i);
    add(names[i], with_page(model, page));
  }
  page.view = FiguresView::kHours;
  page.span = FiguresSpan::kCampaign;
  add("figures-campaign", with_page(model, page));
  page.figures = StaffFigures{};
  page.span = FiguresSpan::kToday;
  add("figures-empty", with_page(model, page));
}

void add_corrections(const Add& add, const Model& model) {
  CorrectionsPage page;
  page.lines = LinePage{};
  add("corrections-empty", with_page(model, page));
  page.lines = lines(model);
  add("corrections", with_page(model, page));
  page.done = CorrectionDone{.act = CorrectionAct::kChange,
                             .number = 1307,
                             .before = {Category::kPublic, 1},
                             .after = {Category::kPublic, 4}};
  add("corrections-done", with_page(model, page));
  page.done = CorrectionDone{.act = CorrectionAct::kVoid,
                             .number = 1305,
                             .before = {Category::kPublic, 2},
                             .after = {},
                             .pass_is_free = true};
  add("corrections-void-done", with_page(model, page));
  page.done = CorrectionDone{
      .act = CorrectionAct::kSubtract, .number = 0, .before = {}, .after = {Category::kYouth, 32}};
  add("corrections-by-hand-done", with_page(model, page));
  page.done.reset();
  page.state.trouble = StaffTrouble{StaffProblem::kConflict, "row 1308 was taken back before"};
  add("corrections-trouble", with_page(model, page));
  page.state.trouble.reset();
  page.filter_open = true;
  page.filter.category = Category::kYouth;
  add("corrections-filter", with_page(model, page));
  page.filter_open = false;
  page.filter.view = LineView::kAllRows;
  page.lines = all_rows(model);
  add("corrections-all-rows", with_page(model, page));
  page.filter = {};
  page.lines = lines(model);
  const LedgerLine& group = page.lines->lines[1];
  page.chosen = LineChoice{.line = group,
                           .way = CorrectionWay::kChange,
                           .category = group.category,
                           .persons = {group.persons, false},
                           .reason = {}};
  add("correct", with_page(model, page));
  page.chosen->line = page.lines->lines[2];
  page.chosen->category = Category::kYouth;
  page.chosen->persons.value = 128;
  page.chosen->reason = CorrectionReason::kWrongNumber;
  add("correct-ready", with_page(model, page));
  page.chosen->line = group;
  page.chosen->way = CorrectionWay::kVoid;
  page.chosen->reason.reset();
  add("correct-void", with_page(model, page));
  page.chosen->reason = CorrectionReason::kTrial;
  add("correct-void-ready", with_page(model, page));
  page.chosen->line = page.lines->lines[2];
  page.chosen->line.method = Method::kManual;
  page.chosen->reason.reset();
  add("correct-void-changed", with_page(model, page));
  page.chosen->line = group;
  page.chosen->line.leaving = true;
  page.chosen->line.method = Method::kTap;
  page.chosen->way = CorrectionWay::kChange;
  page.chosen->reason.reset();
  add("correct-leaving", with_page(model, page));
  page.chosen.reset();
  page.by_hand = HandCount{};
  page.by_hand->programme = programme(model);
  page.by_hand->session = session("daily", 1);
  page.by_hand->persons.value = 25;
  page.by_hand->reason = CorrectionReason::kPaperCount;
  add("by-hand", with_page(model, page));
  page.by_hand->choosing_session = true;
  add("by-hand-sessions", with_page(model, page));
}

void add_station(const Add& add, const Model& model) {
  StationPage page;
  page.report = report(model);
  add("station-unchecked", with_page(model, page));
  page.check = LedgerCheck{1311, 6210, {}, at(model, 14, 20)};
  add("station", with_page(model, page));
  page.tab = StationTab::kLog;
  add("station-log", with_page(model, page));
  page.tab = StationTab::kScreen;
  Model settings = model;
  settings.settings.dim.on = true;
  add("station-settings", with_page(settings, page));
  page.tab = StationTab::kCamera;
  page.cameras = {{"auto", "", true}, {"/dev/video0", "USB 2.0 Camera"}, {"none", ""}};
  add("station-camera", with_page(model, page));
  Model light = model;
  light.camera_torch = true;
  add("station-light", with_page(light, page));
  page.tab = StationTab::kConnection;
  Model trouble = model;
  trouble.sync.problem = SyncProblem::kNoAnswer;
  trouble.sync.detail = "connect to keqian.example.org port 443: timed out after 10 s";
  trouble.sync.pending = 84;
  trouble.sync.pending_check_ins = 1284;
  trouble.sync.quarantined = 1;
  trouble.sync.next_attempt_ms = model.now_ms + 17'300;
  auto refused = report(model);
  refused.quarantined = {{"tally", session("firms", 1),
                          either(model, "高新技术企业风采展", "Young firms"), "unknown_session",
                          at(model, 11, 12)}};
  refused.differences = {{*BusinessDate::parse("2026-05-26"), 1204, 311, 1158, 302}};
  page.report = refused;
  add("station-connection", with_page(trouble, page));
  Model failed = trouble;
  failed.sync.quarantined = 0;
  failed.send_now = SendNow{model.now_ms, model.sync.attempts - 1};
  page.report = report(model);
  add("station-send-failed", with_page(failed, page));
  Model local = model;
  local.sync.problem = SyncProblem::kNotEnrolled;
  local.sync.pending = 84;
  local.sync.pending_check_ins = 1284;
  auto unknown = report(model);
  unknown.kiosk_id.clear();
  unknown.bureau_url.clear();
  page.report = unknown;
  add("station-local", with_page(local, page));
  page.tab = StationTab::kOverview;
  refused.clock = ClockTrust::kUnset;
  refused.disk_free_bytes = 210'000'000;
  page.report = refused;
  page.check =
      LedgerCheck{1311, 6210, {"row 812: the chain does not follow row 811"}, at(model, 14, 20)};
  trouble.camera = CameraState::kBroken;
  add("station-troubles", with_page(trouble, page));
  page.date = DateForm{*BusinessDate::parse("2026-05-28"), 14 * 60 + 26};
  add("station-date", with_page(trouble, page));
  page.date.reset();
  page.leaving = true;
  add("station-exit", with_page(trouble, page));
}

void add_closing(const Add& add, const Model& model) {
  ClosingPage page;
  DayClosing closing;
  closing.date = BusinessDate::of(model.utc_ms);
  closing.figures = figures_of_today(model);
  closing.ledger_sequence = 1311;
  closing.chain_head = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  page.closing = closing;
  add("closing", with_page(model, page));
  page.confirming = true;
  add("closing-ask", with_page(model, page));
  page.confirming = false;
  page.staff_reported = true;
  add("closing-staff-reported", with_page(model, page));
  page.staff_reported = false;
  closing.earlier = EarlierClosing{at(model, 14, 2), 1231};
  page.closing = closing;
  add("closing-again", with_page(model, page));
  closing.earlier->persons = closing.figures.persons;
  page.closing = closing;
  add("closing-changed", with_page(model, page));
  closing.earlier.reset();
  closing.closed = true;
  closing.closed_utc_ms = at(model, 17, 31);
  closing.signature = "ed25519:abcdef";
  page.closing = closing;
  Model sending = model;
  sending.sync.pending = 3;
  add("closed-sending", with_page(sending, page));
  sending.sync.last_success_utc_ms = model.utc_ms - kUploadSlowMs - 1;
  add("closed-slow", with_page(sending, page));
  page.exported = Written{{}, true};
  for (const auto* paper :
       {"sheet.pdf", "sheet.png", "counts.csv", "sessions.csv", "rows.csv", "closing.txt"}) {
    page.exported->files.push_back("/media/stick/keqian/keqian-kiosk-7-2026-05-28-" +
                                   std::string(paper));
  }
  add("closed", with_page(model, page));
  page.exported->removable = false;
  for (auto& file : page.exported->files) {
    file.replace(0, std::string("/media/stick/keqian").size(), "/var/lib/keqian/exports");
  }
  Model offline = model;
  offline.sync.problem = SyncProblem::kNoNetwork;
  offline.sync.detail = "Could not resolve host: keqian.example.org";
  offline.sync.pending = 84;
  offline.sync.pending_check_ins = 1284;
  offline.sync.next_attempt_ms = model.now_ms + 17'300;
  add("closed-offline", with_page(offline, page));
}

void add_setup(const Add& add, const Model& model) {
  Model setup = model;
  setup.wizard = Wizard{};
  setup.setup = Setup::kNotEnrolled;
  add("setup-language", setup);
  setup.wizard->step = SetupStep::kCamera;
  setup.wizard->cameras = {{"auto", "", true}, {"/dev/video0", "USB 2.0 Camera"}, {"none", ""}};
  add("setup-camera", setup);
  setup.wizard->step = SetupStep::kSound;
  add("setup-sound", setup);
  setup.wizard->step = SetupStep::kPin;
  setup.pin_pad = PinPad{};
  setup.pin_pad->purpose = PinPurpose::kChoose;
  setup.pin_pad->leads_to = PinLeadsTo::kSetup;
  add("setup-pin", setup);
  setup.pin_pad->purpose = PinPurpose::kRepeat;
  setup.pin_pad->digits = "31";
  add("setup-pin-repeat", setup);
  setup.pin_pad.reset();
  setup.wizard->step = SetupStep::kDone;
  add("setup-done", setup);
  setup.wizard->step = SetupStep::kEnrolment;
  setup.place = {};
  add("setup-enrolment", setup);
  setup.wizard->typed = TypedEnrolment{"keqian.example.org", "7K2M", TypedEnrolment::Field::kCode};
  add("setup-typing-code", setup);
  setup.wizard->typed->field = TypedEnrolment::Field::kAddress;
  setup.enrolment_problem = EnrolmentProblem::kUnreachable;
  add("setup-typing-address", setup);
}

}  // namespace

void add_staff_examples(std::vector<Example>& all, const Model& model) {
  const Add add = [&](const char* name, Model example) {
    all.push_back({name, std::move(example)});
  };
  Model comfort = model;
  comfort.accessibility_open = true;
  add("accessibility", comfort);
  add_pin(add, model);
  add("staff-home", with_page(model, HomePage{}));
  add("staff-home-new-pin", with_page(model, HomePage{{}, true}));
  Model busy = model;
  Group group;
  group.code = "pass";
  group.persons = group.persons_on_pass = 32;
  group.until_ms = model.now_ms + 17'200;
  busy.groups = {group};
  busy.result = VisitorResult{Counted{46, Category::kPublic, 2}, model.now_ms, model.now_ms + 4000};
  add("staff-home-busy", with_page(busy, HomePage{}));
  busy.groups.clear();
  add("staff-home-counted", with_page(busy, HomePage{}));
  add_sessions(add, model);
  add_figures(add, model);
  add_corrections(add, model);
  add_station(add, model);
  add_closing(add, model);
  add_setup(add, model);
}

}  // namespace keqian::kiosk
