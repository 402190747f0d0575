// What a venue without a network carries by hand: the page of the USB stick, for the staff and in
// the setting-up.
#include <array>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

std::string_view problem_key(StickProblem problem) {
  switch (problem) {
    case StickProblem::kNoStick:
      return "stick.problem.none";
    case StickProblem::kReadOnly:
      return "stick.problem.read_only";
    case StickProblem::kFull:
      return "stick.problem.full";
    case StickProblem::kNone:
    case StickProblem::kFailed:
      break;
  }
  return "stick.problem.failed";
}

void add_steps(const Scene& scene, const std::array<std::string_view, 3>& keys, Blocks& blocks) {
  int number = 0;
  for (const auto key : keys) {
    blocks.push_back(strip_block(scene, Tone::kPlain, Icon::kChevronRight,
                                 std::to_string(++number) + ". " + scene.say(key)));
  }
}

// What the bureau's answers have changed.
void add_taken(const Scene& scene, const StickVisit& visit, bool is_enrolling, Blocks& blocks) {
  const auto strip = [&](Tone tone, Icon icon, std::string words) {
    blocks.push_back(strip_block(scene, tone, icon, std::move(words)));
  };
  if (visit.refused) {
    strip(Tone::kDanger, Icon::kReport,
          scene.say(is_enrolling ? "enrol.problem.spent" : "stick.refused"));
  } else if (visit.answers_taken > 0) {
    strip(Tone::kGood, Icon::kCheckCircle,
          scene.say(visit.pending == 0 ? "stick.taken.all" : "stick.taken"));
  }
  if (visit.refused_rows > 0) {
    strip(Tone::kCaution, Icon::kReport,
          counted_words(scene, "stick.refused_rows", "count", visit.refused_rows));
  }
  if (visit.answers_damaged > 0) {
    strip(Tone::kDanger, Icon::kBrokenImage,
          counted_words(scene, "stick.damaged", "count", visit.answers_damaged));
  }
  if (visit.answers_of_others > 0) {
    strip(Tone::kCalm, Icon::kInfo,
          counted_words(scene, "stick.others", "count", visit.answers_of_others));
  }
}

void add_visit(const Scene& scene, const StickVisit& visit, bool is_enrolling, Blocks& blocks) {
  if (visit.problem != StickProblem::kNone) {
    blocks.push_back(
        strip_block(scene, Tone::kDanger, Icon::kWarning, scene.say(problem_key(visit.problem))));
  }
  add_taken(scene, visit, is_enrolling, blocks);
  if (!visit.written.empty()) {
    blocks.push_back(strip_block(scene, Tone::kGood, Icon::kUsb,
                                 is_enrolling
                                     ? scene.say("stick.written.enrolment")
                                     : counted_words(scene, "stick.written", "count", visit.rows),
                                 visit.written));
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo,
                                 scene.say(visit.complete ? "stick.next" : "stick.next.more")));
  } else if (visit.problem == StickProblem::kNone && visit.answers_taken == 0) {
    blocks.push_back(
        strip_block(scene, Tone::kCaution, Icon::kInfo,
                    scene.say(is_enrolling ? "stick.enrol.no_code" : "stick.nothing_found")));
  }
}

PageButton visit_button(const Scene& scene, const StickPage& page, bool enabled) {
  const bool busy = page.visiting != 0;
  return {.id = "visit_stick",
          .icon = Icon::kUsb,
          .text = scene.say(busy ? "stick.busy" : "stick.do"),
          .enabled = enabled && !busy,
          .danger = false,
          .tapped = [&scene] { scene.emit(StickVisitTapped{}); }};
}

void add_busy(const Scene& scene, const StickPage& page, Blocks& blocks) {
  if (page.visiting == 0) return;
  blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("stick.wait")));
}

}  // namespace

void draw_stick_page(const Scene& scene, const StickPage& page) {
  PageBar bar = staff_bar(scene, "stick");
  bar.primary = visit_button(scene, page, true);
  draw_page(scene, {Icon::kUsb, scene.say("stick.title"), scene.say("stick.note")}, bar,
            [&](Rect room) {
              Blocks blocks;
              add_visitors(scene, blocks);
              add_busy(scene, page, blocks);
              if (page.visit) {
                add_visit(scene, *page.visit, false, blocks);
              } else {
                add_steps(scene, {"stick.step.1", "stick.step.2", "stick.step.3"}, blocks);
              }
              draw_blocks(scene, "stick", room, blocks, Stand::kHigh);
            });
}

void draw_enrolment_by_stick(const Scene& scene, const Wizard& wizard) {
  const StickPage& page = *wizard.stick;
  const bool enrolling = scene.model.setup == Setup::kEnrolling;
  PageBar bar{.back = scene.say("staff.back"),
              .back_id = "back",
              .back_tapped = [&scene] { scene.emit(SetupBackTapped{}); },
              .primary = visit_button(scene, page, !enrolling),
              .secondary = PageButton{.id = "type",
                                      .icon = Icon::kKeyboard,
                                      .text = scene.say("enrol.type"),
                                      .enabled = !enrolling && page.visiting == 0,
                                      .danger = false,
                                      .tapped = [&scene] { scene.emit(EnrolmentTypingToggled{}); }},
              .third = {},
              .tabs = {},
              .scrolls = "stick"};
  draw_page(
      scene, {Icon::kUsb, scene.say("stick.enrol.title"), setup_step_words(scene)}, bar,
      [&](Rect room) {
        Blocks blocks;
        add_busy(scene, page, blocks);
        if (scene.model.enrolment_problem == EnrolmentProblem::kNotAnEnrolmentCode) {
          blocks.push_back(strip_block(scene, Tone::kDanger, Icon::kWarning,
                                       scene.say("enrol.problem.not_code")));
        }
        const bool needs_code = wizard.enrolment.empty();
        if (page.visit) add_visit(scene, *page.visit, true, blocks);
        if (!page.visit || needs_code) {
          if (needs_code) {
            const float camera = scene.small() ? 240.0F : scene.landscape() ? 190.0F : 560.0F;
            blocks.push_back({[=](float) { return camera; },
                              [&scene](Rect rect) { draw_camera(scene, rect); }, true});
          }
          if (!page.visit) {
            blocks.push_back(needs_code ? strip_block(scene, Tone::kCaution, Icon::kQrScanner,
                                                      scene.say("stick.enrol.no_code"))
                                        : strip_block(scene, Tone::kGood, Icon::kCheckCircle,
                                                      scene.say("stick.enrol.code")));
          }
          add_steps(scene, {"stick.enrol.step.1", "stick.step.2", "stick.enrol.step.3"}, blocks);
        }
        draw_blocks(scene, "stick", room, blocks, Stand::kHigh);
      });
}

}  // namespace keqian::kiosk
