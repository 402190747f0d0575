// What the staff's pages share.
#include "kiosk/screens/staff.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace keqian::kiosk {
namespace {

std::string_view trouble_key(StaffProblem problem) {
  switch (problem) {
    case StaffProblem::kStorage:
      return "staff.trouble.storage";
    case StaffProblem::kNotFound:
      return "staff.trouble.not_found";
    case StaffProblem::kConflict:
      return "staff.trouble.conflict";
    case StaffProblem::kInvalid:
      return "staff.trouble.invalid";
    case StaffProblem::kNoMedium:
      break;
  }
  return "staff.trouble.no_medium";
}

}  // namespace

PageBar staff_bar(const Scene& scene, std::string_view scrolls) {
  return {.back = scene.say("staff.back"),
          .back_id = "back",
          .back_tapped = [&scene] { scene.emit(StaffBackTapped{}); },
          .primary = {},
          .secondary = {},
          .third = {},
          .tabs = {},
          .scrolls = scrolls};
}

std::optional<VisitorLine> visitor_line(const Scene& scene) {
  if (!scene.model.result) return std::nullopt;
  const auto& kind = scene.model.result->kind;
  if (const auto* counted = std::get_if<Counted>(&kind)) {
    const auto persons = heads_words(scene, counted->persons);
    return VisitorLine{Tone::kGood, Icon::kCheckCircle,
                       scene.say("counted.title", {{"persons", persons}})};
  }
  if (std::holds_alternative<Refused>(kind)) {
    return VisitorLine{Tone::kCaution, Icon::kReport, scene.say("group.banner.refused")};
  }
  if (std::holds_alternative<AlreadyCounted>(kind)) {
    return VisitorLine{Tone::kCalm, Icon::kHowToReg, scene.say("already.title")};
  }
  return std::nullopt;
}

void add_groups(const Scene& scene, Blocks& blocks, bool full_width) {
  const auto& groups = scene.model.groups;
  if (groups.empty()) return;
  blocks.push_back(row_block(
      scene,
      {.id = "group_first",
       .icon = Icon::kGroups,
       .icon_tone = Tone::kCaution,
       .title = counted_words(scene, "staff.group_waits", "groups",
                              static_cast<std::int64_t>(groups.size())),
       .note = scene.small() ? std::string() : scene.say("staff.group_waits.note"),
       .value = {},
       .value_tone = Tone::kPlain,
       .chosen = false,
       .quiet = false},
      [&scene] { scene.emit(GroupShownFirst{}); }, full_width));
}

void add_visitors(const Scene& scene, Blocks& blocks) {
  const auto line = visitor_line(scene);
  const bool beside = two_columns(scene) && line && !scene.model.groups.empty();
  if (line) blocks.push_back(strip_block(scene, line->tone, line->icon, line->text, {}, !beside));
  add_groups(scene, blocks, !beside);
}

void add_state(const Scene& scene, const PageState& state, bool loaded, Blocks& blocks) {
  add_visitors(scene, blocks);
  add_progress(scene, state, loaded, blocks);
}

void add_progress(const Scene& scene, const PageState& state, bool loaded, Blocks& blocks) {
  if (state.trouble) {
    blocks.push_back(strip_block(scene, Tone::kDanger, Icon::kWarning,
                                 scene.say(trouble_key(state.trouble->problem))));
    if (!loaded && state.reading == 0) {
      blocks.push_back(actions_block(scene, {{"reload", Icon::kRefresh, scene.say("staff.reload"),
                                              true, [&scene] { scene.emit(PageReloaded{}); }}}));
    }
  }
  if (!loaded && state.reading != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.reading")));
  }
  if (state.doing != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.doing")));
  }
}

Question staff_question(const Scene& scene, Icon icon, std::string title, std::string text,
                        std::string_view yes_key, bool danger) {
  return {.icon = icon,
          .title = std::move(title),
          .text = std::move(text),
          .yes = {.id = "yes",
                  .icon = Icon::kCheck,
                  .text = scene.say(yes_key),
                  .enabled = true,
                  .danger = danger,
                  .tapped = [&scene] { scene.emit(StaffConfirmed{}); }},
          .no = {.id = "no",
                 .icon = Icon::kClose,
                 .text = scene.say("staff.cancel"),
                 .enabled = true,
                 .danger = false,
                 .tapped = [&scene] { scene.emit(StaffBackTapped{}); }}};
}

void ask(const Scene& scene, Icon icon, std::string title, std::string text,
         std::string_view yes_key, bool danger) {
  draw_question(scene,
                staff_question(scene, icon, std::move(title), std::move(text), yes_key, danger));
}

Block number_keypad_block(const Scene& scene) {
  const float gap = scene.small() ? 6 : scene.sizes.gap * 0.5F;
  const float row = scene.small() ? 62.0F : scene.landscape() ? 72.0F : 110.0F;
  return {[=](float) { return 4 * row + 3 * gap; },
          [=, &scene](Rect rect) {
            if (!scene.small()) {
              rect = rect.inset(std::max(0.0F, (rect.width - 620) / 2), 0);
            }
            Rect free_place;
            const auto typed =
                keypad(scene.ui, "number_key", rect, scene.sizes.title, gap, free_place);
            if (typed && *typed >= 0) scene.emit(NumberDigitTyped{*typed});
            if (typed && *typed < 0) scene.emit(NumberDigitErased{});
          },
          false};
}

void draw_staff(const Scene& scene, const StaffArea& staff) {
  if (const auto* home = std::get_if<HomePage>(&staff.page)) {
    draw_home_page(scene, *home, staff.pin_set_utc_ms);
  } else if (const auto* sessions = std::get_if<SessionsPage>(&staff.page)) {
    draw_sessions_page(scene, *sessions);
  } else if (const auto* figures = std::get_if<FiguresPage>(&staff.page)) {
    draw_figures_page(scene, *figures);
  } else if (const auto* corrections = std::get_if<CorrectionsPage>(&staff.page)) {
    draw_corrections_page(scene, *corrections);
  } else if (const auto* station = std::get_if<StationPage>(&staff.page)) {
    draw_station_page(scene, *station);
  } else if (const auto* closing = std::get_if<ClosingPage>(&staff.page)) {
    draw_closing_page(scene, *closing);
  }
}

WrittenFiles written_files(const Written& written) {
  WrittenFiles files;
  for (const auto& file : written.files) {
    const auto slash = file.rfind('/');
    const auto name_begins = slash == std::string::npos ? 0 : slash + 1;
    files.folder = file.substr(0, name_begins);
    files.names.push_back(file.substr(name_begins));
  }
  return files;
}

Block written_block(const Scene& scene, const Written& written, std::string_view usb_key,
                    std::string_view own_key) {
  const auto [folder, all] = written_files(written);
  std::string names;
  for (const auto& name : all) names += (names.empty() ? "" : " · ") + name;
  if (written.removable) {
    return strip_block(scene, Tone::kGood, Icon::kUsb, scene.say(usb_key), std::move(names));
  }
  return strip_block(scene, Tone::kCaution, Icon::kUsb, scene.say(own_key, {{"folder", folder}}),
                     std::move(names));
}

Block reasons_block(const Scene& scene, CorrectionAct act, std::optional<CorrectionReason> chosen) {
  std::vector<Choice> choices;
  for (const auto reason : reasons_for(act)) {
    choices.push_back({"reason_" + std::to_string(choices.size()), scene.say(reason_key(reason)),
                       chosen == reason, [&scene, reason] { scene.emit(ReasonChosen{reason}); }});
  }
  const int columns = scene.landscape() || scene.small() ? 2 : 4;
  return choices_block(scene, scene.say("corrections.reason"), std::move(choices),
                       {.columns_max = columns, .two_lines = true});
}

Block category_choices_block(const Scene& scene, const CategoryChoices& look, Category chosen,
                             const std::function<void(Category)>& tapped) {
  std::vector<Choice> choices;
  choices.reserve(kCategories.size());
  for (const auto category : kCategories) {
    choices.push_back({look.id + std::to_string(choices.size()), scene.say(category_key(category)),
                       category == chosen, [tapped, category] { tapped(category); }});
  }
  return choices_block(scene, scene.say("corrections.category"), std::move(choices),
                       {.columns_max = look.columns_max, .two_lines = true});
}

Block number_card_block(const Scene& scene, NumberCard card) {
  const auto kept = std::make_shared<const NumberCard>(std::move(card));
  const auto& sizes = scene.sizes;
  const float row = std::max(kTouchSizeMin + 8, sizes.title * 2.0F);
  const float gap = sizes.gap * 0.6F;
  return card_block(
      scene, [=](float) { return kept->value.empty() ? row : 2 * row + gap; },
      [=, &scene](Rect inside) {
        const auto way = segmented_switch(scene.ui, kept->id, inside.take_top(row, gap), kept->ways,
                                          kept->way, sizes.body);
        if (way) kept->way_chosen(*way);
        if (kept->value.empty()) return;
        const bool one = kept->value == number_words(1) || kept->value == number_words(-1);
        StepperLook look{.value = kept->value,
                         .unit = unit_words(scene, "group.unit", one ? 1 : 2),
                         .value_em = sizes.title * 1.3F,
                         .unit_em = sizes.body};
        const float words = scene.ui.width_of("−500", {.em = look.value_em, .face = Face::kBold}) +
                            scene.ui.width_of(look.unit, {.em = look.unit_em}) + look.unit_em;
        if (words > inside.width - 2 * inside.height - 12) look.unit = {};
        const int by = stepper(scene.ui, "persons", inside, look, kept->can_lower, kept->can_raise);
        if (by != 0) scene.emit(NumberStepped{by});
      });
}

}  // namespace keqian::kiosk
