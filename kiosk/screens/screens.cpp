#include "kiosk/screens/screens.h"

#include "kiosk/screens/scene.h"
#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

void draw_screen(const Scene& scene) {
  const Model& model = scene.model;
  switch (screen_of(model)) {
    case Screen::kStarting:
      draw_starting(scene);
      break;
    case Screen::kNotEnrolled:
      if (model.wizard && model.wizard->typed) {
        draw_typed_enrolment(scene, *model.wizard);
      } else if (model.wizard && model.wizard->stick) {
        draw_enrolment_by_stick(scene, *model.wizard);
      } else {
        draw_enrolment(scene);
      }
      break;
    case Screen::kStorageTrouble:
      draw_storage_trouble(scene, *model.storage);
      break;
    case Screen::kGroupConfirm:
      draw_group(scene, model.groups.front());
      break;
    case Screen::kResult:
      draw_result(scene, *model.result);
      break;
    case Screen::kSyncDetails:
      draw_sync_details(scene);
      break;
    case Screen::kPinPad:
      draw_pin_pad(scene, *model.pin_pad);
      break;
    case Screen::kStaff:
      draw_staff(scene, *model.staff);
      break;
    case Screen::kSetup:
      draw_setup(scene, *model.wizard);
      break;
    case Screen::kAccessibility:
      draw_accessibility(scene);
      break;
    case Screen::kWelcome:
      draw_welcome(scene);
      break;
  }
}

std::vector<Touch> draw_model(const Model& model, Ui& ui) {
  std::vector<Touch> touches;
  draw_screen({model, ui,
               model.language == Language::kChinese ? Catalogue::chinese() : Catalogue::english(),
               sizes_of(ui.layout().shape, ui.dress().large_text), ui.palette(), touches});
  return touches;
}

}  // namespace

namespace {

// The staff's pages as they begin, and their figures: drawn unseen when the PIN is asked for, so
// that they are there at once and the visitors' screens do not pay for them.
void rehearse_staff(const Model& model, Ui& ui) {
  Model example = model;
  example.pin_pad.reset();
  const auto rehearse = [&](StaffPage page) {
    example.staff = StaffArea{std::move(page), false, model.utc_ms};
    ui.rehearse([&] { draw_model(example, ui); });
  };
  rehearse(HomePage{});
  SessionsPage sessions;
  Programme programme;
  HeldSession held;
  held.title = "0123456789:–";
  held.persons = 1'234'567'890;
  programme.held = {held};
  sessions.programme = programme;
  rehearse(sessions);
  FiguresPage figures;
  StaffFigures some;
  some.today.persons = some.today.by_hour[9] = some.today_before = some.yesterday_before =
      1'234'567'890;
  some.today.by_category[0] = 1'234'567'890;
  figures.figures = some;
  rehearse(figures);
  figures.view = FiguresView::kCategories;
  rehearse(figures);
  CorrectionsPage corrections;
  LinePage lines;
  for (const auto method : kMethods) {
    lines.lines.push_back({.sequence = 1234567890, .method = method, .persons = -1});
  }
  corrections.lines = lines;
  rehearse(corrections);
  corrections.chosen = LineChoice{};
  for (const auto way : {CorrectionWay::kChange, CorrectionWay::kVoid}) {
    corrections.chosen->way = way;
    rehearse(corrections);
  }
  for (const auto tab : {StationTab::kOverview, StationTab::kScreen}) {
    StationPage station;
    station.tab = tab;
    rehearse(station);
  }
  rehearse(ClosingPage{});
}

}  // namespace

void rehearse_screens(const Model& model, Ui& ui) {
  Model example = model;
  const auto rehearse = [&] {
    for (const auto language : {Language::kChinese, Language::kEnglish}) {
      example.language = language;
      ui.rehearse([&] { draw_model(example, ui); });
    }
  };
  example.storage.reset();
  example.groups.clear();
  example.sync_details_open = false;
  example.setup = Setup::kReady;
  example.pin_pad.reset();
  example.staff.reset();
  example.wizard.reset();
  example.accessibility_open = false;
  const auto show = [&](const ResultKind& kind) {
    example.result = VisitorResult{kind, model.now_ms, model.now_ms + kAmendableMs};
    rehearse();
  };
  for (const auto category : kCategories) show(Counted{0, category, 1, true, false});
  // Every digit in the large figures.
  show(Counted{0, Category::kPublic, 123, false, false});
  show(Counted{0, Category::kPublic, 456, false, true});
  show(Counted{0, Category::kPublic, 7890, false, true});
  show(AlreadyCounted{});
  show(TakenBack{});
  show(TapPause{});
  for (const bool one_stays : {false, true}) {
    for (const bool timed_out : {false, true}) show(GroupDropped{20, one_stays, timed_out});
  }
  using wire::PassProblem;
  for (const auto problem :
       {PassProblem::kNotOurs, PassProblem::kDamaged, PassProblem::kOtherCampaign,
        PassProblem::kUnknownKey, PassProblem::kNotYetValid, PassProblem::kExpired,
        PassProblem::kRevoked}) {
    show(Refused{problem});
  }
  example.result.reset();
  rehearse();
  example.sync_details_open = true;
  rehearse();
  Group group;
  group.until_ms = model.now_ms + kGroupConfirmMs;
  for (const int persons : {123, 456, 7890}) {
    group.persons = group.persons_on_pass = persons;
    example.groups = {group};
    rehearse();
  }
  group.amends = 1;
  example.groups = {group};
  rehearse();
}

std::vector<Touch> draw(const Model& model, Ui& ui) {
  ui.wear({.large_text = model.comfort.text_size == TextSize::kLarge,
           .high_contrast = model.comfort.contrast == Contrast::kHigh,
           .left_handed = model.comfort.hand == Hand::kLeft});
  if (ui.take_rehearsal("visitors")) rehearse_screens(model, ui);
  if ((model.pin_pad || model.staff) && ui.take_rehearsal("staff")) rehearse_staff(model, ui);
  auto touches = draw_model(model, ui);
  if (const RestShift shift = rest_shift(model); shift != RestShift{}) {
    ui.canvas().shift({static_cast<float>(shift.x), static_cast<float>(shift.y)},
                      {ui.screen().width, ui.screen().height});
  }
  if (const int dim = dim_percent(model); dim > 0) {
    const auto share = static_cast<float>(dim) / 100;
    ui.canvas().fill(ui.screen(), Colour{0, 0, 0, 255}.faded(share));
  }
  if (touches.empty() && ui.touched_anywhere()) touches.emplace_back(Touched{});
  return touches;
}

}  // namespace keqian::kiosk
