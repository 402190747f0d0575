// A kiosk that belongs to no bureau yet.
#include <algorithm>
#include <array>

#include "kiosk/screens/visitor_page.h"

namespace keqian::kiosk {
namespace {

std::string_view problem_key(EnrolmentProblem problem) {
  switch (problem) {
    case EnrolmentProblem::kNotAnEnrolmentCode:
      return "enrol.problem.not_code";
    case EnrolmentProblem::kUnreachable:
      return "enrol.problem.unreachable";
    case EnrolmentProblem::kCodeSpent:
      return "enrol.problem.spent";
    case EnrolmentProblem::kNotTrusted:
      return "enrol.problem.not_trusted";
    case EnrolmentProblem::kNone:
    case EnrolmentProblem::kOther:
      break;
  }
  return "enrol.problem.other";
}

// A strip with what went wrong or is going on.
void draw_state(const Scene& scene, Rect rect) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const bool working = scene.model.setup == Setup::kEnrolling;
  ui.canvas().round(rect, sizes.radius * 0.8F,
                    working ? scene.palette.calm_soft : scene.palette.danger_soft);
  const Colour ink = working ? scene.palette.calm : scene.palette.danger;
  Rect row = rect.inset(scene.small() ? 14 : 28, 8);
  const float icon = sizes.body * 1.5F;
  ui.canvas().icon(row.take_left(icon, sizes.body * 0.6F).centre(), icon,
                   working ? Icon::kLink : Icon::kWarning, ink);
  const std::string text =
      working ? scene.say("enrol.working") + " " + scene.say("enrol.working.advice")
              : enrolment_problem_words(scene);
  ui.text(row, text, {.em = sizes.body, .colour = ink, .lines_max = 3, .line_height = 1.3F});
}

bool has_state(const Scene& scene) {
  return scene.model.setup == Setup::kEnrolling ||
         scene.model.enrolment_problem != EnrolmentProblem::kNone;
}

void draw_steps(const Scene& scene, Rect place, bool dark) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const std::array<std::string_view, 3> steps = {
      scene.say("enrol.step.1"), scene.say("enrol.step.2"), scene.say("enrol.step.3")};
  for (int i = 0; i < 3; ++i) {
    Rect row = place.row(i, 3, 0);
    const float radius = std::min(row.height * 0.36F, sizes.body * 0.95F);
    const Rect dot = row.take_left(2 * radius, sizes.body * 0.6F);
    ui.canvas().circle(dot.centre(), radius,
                       dark ? scene.palette.white : scene.palette.primary_from);
    ui.text({dot.centre().x - radius, dot.centre().y - radius, 2 * radius, 2 * radius},
            std::to_string(i + 1),
            {.em = std::max(ui.text_em_min(), radius * 1.1F),
             .colour = dark ? scene.palette.welcome.badge : scene.palette.white,
             .face = Face::kBold,
             .align = Align::kCentre});
    ui.text(row, steps[static_cast<std::size_t>(i)],
            {.em = scene.small() ? sizes.body : sizes.strong * 0.94F,
             .colour = dark ? scene.palette.on_dark : scene.palette.ink,
             .lines_max = 2,
             .line_height = 1.2F});
  }
}

// The camera first, then what is going on, then the steps.
void draw_enrolment_large(const Scene& scene) {
  const bool camera_works =
      scene.model.camera == CameraState::kOk || scene.model.camera == CameraState::kStarting;
  const float camera = scene.small()       ? (camera_works ? 260.0F : 380.0F)
                       : scene.landscape() ? 420
                                           : 760;
  Blocks blocks;
  blocks.push_back(
      {[=](float) { return camera; }, [&scene](Rect rect) { draw_camera(scene, rect); }, true});
  if (has_state(scene)) {
    const bool working = scene.model.setup == Setup::kEnrolling;
    blocks.push_back(strip_block(
        scene, working ? Tone::kCalm : Tone::kDanger, working ? Icon::kLink : Icon::kWarning,
        working ? scene.say("enrol.working") + " " + scene.say("enrol.working.advice")
                : enrolment_problem_words(scene)));
  }
  for (const auto* step : {"enrol.step.1", "enrol.step.2", "enrol.step.3"}) {
    const std::string number(1, step[std::string_view(step).size() - 1]);
    blocks.push_back(
        strip_block(scene, Tone::kPlain, Icon::kChevronRight, number + ". " + scene.say(step)));
  }
  draw_visitor_page(scene,
                    {.mood = scene.palette.welcome,
                     .icon = Icon::kLink,
                     .title = scene.say("enrol.title"),
                     .subject = setup_step_words(scene),
                     .advice = scene.say("enrol.subtitle"),
                     .list = "enrolment",
                     .blocks = std::move(blocks),
                     .list_least = scene.small() ? 400.0F : 760.0F},
                    {}, {});
}

}  // namespace

std::string enrolment_problem_words(const Scene& scene) {
  return scene.say(problem_key(scene.model.enrolment_problem));
}

void draw_enrolment(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  if (scene.large()) {
    draw_enrolment_large(scene);
    return;
  }
  const Panes panes = draw_frame(scene, scene.palette.welcome, scene.small() ? 0.40F : 0.50F);
  Rect head = panes.head;
  const bool landscape = scene.landscape();
  const TextStyle title{.em = scene.small() ? sizes.headline * 0.86F : sizes.outcome * 0.86F,
                        .colour = scene.palette.on_dark,
                        .face = Face::kBold,
                        .align = landscape ? Align::kLeft : Align::kCentre};
  const TextStyle subtitle{.em = scene.small() ? sizes.body : sizes.strong,
                           .colour = scene.palette.on_dark_soft,
                           .align = landscape ? Align::kLeft : Align::kCentre,
                           .lines_max = 2,
                           .line_height = 1.2F};
  const TextStyle step{
      .em = sizes.caption, .colour = scene.palette.on_dark_soft, .align = subtitle.align};
  const std::string step_words = setup_step_words(scene);
  const float state_height = scene.small() ? 106 : sizes.body * 3.6F;
  if (landscape) {
    Rect work = panes.work;
    if (has_state(scene)) draw_state(scene, work.take_bottom(state_height, sizes.gap * 1.4F));
    draw_camera(scene, work);
    const float steps = sizes.strong * 8.4F;
    const float step_height = step_words.empty() ? 0 : step.em + 18;
    const float block = step_height + title.em + 26 + subtitle.em + 50 + steps;
    head.top += std::max(0.0F, (head.height - block) / 2);
    if (step_height > 0) ui.text(head.take_top(step.em, 18), step_words, step);
    ui.text(head.take_top(title.em, 26), scene.say("enrol.title"), title);
    ui.text(head.take_top(subtitle.em * 1.2F, 44), scene.say("enrol.subtitle"), subtitle);
    draw_steps(scene, head.take_top(steps), true);
    return;
  }
  if (!scene.small()) head.take_top(30);
  if (!step_words.empty()) {
    ui.text(head.take_top(step.em, scene.small() ? 8 : 20), step_words, step);
  }
  ui.text(head.take_top(title.em, scene.small() ? 12 : 26), scene.say("enrol.title"), title);
  ui.text(head.take_top(subtitle.em * 1.1F, scene.small() ? 14 : 40), scene.say("enrol.subtitle"),
          subtitle);
  Rect work = panes.work;
  const Rect steps = work.take_bottom(scene.small() ? 196 : 330, sizes.gap);
  card(ui, steps, sizes.radius);
  draw_steps(scene, steps.inset(scene.small() ? 16 : 40, scene.small() ? 8 : 22), false);
  if (has_state(scene)) draw_state(scene, work.take_bottom(state_height, sizes.gap));
  const float side = scene.small() ? sizes.margin : ui.screen().width * 0.5F - 420;
  draw_camera(scene, {side, head.top, ui.screen().width - 2 * side, work.bottom() - head.top});
}

}  // namespace keqian::kiosk
