// The page that the staff's area begins with: today's figure, and the ways on.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

// What the page of the station is for, or that it has something to say.
std::string station_note(const Scene& scene) {
  if (needs_care(sync_light(scene.model.sync))) return scene.say("machine.note.uploads");
  const auto camera = scene.model.camera;
  if (camera == CameraState::kNone || camera == CameraState::kBroken) {
    return scene.say("machine.note.camera");
  }
  return scene.say("machine.note");
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
  Rect inside = rect.inset(padding, padding * (scene.small() ? 0.6F : 0.8F));
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
  const float note_height = ui.height_of(tile.note, inside.width, note);
  const float between = sizes.caption * 0.3F;
  const float large = std::min(sizes.title * 1.7F, inside.height * 0.36F);
  const bool tall = !scene.small() && inside.height >= large + sizes.gap * 0.6F + title_height +
                                                           between + note_height;
  const float icon = tall ? large : sizes.title * 1.25F;
  const auto mark = [&](Rect place) {
    ui.canvas().round(place, place.height * 0.28F, scene.palette.calm_soft);
    ui.canvas().icon(place.centre(), place.height * 0.62F, tile.icon, scene.palette.calm);
  };
  if (tall) {
    Rect row = inside.take_top(icon, sizes.gap * 0.6F);
    mark(row.take_left(icon));
    note.vertical = Vertical::kTop;
    ui.text(inside.take_top(title_height, between), tile.text, title);
    ui.text(inside, tile.note, note);
  } else {
    // The mark beside the title, and the note below both while it has room.
    TextStyle beside = title;
    beside.rather_one_line = true;
    const float words = inside.width - icon - sizes.gap * 0.7F;
    const float row = std::max(icon, ui.height_of(tile.text, words, beside));
    const bool with_note = row + between + note_height <= inside.height;
    if (with_note) {
      inside.take_top((inside.height - row - between - note_height) / 2);
      Rect below = inside;
      inside = below.take_top(row, between);
      note.vertical = Vertical::kTop;
      ui.text(below, tile.note, note);
    }
    mark(Rect{inside.left, inside.centre().y - icon / 2, icon, icon});
    inside.take_left(icon, sizes.gap * 0.7F);
    ui.text(inside, tile.text, beside);
  }
  if (press.tapped) scene.emit(StaffPageOpened{tile.page});
}

Block tiles_block(const Scene& scene, const std::vector<Tile>& tiles, float room) {
  const float gap = scene.sizes.gap * 0.8F;
  const int columns = scene.landscape() ? 3 : scene.small() && scene.large() ? 1 : 2;
  const int rows = (static_cast<int>(tiles.size()) + columns - 1) / columns;
  const float least =
      std::max(kTouchSizeMin + 6, scene.sizes.strong * (scene.small() ? 2.5F : 3.2F));
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

// Today's figure, what is on, and the connection. A visitor who is counted meanwhile is told in the
// place of what is on: nothing moves under the finger. Briefly, without the connection.
Block summary_block(const Scene& scene, bool briefly) {
  const auto& sizes = scene.sizes;
  const std::string number = with_thousands(std::max<std::int64_t>(0, scene.model.today.persons));
  const auto& place = scene.model.place;
  const SyncWords sync = sync_words(scene);
  const bool beside = !scene.small() && !(scene.large() && !scene.landscape());
  // A small screen has the figure in the line of its name.
  const bool in_line = scene.small() && !scene.large();
  const auto visitor = visitor_line(scene);
  const TextStyle figure{.em = in_line ? sizes.headline : sizes.number,
                         .colour = scene.palette.ink,
                         .face = Face::kBold};
  const TextStyle caption{.em = sizes.caption, .colour = scene.palette.muted};
  const float number_height = (in_line ? 0 : sizes.caption * 1.3F) + figure.em * 1.1F;
  const int lines_shown = briefly ? 1 : 2;
  const float lines = static_cast<float>(lines_shown) * sizes.body * (in_line ? 1.5F : 1.7F);
  const auto draw_lines = [=, &scene](Rect rect) {
    const auto line = [&](Rect row, Icon icon, std::string_view text, Colour colour) {
      const float size = sizes.body * 1.25F;
      scene.ui.canvas().icon(row.take_left(size, sizes.gap * 0.6F).centre(), size, icon, colour);
      scene.ui.text(row, text, {.em = sizes.body, .colour = colour, .may_shorten = true});
    };
    if (visitor) {
      line(rect.row(0, lines_shown, 0), visitor->icon, visitor->text,
           colours_of(scene, visitor->tone).ink);
    } else {
      line(rect.row(0, lines_shown, 0), Icon::kEvent,
           place.session_title.empty() ? scene.say("holdings.none_now")
                                       : title_words(scene, place.session_title),
           scene.palette.ink);
    }
    if (!briefly) line(rect.row(1, 2, 0), sync.icon, sync.text, sync.colour);
  };
  return card_block(
      scene,
      [=](float) { return beside ? std::max(number_height, lines) : number_height + lines + 4; },
      [=, &scene](Rect inside) {
        Rect left = beside ? inside.take_left(inside.width * 0.42F, sizes.gap)
                           : inside.take_top(number_height, 4);
        const auto& unit = unit_words(scene, "welcome.today.unit", scene.model.today.persons);
        const float unit_width = scene.ui.width_of(unit, caption);
        if (in_line) {
          const float figure_width = scene.ui.width_of(number, figure) + 2;
          Rect words = left;
          words.take_right(figure_width + sizes.gap * 0.5F + unit_width + 2, sizes.gap * 0.5F);
          scene.ui.text(words, scene.say("welcome.today"), caption);
          left.take_left(left.width - figure_width - sizes.gap * 0.5F - unit_width - 2);
        } else {
          scene.ui.text(left.take_top(sizes.caption * 1.3F), scene.say("welcome.today"), caption);
        }
        const Rect ink =
            scene.ui.text({left.left, left.top, left.width, figure.em * 1.1F}, number, figure);
        if (ink.right() + sizes.gap * 0.5F + unit_width <= left.right()) {
          scene.ui.text({ink.right() + sizes.gap * 0.5F,
                         ink.bottom() - figure.em * 0.12F - sizes.caption * 0.9F, unit_width + 1,
                         sizes.caption},
                        unit, caption);
        }
        draw_lines(inside);
      },
      true);
}

// When the PIN was set, for whoever did not expect it to be there.
std::string pin_words(const Scene& scene, UtcMs set_utc_ms) {
  return scene.say("pin.set_at",
                   {{"time", BusinessDate::of(set_utc_ms).iso() + " " + clock_words(set_utc_ms)}});
}

Block pin_block(const Scene& scene, const std::string& words) {
  const float em = scene.sizes.caption;
  return {[=](float) { return em * 1.5F; },
          [=, &scene](Rect rect) {
            const TextStyle style{.em = em, .colour = scene.palette.muted};
            const float icon = em * 1.2F;
            const float gap = em * 0.5F;
            const float width =
                std::min(rect.width, icon + gap + scene.ui.width_of(words, style) + 2);
            Rect line{rect.centre().x - width / 2, rect.top, width, rect.height};
            scene.ui.canvas().icon(line.take_left(icon, gap).centre(), icon, Icon::kLock,
                                   scene.palette.muted);
            scene.ui.text(line, words, style);
          },
          true};
}

}  // namespace

void draw_home_page(const Scene& scene, const HomePage& page, UtcMs pin_set_utc_ms) {
  const auto& place = scene.model.place;
  PageBar bar{.back = scene.say("staff.leave"),
              .back_id = "leave",
              .back_tapped = [&scene] { scene.emit(StaffLeft{}); },
              .primary = {},
              .secondary = {},
              .third = {},
              .tabs = {},
              .scrolls = "home"};
  const bool small = scene.small() && !scene.large();
  const std::string pin_set = pin_set_utc_ms > 0 ? pin_words(scene, pin_set_utc_ms) : std::string();
  // The band has no room for it where a small screen has larger texts.
  const bool pin_in_band = !scene.small() || small;
  std::string note = place.venue_name;
  if (!pin_set.empty() && pin_in_band) {
    note = small || note.empty() ? pin_set : pin_set + " · " + note;
  }
  draw_page(scene, {Icon::kBadge, scene.say("staff.title"), note}, bar, [&](Rect room) {
    Blocks blocks;
    add_groups(scene, blocks, true);
    add_progress(scene, page.state, true, blocks);
    if (page.pin_set) {
      blocks.push_back(strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("pin.set")));
    }
    // A small screen has no room for everything beside what does not last: a waiting group, news.
    blocks.push_back(summary_block(scene, small && !blocks.empty()));
    float used = 3 * kShadowRoom;  // the tiles' own shadows reach farther
    const float width = room.width - 2 * scene.sizes.margin;
    for (const auto& block : blocks) used += block.height(width) + scene.sizes.gap;
    blocks.push_back(tiles_block(scene,
                                 {{"tile_sessions", Icon::kEvent, scene.say("holdings.title"),
                                   scene.say("holdings.hint"), StaffPageName::kSessions},
                                  {"tile_figures", Icon::kBarChart, scene.say("figures.title"),
                                   scene.say("figures.note"), StaffPageName::kFigures},
                                  {"tile_corrections", Icon::kEdit, scene.say("corrections.title"),
                                   scene.say("corrections.note"), StaffPageName::kCorrections},
                                  {"tile_station", Icon::kSettings, scene.say("machine.title"),
                                   station_note(scene), StaffPageName::kStation},
                                  {"tile_closing", Icon::kDayDone, scene.say("closing.title"),
                                   scene.say("closing.note"), StaffPageName::kClosing}},
                                 room.height - used));
    if (!pin_set.empty() && !pin_in_band) blocks.push_back(pin_block(scene, pin_set));
    draw_blocks(scene, "home", room, blocks);
  });
}

}  // namespace keqian::kiosk
