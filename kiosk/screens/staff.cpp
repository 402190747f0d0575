// What the staff's pages share, and the page that they begin with.
#include "kiosk/screens/staff.h"

#include <algorithm>
#include <cmath>

#include "server-sync/base/date.h"
#include "server-sync/base/text.h"

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

struct Tile {
  std::string id;
  Icon icon;
  std::string text;
  std::string note;
  StaffPageName page;
};

void draw_tile(const Scene& scene, Rect rect, const Tile& tile) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Press press = ui.touch(tile.id, rect);
  const float radius = sizes.radius * 0.8F;
  card(ui, rect, radius);
  if (press.held) ui.canvas().round(rect, radius, scene.palette.track);
  const float padding = padding_of(scene) * 0.8F;
  Rect inside = rect.inset(padding, padding * 0.8F);
  const TextStyle title{.em = sizes.strong,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .lines_max = 2,
                        .line_height = 1.15F};
  TextStyle note{.em = sizes.caption,
                 .colour = scene.palette.muted,
                 .lines_max = 4,
                 .may_shorten = true,
                 .line_height = 1.2F};
  const float title_height = ui.height_of(tile.text, inside.width, title);
  const bool tall = inside.height > title_height * 1.2F + sizes.caption * 1.3F + sizes.title * 1.9F;
  const float icon =
      tall ? std::min(sizes.title * 1.7F, inside.height * 0.36F) : sizes.title * 1.25F;
  const auto mark = [&](Rect place) {
    ui.canvas().round(place, place.height * 0.28F, scene.palette.calm_soft);
    ui.canvas().icon(place.centre(), place.height * 0.62F, tile.icon, scene.palette.calm);
  };
  if (tall) {
    Rect row = inside.take_top(icon, sizes.gap * 0.6F);
    mark(row.take_left(icon));
    note.vertical = Vertical::kTop;
    ui.text(inside.take_top(title_height, sizes.caption * 0.3F), tile.text, title);
    if (inside.height >= ui.height_of(tile.note, inside.width, note)) {
      ui.text(inside, tile.note, note);
    }
  } else {
    mark(Rect{inside.left, inside.centre().y - icon / 2, icon, icon});
    inside.take_left(icon, sizes.gap * 0.7F);
    TextStyle beside = title;
    beside.rather_one_line = true;
    ui.text(inside, tile.text, beside);
  }
  if (press.tapped) scene.emit(StaffPageOpened{tile.page});
}

Block tiles_block(const Scene& scene, const std::vector<Tile>& tiles, float room) {
  const float gap = scene.sizes.gap * 0.8F;
  const int columns = scene.landscape() ? 3 : scene.small() && scene.large() ? 1 : 2;
  const int rows = (static_cast<int>(tiles.size()) + columns - 1) / columns;
  const float least = scene.sizes.strong * 3.2F;
  const float most = scene.small() ? 150.0F : scene.landscape() ? 260.0F : 320.0F;
  const float each = std::clamp(
      (room - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows), least, most);
  const float height = each * static_cast<float>(rows) + gap * static_cast<float>(rows - 1);
  return {[=](float) { return height; },
          [=, &scene](Rect rect) {
            const int count = static_cast<int>(tiles.size());
            for (int i = 0; i < count; ++i) {
              const int row = i / columns;
              // The last row is as wide as the others, however many stand in it.
              const int beside = std::min(columns, count - row * columns);
              draw_tile(scene, rect.row(row, rows, gap).column(i % columns, beside, gap),
                        tiles[static_cast<std::size_t>(i)]);
            }
          },
          true};
}

// Today's figure, what is on, and the connection.
Block summary_block(const Scene& scene) {
  const auto& sizes = scene.sizes;
  const std::string number = with_thousands(std::max<std::int64_t>(0, scene.model.today.persons));
  const auto& place = scene.model.place;
  const SyncWords sync = sync_words(scene);
  const bool beside = !scene.small() && !(scene.large() && !scene.landscape());
  const TextStyle figure{.em = sizes.number, .colour = scene.palette.ink, .face = Face::kBold};
  const TextStyle caption{.em = sizes.caption, .colour = scene.palette.muted};
  const float number_height = sizes.caption * 1.3F + sizes.number * 1.1F;
  const float lines = 2 * sizes.body * 1.7F;
  const auto draw_lines = [=, &scene](Rect rect) {
    const auto line = [&](Rect row, Icon icon, std::string_view text, Colour colour) {
      const float size = sizes.body * 1.25F;
      scene.ui.canvas().icon(row.take_left(size, sizes.gap * 0.6F).centre(), size, icon, colour);
      scene.ui.text(row, text, {.em = sizes.body, .colour = colour, .may_shorten = true});
    };
    line(rect.row(0, 2, 0), Icon::kEvent,
         place.session_title.empty() ? scene.say("welcome.session.none") : place.session_title,
         scene.palette.ink);
    line(rect.row(1, 2, 0), sync.icon, sync.text, sync.colour);
  };
  return card_block(
      scene,
      [=](float) { return beside ? std::max(number_height, lines) : number_height + lines + 4; },
      [=, &scene](Rect inside) {
        Rect left = beside ? inside.take_left(inside.width * 0.42F, sizes.gap)
                           : inside.take_top(number_height, 4);
        scene.ui.text(left.take_top(sizes.caption * 1.3F), scene.say("welcome.today"), caption);
        const Rect ink =
            scene.ui.text({left.left, left.top, left.width, sizes.number * 1.1F}, number, figure);
        const float unit = scene.ui.width_of(scene.say("welcome.today.unit"), caption);
        if (ink.right() + sizes.gap * 0.5F + unit < left.right()) {
          scene.ui.text(
              {ink.right() + sizes.gap * 0.5F,
               ink.bottom() - sizes.number * 0.12F - sizes.caption * 0.9F, unit + 1, sizes.caption},
              scene.say("welcome.today.unit"), caption);
        }
        draw_lines(inside);
      },
      true);
}

}  // namespace

PageBar staff_bar(const Scene& scene, std::string_view scrolls) {
  return {.back = scene.say("staff.back"),
          .back_id = "back",
          .back_tapped = [&scene] { scene.emit(StaffBackTapped{}); },
          .primary = {},
          .secondary = {},
          .scrolls = scrolls};
}

void add_visitors(const Scene& scene, Blocks& blocks) {
  const auto& model = scene.model;
  if (model.result) {
    const auto& kind = model.result->kind;
    if (const auto* counted = std::get_if<Counted>(&kind)) {
      const auto persons = persons_words(scene, counted->persons);
      blocks.push_back(strip_block(scene, Tone::kGood, Icon::kCheckCircle,
                                   scene.say("counted.title", {{"persons", persons}})));
    } else if (std::holds_alternative<Refused>(kind)) {
      blocks.push_back(
          strip_block(scene, Tone::kCaution, Icon::kReport, scene.say("group.banner.refused")));
    } else if (std::holds_alternative<AlreadyCounted>(kind)) {
      blocks.push_back(
          strip_block(scene, Tone::kCalm, Icon::kHowToReg, scene.say("already.title")));
    }
  }
  if (!model.groups.empty()) {
    if (two_columns(scene) && model.result && !blocks.empty()) blocks.back().full_width = false;
    blocks.push_back(row_block(
        scene,
        {.id = "group_first",
         .icon = Icon::kGroups,
         .icon_tone = Tone::kCaution,
         .title = counted_words(scene, "staff.group_waits", "groups",
                                static_cast<std::int64_t>(model.groups.size())),
         .note = scene.say("staff.group_waits.note"),
         .value = {},
         .value_tone = Tone::kPlain,
         .chosen = false,
         .quiet = false},
        [&scene] { scene.emit(GroupShownFirst{}); }, !model.result));
  }
}

void add_state(const Scene& scene, const PageState& state, bool loaded, Blocks& blocks) {
  add_visitors(scene, blocks);
  if (state.trouble) {
    blocks.push_back(strip_block(scene, Tone::kDanger, Icon::kWarning,
                                 scene.say(trouble_key(state.trouble->problem)),
                                 state.trouble->detail));
    if (!loaded && state.reading == 0) {
      blocks.push_back(
          actions_block(scene, {{{"reload", Icon::kRefresh, scene.say("staff.reload"), true},
                                 [&scene] { scene.emit(PageReloaded{}); }}}));
    }
  }
  if (!loaded && state.reading != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.reading")));
  }
  if (state.doing != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.doing")));
  }
}

void ask(const Scene& scene, Icon icon, std::string title, std::string text,
         std::string_view yes_key, bool danger) {
  draw_question(scene, {.icon = icon,
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
                               .tapped = [&scene] { scene.emit(StaffBackTapped{}); }}});
}

namespace {

// How all tabs of a strip look: alike, with their words wherever those fit.
struct TabsLook {
  int rows = 1;
  bool beside = false;  // the word beside the icon, or below it
  float row_height = 0;
};
TabsLook look_of(const Scene& scene, const std::vector<Tab>& tabs, float width) {
  const auto& sizes = scene.sizes;
  const TextStyle bold{.em = sizes.caption, .face = Face::kBold};
  float widest = 0;
  const TextStyle plain{.em = sizes.caption};
  for (const auto& tab : tabs) {
    widest =
        std::max({widest, scene.ui.width_of(tab.text, bold), scene.ui.width_of(tab.text, plain)});
  }
  const float icon = sizes.body * 1.2F;
  TabsLook look;
  const int count = static_cast<int>(tabs.size());
  for (look.rows = 1; look.rows < 3; ++look.rows) {
    const int columns = (count + look.rows - 1) / look.rows;
    const float room = width / static_cast<float>(columns) - 18;
    look.beside = widest + icon + sizes.body <= room;
    if (look.beside || widest <= room) break;
  }
  const float words = look.beside ? 0 : icon + sizes.caption * 1.25F + 18;
  look.row_height =
      std::max({kTouchSizeMin + 8, words, scene.small() ? 0 : sizes.small_button * 0.8F});
  return look;
}

}  // namespace

float tabs_height(const Scene& scene, const std::vector<Tab>& tabs, float width) {
  const TabsLook look = look_of(scene, tabs, width);
  return static_cast<float>(look.rows) * look.row_height;
}

std::optional<int> draw_tabs(const Scene& scene, std::string_view id, Rect rect,
                             const std::vector<Tab>& tabs, int chosen) {
  auto& ui = scene.ui;
  const auto& sizes = scene.sizes;
  auto& canvas = ui.canvas();
  const float radius = std::min(sizes.radius * 0.7F, 26.0F);
  canvas.round(rect, radius, scene.palette.track);
  if (scene.palette.outlined()) {
    canvas.outline(rect, radius, scene.palette.line, scene.palette.pen);
  }
  const int count = static_cast<int>(tabs.size());
  const TabsLook look = look_of(scene, tabs, rect.width);
  const int rows = look.rows;
  const int columns = (count + rows - 1) / rows;
  std::optional<int> tapped;
  for (int i = 0; i < count; ++i) {
    const auto& tab = tabs[static_cast<std::size_t>(i)];
    const int row = i / columns;
    const int in_row = std::min(columns, count - row * columns);
    const Rect part = rect.row(row, rows, 0).column(i % columns, in_row, 0);
    const Press press = ui.touch(std::string(id) + "." + std::to_string(i), part);
    if (press.tapped) tapped = i;
    const bool on = i == chosen;
    const Rect thumb = part.inset(5);
    if (on || press.held) {
      if (on) canvas.shadow(thumb, radius - 5, 10, 3, 0.22F);
      canvas.round(thumb, radius - 5, on ? scene.palette.card : scene.palette.line);
      if (on && scene.palette.outlined()) {
        canvas.outline(thumb, radius - 5, scene.palette.line, scene.palette.pen);
      }
    }
    const Colour ink = on ? scene.palette.calm : scene.palette.muted;
    const TextStyle style{.em = sizes.caption,
                          .colour = ink,
                          .face = on ? Face::kBold : Face::kRegular,
                          .align = Align::kCentre};
    TextStyle bold = style;
    bold.face = Face::kBold;
    const float icon = sizes.body * 1.2F;
    const float words = std::max(ui.width_of(tab.text, bold), ui.width_of(tab.text, style));
    const float block = icon + sizes.caption * 1.25F;
    if (look.beside) {
      const float left = thumb.centre().x - (words + icon + sizes.body * 0.4F) / 2;
      canvas.icon({left + icon / 2, thumb.centre().y}, icon, tab.icon, ink);
      ui.text({left + icon + sizes.body * 0.4F - 2, thumb.top, words + 4, thumb.height}, tab.text,
              style);
    } else {
      const float top = thumb.centre().y - block / 2;
      canvas.icon({thumb.centre().x, top + icon / 2}, icon, tab.icon, ink);
      ui.text({thumb.left, top + icon + sizes.caption * 0.2F, thumb.width, sizes.caption}, tab.text,
              style);
    }
  }
  return tapped;
}

std::optional<int> take_tabs(const Scene& scene, std::string_view id, Rect& room,
                             const std::vector<Tab>& tabs, int chosen) {
  const auto& sizes = scene.sizes;
  const float height = tabs_height(scene, tabs, room.width - 2 * sizes.margin);
  const Rect strip = room.take_bottom(height, sizes.gap * 0.5F).inset(sizes.margin, 0);
  return draw_tabs(scene, id, strip, tabs, chosen);
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

void draw_home_page(const Scene& scene, const HomePage& page) {
  const auto& place = scene.model.place;
  PageBar bar{.back = scene.say("staff.leave"),
              .back_id = "leave",
              .back_tapped = [&scene] { scene.emit(StaffLeft{}); },
              .primary = {},
              .secondary = {},
              .scrolls = "home"};
  draw_page(scene, {Icon::kBadge, scene.say("staff.title"), place.venue_name}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    blocks.push_back(summary_block(scene));
    float used = scene.sizes.gap;
    const float width = room.width - 2 * scene.sizes.margin;
    for (const auto& block : blocks) used += block.height(width) + scene.sizes.gap;
    const std::string session =
        place.session_title.empty() ? scene.say("welcome.session.none") : place.session_title;
    blocks.push_back(tiles_block(scene,
                                 {{"tile_sessions", Icon::kEvent, scene.say("holdings.title"),
                                   session, StaffPageName::kSessions},
                                  {"tile_figures", Icon::kBarChart, scene.say("figures.title"),
                                   scene.say("figures.note"), StaffPageName::kFigures},
                                  {"tile_corrections", Icon::kEdit, scene.say("corrections.title"),
                                   scene.say("corrections.note"), StaffPageName::kCorrections},
                                  {"tile_station", Icon::kSettings, scene.say("machine.title"),
                                   scene.say("machine.note"), StaffPageName::kStation},
                                  {"tile_closing", Icon::kDayDone, scene.say("closing.title"),
                                   scene.say("closing.note"), StaffPageName::kClosing}},
                                 room.height - used - scene.sizes.gap));
    draw_blocks(scene, "home", room, blocks);
  });
}

void draw_staff(const Scene& scene, const StaffArea& staff) {
  if (const auto* home = std::get_if<HomePage>(&staff.page)) {
    draw_home_page(scene, *home);
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

std::string_view reason_key(CorrectionReason reason) {
  switch (reason) {
    case CorrectionReason::kCountedTwice:
      return "reason.counted_twice";
    case CorrectionReason::kWrongNumber:
      return "reason.wrong_number";
    case CorrectionReason::kWrongCategory:
      return "reason.wrong_category";
    case CorrectionReason::kWrongSession:
      return "reason.wrong_session";
    case CorrectionReason::kTrial:
      return "reason.trial";
    case CorrectionReason::kDeviceWasAway:
      return "reason.device_was_away";
    case CorrectionReason::kPaperCount:
      return "reason.paper_count";
    case CorrectionReason::kOther:
      break;
  }
  return "reason.other";
}

std::string reason_words(const Scene& scene, std::string_view reason) {
  for (const auto known : kCorrectionReasons) {
    if (name(known) == reason) return scene.say(reason_key(known));
  }
  // By the visitor's own hand, at the door.
  return reason.empty() ? std::string() : scene.say("reason.at_the_door");
}

}  // namespace keqian::kiosk
