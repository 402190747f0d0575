#include "kiosk/screens/scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "server-sync/base/date.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr Sizes kPortraitSizes{.margin = 60,
                               .gap = 28,
                               .radius = 40,
                               .caption = 28,
                               .body = 32,
                               .strong = 38,
                               .title = 46,
                               .headline = 116,
                               .outcome = 108,
                               .number = 100,
                               .button_em = 42,
                               .button = 156,
                               .small_button = 112,
                               .footer = 100,
                               .header = 150,
                               .badge = 124};
constexpr Sizes kLandscapeSizes{.margin = 44,
                                .gap = 20,
                                .radius = 30,
                                .caption = 24,
                                .body = 26,
                                .strong = 30,
                                .title = 34,
                                .headline = 76,
                                .outcome = 64,
                                .number = 72,
                                .button_em = 32,
                                .button = 104,
                                .small_button = 76,
                                .footer = 72,
                                .header = 112,
                                .badge = 68};
constexpr Sizes kSmallSizes{.margin = 20,
                            .gap = 12,
                            .radius = 22,
                            .caption = 24,
                            .body = 24,
                            .strong = 26,
                            .title = 28,
                            .headline = 44,
                            .outcome = 44,
                            .number = 52,
                            .button_em = 28,
                            .button = 84,
                            .small_button = 66,
                            .footer = 62,
                            .header = 74,
                            .badge = 38};

// Larger texts: what is read is half as large again, what is seen from afar as large as fits.
constexpr Sizes kPortraitLargeSizes{.margin = 52,
                                    .gap = 26,
                                    .radius = 40,
                                    .caption = 42,
                                    .body = 48,
                                    .strong = 57,
                                    .title = 69,
                                    .headline = 150,
                                    .outcome = 140,
                                    .number = 130,
                                    .button_em = 63,
                                    .button = 180,
                                    .small_button = 140,
                                    .footer = 124,
                                    .header = 176,
                                    .badge = 104};
constexpr Sizes kLandscapeLargeSizes{.margin = 36,
                                     .gap = 18,
                                     .radius = 30,
                                     .caption = 36,
                                     .body = 39,
                                     .strong = 45,
                                     .title = 51,
                                     .headline = 92,
                                     .outcome = 80,
                                     .number = 84,
                                     .button_em = 48,
                                     .button = 124,
                                     .small_button = 96,
                                     .footer = 88,
                                     .header = 128,
                                     .badge = 56};
constexpr Sizes kSmallLargeSizes{.margin = 16,
                                 .gap = 10,
                                 .radius = 22,
                                 .caption = 36,
                                 .body = 36,
                                 .strong = 39,
                                 .title = 42,
                                 .headline = 54,
                                 .outcome = 54,
                                 .number = 60,
                                 .button_em = 42,
                                 .button = 104,
                                 .small_button = 84,
                                 .footer = 72,
                                 .header = 74,
                                 .badge = 34};

void draw_header(const Scene& scene, Rect hero) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  Rect row{hero.left + sizes.margin, hero.top + sizes.header * 0.30F, hero.width - 2 * sizes.margin,
           sizes.header * 0.52F};
  if (scene.landscape()) row.top = hero.top + sizes.margin * 0.9F;
  const float side = row.height;
  const Rect tile = row.take_left(side, sizes.gap * 0.8F);
  const bool plain = scene.palette.outlined();
  ui.canvas().round_gradient(tile, side * 0.26F, plain ? scene.palette.white : scene.palette.accent,
                             plain ? scene.palette.white : scene.palette.tile,
                             Direction::kDiagonal);
  ui.canvas().icon(tile.centre(), side * 0.62F, venue_icon(scene.model.place.venue_kind),
                   plain ? scene.palette.ink : scene.palette.white);
  if (scene.model.utc_ms > 0) {
    const TextStyle clock{.em = sizes.title,
                          .colour = scene.palette.on_dark,
                          .face = Face::kBold,
                          .align = Align::kRight};
    const std::string time = clock_words(scene.model.utc_ms);
    if (scene.small() || scene.large()) {
      const Rect place = row.take_right(ui.width_of(time, clock) + 2, sizes.gap);
      ui.text(place, time, clock);
    } else {
      const TextStyle small{
          .em = sizes.caption, .colour = scene.palette.on_dark_soft, .align = Align::kRight};
      const std::string date = date_words(scene);
      Rect place = row.take_right(std::max(ui.width_of(date, small), ui.width_of(time, clock)) + 2,
                                  sizes.gap);
      place = place.inset(0, -sizes.caption * 0.2F);
      ui.text(place.take_top(sizes.title * 1.1F), time, clock);
      ui.text(place.take_bottom(sizes.caption * 1.1F), date, small);
    }
  }
  const auto& name = scene.model.place.venue_name;
  ui.text(row.inset(0, -6), name.empty() ? scene.say("product.name") : name,
          {.em = scene.small() ? sizes.strong : sizes.strong * 1.06F,
           .colour = scene.palette.on_dark,
           .face = Face::kBold,
           .lines_max = 2,
           .may_shorten = true,
           .line_height = 1.2F});
}

// Both languages side by side where they have room, else the one that is not spoken now.
void draw_languages(const Scene& scene, Rect place, bool both) {
  const std::array<std::string_view, 2> languages = {scene.say("language.chinese"),
                                                     scene.say("language.english")};
  const int chosen = scene.model.language == Language::kChinese ? 0 : 1;
  std::optional<int> tapped;
  if (both) {
    tapped = segmented_switch(scene.ui, "language", place, languages, chosen, scene.sizes.body);
  } else {
    const int other = 1 - chosen;
    if (secondary_button(
            scene.ui, "language." + std::to_string(other), place,
            {std::nullopt, languages[static_cast<std::size_t>(other)], scene.sizes.body})) {
      tapped = other;
    }
  }
  if (tapped) scene.emit(LanguageChosen{*tapped == 0 ? Language::kChinese : Language::kEnglish});
}

void draw_sync(const Scene& scene, Rect place) {
  const auto& sizes = scene.sizes;
  const SyncWords words = sync_words(scene);
  const Press press = scene.ui.touch("sync", place);
  if (press.tapped) scene.emit(SyncDetailsToggled{});
  TextStyle style{.em = sizes.caption, .colour = words.colour, .lines_max = 2};
  style.line_height = 1.15F;
  style.rather_one_line = true;
  const float icon = sizes.caption * 1.35F;
  const float gap = sizes.caption * 0.4F;
  const float padding = scene.small() ? 10 : sizes.caption * 0.9F;
  // Larger texts leave no room for words beside the other buttons; its page has them.
  const float room = place.width - icon - gap - 2 * padding;
  const bool with_words =
      !scene.large() || (place.width > sizes.caption * 8 &&
                         scene.ui.height_of(words.text, room, style) <= place.height &&
                         scene.ui.keeps_words(words.text, room, style));
  const float width =
      with_words ? scene.ui.measure({0, 0, room, place.height}, words.text, style).width + gap : 0;
  Rect pill = place.take_right(std::max(place.height, width + icon + 2 * padding));
  const float radius = std::min(pill.height / 2, 30.0F);
  scene.ui.canvas().round(pill, radius,
                          press.held ? scene.palette.track : scene.palette.white.faded(0.85F));
  if (scene.palette.outlined()) {
    scene.ui.canvas().outline(pill, radius, scene.palette.line, scene.palette.pen);
  }
  if (!with_words) {
    scene.ui.canvas().icon(pill.centre(), icon, words.icon, words.colour);
    return;
  }
  pill = pill.inset(padding, 0);
  scene.ui.canvas().icon(pill.take_left(icon, gap).centre(), icon, words.icon, words.colour);
  scene.ui.text(pill.inset(-0.5F, 0), words.text, style);
}

void draw_footer(const Scene& scene, Rect footer) {
  const auto& sizes = scene.sizes;
  const auto screen = screen_of(scene.model);
  const bool with_sync = scene.model.setup == Setup::kReady && !scene.model.storage;
  const bool at_rest = screen == Screen::kWelcome;
  const bool stopped = screen == Screen::kStorageTrouble || screen == Screen::kNotEnrolled;
  const bool both = !scene.small() && !scene.landscape() && !scene.large();
  const float gap = both ? sizes.gap * 0.8F : sizes.gap * 0.7F;
  const TextStyle bold{.em = sizes.body, .face = Face::kBold};
  const bool chinese = scene.model.language == Language::kChinese;
  const auto& other = scene.say(chinese ? "language.english" : "language.chinese");
  const float language =
      both ? footer.width * 0.40F
           : std::max(kTouchSizeMin + 20, scene.ui.width_of(other, bold) + sizes.body * 1.4F);
  draw_languages(scene, footer.take_left(language, gap), both);
  if (at_rest && icon_button(scene.ui, "accessibility",
                             footer.take_left(std::max(kTouchSizeMin, footer.height), gap),
                             Icon::kAccessibility)) {
    scene.emit(AccessibilityToggled{});
  }
  if ((at_rest || stopped) &&
      icon_button(scene.ui, "staff", footer.take_left(std::max(kTouchSizeMin, footer.height), gap),
                  Icon::kBadge)) {
    scene.emit(StaffTapped{});
  }
  if (with_sync) draw_sync(scene, footer);
  if (screen != Screen::kNotEnrolled || scene.model.setup == Setup::kEnrolling) return;
  if (!scene.model.wizard) return;
  ButtonLabel label{Icon::kKeyboard, scene.say("enrol.type"), sizes.body};
  const float width = scene.ui.width_of(label.text, bold) + sizes.body * 3.4F;
  if (width > footer.width) label.icon.reset();
  if (secondary_button(scene.ui, "type_open", footer.take_right(std::min(footer.width, width), gap),
                       label)) {
    scene.emit(EnrolmentTypingToggled{});
  }
  const float stick = std::max(kTouchSizeMin, footer.height);
  if (footer.width >= stick &&
      icon_button(scene.ui, "stick_open", footer.take_right(stick), Icon::kUsb)) {
    scene.emit(StickOpened{});
  }
}

}  // namespace

const Sizes& sizes_of(Shape shape, bool large_text) {
  switch (shape) {
    case Shape::kPortrait:
      return large_text ? kPortraitLargeSizes : kPortraitSizes;
    case Shape::kLandscape:
      return large_text ? kLandscapeLargeSizes : kLandscapeSizes;
    case Shape::kSmall:
      break;
  }
  return large_text ? kSmallLargeSizes : kSmallSizes;
}

void draw_hero_panel(const Scene& scene, Rect hero, const Mood& mood) {
  auto& canvas = scene.ui.canvas();
  const bool to_the_bottom = hero.bottom() >= scene.ui.screen().height;
  canvas.round_gradient(hero, to_the_bottom ? 0 : scene.sizes.radius * 1.6F, mood.from, mood.to,
                        Direction::kDiagonal, Corners::kBottom);
  if (scene.palette.veil == 0) return;
  canvas.clip(hero);
  const float unit = std::min(hero.width, hero.height);
  canvas.circle({hero.right() - unit * 0.06F, hero.top + unit * 0.12F}, unit * 0.36F,
                scene.palette.white.faded(0.06F));
  canvas.ring({hero.right() - unit * 0.02F, hero.top + hero.height * 0.55F}, unit * 0.22F,
              unit * 0.035F, scene.palette.white.faded(0.06F));
  canvas.circle({hero.left + unit * 0.02F, hero.top + hero.height * 0.62F}, unit * 0.17F,
                scene.palette.white.faded(0.05F));
  canvas.unclip();
}

float share_above(const Scene& scene, float needed) {
  const auto& sizes = scene.sizes;
  const float bottom = scene.small() ? sizes.gap : sizes.margin;
  return 1 - (sizes.gap + needed + sizes.gap + sizes.footer + bottom) / scene.ui.screen().height;
}

bool fill_above(const Scene& scene, Rect& work, float used) {
  if (!scene.landscape()) return false;
  constexpr float kCameraHeightMin = 230;
  const float left = work.height - used;
  if (left < kCameraHeightMin) {
    work.take_top(std::max(0.0F, left));
    return false;
  }
  if (scene.model.camera == CameraState::kOk) {
    draw_camera(scene, work.take_top(left - scene.sizes.gap * 1.4F));
    work.take_top(scene.sizes.gap * 1.4F);
    return true;
  }
  work.take_top(left / 2);
  work.take_bottom(left / 2);
  return false;
}

Panes draw_frame(const Scene& scene, const Mood& mood, float hero_share) {
  const auto& sizes = scene.sizes;
  const Rect screen = scene.ui.screen();
  scene.ui.canvas().fade(screen, scene.palette.surface_top, scene.palette.surface_bottom);
  Panes panes;
  if (scene.landscape()) {
    panes.hero = {0, 0, std::round(screen.width * 0.47F), screen.height};
    panes.work = {panes.hero.right(), 0, screen.width - panes.hero.width, screen.height};
    if (scene.left_handed()) {
      panes.hero.left = panes.work.width;
      panes.work.left = 0;
    }
    panes.work = panes.work.inset(sizes.margin + 8, sizes.margin);
  } else {
    panes.hero = {0, 0, screen.width, std::round(screen.height * hero_share)};
    panes.work = {sizes.margin, panes.hero.bottom() + sizes.gap, screen.width - 2 * sizes.margin,
                  screen.height - panes.hero.height - sizes.gap};
    panes.work.take_bottom(scene.small() ? sizes.gap : sizes.margin);
  }
  panes.head = panes.hero.inset(sizes.margin, 0);
  panes.head.take_top(sizes.header);
  panes.head.take_bottom(sizes.gap);
  draw_hero_panel(scene, panes.hero, mood);
  draw_header(scene, panes.hero);
  draw_footer(scene, panes.work.take_bottom(sizes.footer, sizes.gap));
  return panes;
}

void draw_hero_text(const Scene& scene, Rect head, const Mood& mood, const HeroText& text) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const float badge_space = sizes.badge * 2.68F;
  const float chip_height = sizes.title * 1.75F;
  const float gap = sizes.badge * 0.30F;
  const TextStyle title{.em = sizes.outcome,
                        .colour = scene.palette.on_dark,
                        .face = Face::kBold,
                        .align = Align::kCentre,
                        .lines_max = scene.landscape() ? 2 : 1,
                        .line_height = 1.2F};
  TextStyle advice{.em = scene.small() ? sizes.body : sizes.strong * 1.08F,
                   .colour = scene.palette.on_dark_soft,
                   .align = Align::kCentre,
                   .vertical = Vertical::kTop,
                   .lines_max = 5};
  const Rect column = head.inset(scene.small() ? 0 : sizes.gap, 0);
  float title_height = ui.height_of(text.title, column.width, title);
  title_height = std::min(title_height, sizes.outcome * (scene.landscape() ? 2.2F : 1));
  const float chip_space = text.chip.empty() ? 0 : chip_height + gap;
  float advice_height =
      text.advice.empty() ? 0 : ui.height_of(text.advice, column.width, advice) + gap;
  const float height = badge_space + gap + title_height + chip_space + advice_height;
  Rect block = column;
  block.top += std::max(0.0F, (head.height - height) / 2);
  const Rect badge_place = block.take_top(badge_space, gap);
  badge(ui, badge_place.centre(), sizes.badge, text.icon, mood.badge);
  ui.text(block.take_top(title_height), text.title, title);
  if (!text.chip.empty()) {
    block.take_top(gap);
    chip(ui, block.take_top(chip_height), text.chip,
         {.icon = std::nullopt,
          .text = mood.badge,
          .ground = scene.palette.white,
          .em = sizes.title});
  }
  if (text.advice.empty()) return;
  block.take_top(gap);
  ui.text({block.left, block.top, block.width, head.bottom() - block.top}, text.advice, advice);
}

void draw_note(const Scene& scene, Rect room, Icon icon, std::string_view text) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const float padding_x = scene.small() ? 16 : 34;
  const float padding_y = scene.small() ? 12 : 24;
  const float icon_size = sizes.strong * 1.5F;
  const float gap = sizes.gap * 0.8F;
  const float width = room.width - 2 * padding_x - icon_size - gap;
  const TextStyle main{.em = sizes.body,
                       .colour = scene.palette.ink,
                       .vertical = Vertical::kTop,
                       .lines_max = 4,
                       .line_height = 1.35F};
  const float text_height = ui.height_of(text, width, main);
  const float height = std::min(room.height, std::max(icon_size, text_height) + 2 * padding_y);
  const Rect strip{room.left, room.bottom() - height, room.width, height};
  card(ui, strip, sizes.radius * 0.8F);
  Rect inside = strip.inset(padding_x, padding_y);
  ui.canvas().icon(inside.take_left(icon_size, gap).centre(), icon_size, icon, scene.palette.calm);
  inside.take_top(std::max(0.0F, (inside.height - text_height) / 2));
  ui.text(inside.take_top(text_height), text, main);
}

std::string counted_words(const Scene& scene, std::string_view key, std::string_view name,
                          std::int64_t count) {
  const std::string form = std::string(key) + (count == 1 ? ".one" : ".other");
  return scene.say(form, {{name, with_thousands(count)}});
}

std::string date_words(const Scene& scene) {
  const auto date = BusinessDate::of(scene.model.utc_ms);
  return scene.say("date.format",
                   {{"month", scene.say("month." + std::to_string(date.month()))},
                    {"day", std::to_string(date.day())},
                    {"weekday", scene.say("weekday." + std::to_string(date.weekday()))}});
}

std::string hour_words(const Scene& scene, int hour) {
  return scene.say("date.hour", {{"hour", std::to_string(hour)}});
}

const std::string& unit_words(const Scene& scene, std::string_view key, std::int64_t count) {
  return scene.say(std::string(key) + (count == 1 ? ".one" : ".other"));
}

Icon venue_icon(VenueKind kind) {
  switch (kind) {
    case VenueKind::kMuseum:
      return Icon::kMuseum;
    case VenueKind::kResearchInstitute:
      return Icon::kScience;
    case VenueKind::kUniversity:
      return Icon::kUniversity;
    case VenueKind::kEnterprise:
      return Icon::kFactory;
    case VenueKind::kSchool:
      return Icon::kSchool;
    case VenueKind::kSquare:
      return Icon::kPark;
    case VenueKind::kVehicle:
      return Icon::kBus;
    case VenueKind::kVillage:
      return Icon::kHome;
    case VenueKind::kOther:
      break;
  }
  return Icon::kLocation;
}

SyncWords sync_words(const Scene& scene) {
  const Sync& sync = scene.model.sync;
  const bool waiting = sync.pending_check_ins > 0;
  const auto with_number = [&](std::string_view key) {
    return scene.say(key, {{"pending", with_thousands(sync.pending_check_ins)}});
  };
  switch (sync_light(sync)) {
    case SyncLight::kSynced:
      return {Icon::kCloudDone, scene.say("sync.synced"), scene.palette.good};
    case SyncLight::kSending:
      return {Icon::kCloudUpload,
              waiting ? with_number("sync.sending") : scene.say("sync.sending.first"),
              scene.palette.calm};
    case SyncLight::kLocal:
      return {Icon::kStorage, scene.say("sync.local"), scene.palette.calm};
    case SyncLight::kOffline: {
      const auto words = [&](std::string_view key, std::string_view key_with_number) {
        return waiting ? with_number(key_with_number) : scene.say(key);
      };
      return {Icon::kCloudOff,
              // A small badge says by its cloud alone that what waits cannot be sent now.
              scene.small() ? words("sync.offline.short", "sync.sending")
                            : words("sync.offline", "sync.offline.pending"),
              scene.palette.caution};
    }
    case SyncLight::kTrouble:
      break;
  }
  return {Icon::kWarning, scene.say("sync.trouble"), scene.palette.danger};
}

Countdown countdown(const Scene& scene, MonotonicMs from_ms, MonotonicMs until_ms) {
  const auto now = std::max(scene.ui.frame().time_ms, scene.model.now_ms);
  const auto left_ms = std::max<MonotonicMs>(0, until_ms - now);
  const auto whole_ms = std::max<MonotonicMs>(1, until_ms - from_ms);
  return {std::clamp(static_cast<float>(left_ms) / static_cast<float>(whole_ms), 0.0F, 1.0F),
          static_cast<int>((left_ms + kMsPerSecond - 1) / kMsPerSecond)};
}

}  // namespace keqian::kiosk
