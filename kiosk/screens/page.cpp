#include "kiosk/screens/page.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keqian::kiosk {
namespace {

// How a title stands in the band: in one line, somewhat smaller if need be, or in up to three.
struct Band {
  TextStyle title;
  float title_height = 0;
  bool note = false;
  float height = 0;
};
Band band_of(const Scene& scene, const PageTitle& title) {
  const auto& sizes = scene.sizes;
  Band band;
  band.title = {.em = sizes.title,
                .colour = scene.palette.on_dark,
                .face = Face::kBold,
                .lines_max = 1,
                .may_shorten = true,
                .line_height = 1.15F};
  float room = scene.ui.screen().width - 2 * sizes.margin - sizes.title * 1.15F - sizes.gap * 0.8F;
  if (scene.model.utc_ms > 0) {
    const TextStyle clock{.em = sizes.strong, .face = Face::kBold};
    room -= scene.ui.width_of(clock_words(scene.model.utc_ms), clock) + 2 + sizes.gap;
  }
  TextStyle smaller = band.title;
  smaller.em = std::max(scene.ui.text_em_min(), sizes.title * 0.85F);
  band.title_height = sizes.title;
  if (scene.ui.width_of(title.text, smaller) > room) {
    band.title.lines_max = 3;
    band.title.em = smaller.em;
    band.title_height = std::min(scene.ui.height_of(title.text, room, band.title),
                                 smaller.em * (1 + 2 * band.title.line_height));
  }
  const float least = scene.landscape() ? 104 : sizes.header;
  band.height = scene.small() ? sizes.header + (scene.large() ? 0.0F : 6.0F) : least;
  const float around = scene.small() ? 20.0F : 28.0F;
  const float note = sizes.caption * 1.3F;
  // On a small screen the note is not worth a higher band.
  band.note = !title.note.empty() &&
              (!scene.small() || band.title_height + note + around * 0.5F <= band.height);
  band.height = std::max(band.height, band.title_height + (band.note ? note : 0) + around);
  return band;
}

void draw_band(const Scene& scene, Rect place, const PageTitle& title, const Band& band) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Mood& mood = scene.palette.staff;
  ui.canvas().round_gradient(place, sizes.radius, mood.from, mood.to, Direction::kAcross,
                             Corners::kBottom);
  Rect row = place.inset(sizes.margin, 0);
  const float icon = sizes.title * 1.15F;
  ui.canvas().icon(row.take_left(icon, sizes.gap * 0.8F).centre(), icon, title.icon,
                   scene.palette.on_dark);
  if (scene.model.utc_ms > 0) {
    const TextStyle clock{.em = sizes.strong,
                          .colour = scene.palette.on_dark,
                          .face = Face::kBold,
                          .align = Align::kRight};
    const std::string time = clock_words(scene.model.utc_ms);
    ui.text(row.take_right(ui.width_of(time, clock) + 2, sizes.gap), time, clock);
  }
  if (!band.note) {
    ui.text(row, title.text, band.title);
    return;
  }
  const float block = band.title_height + sizes.caption * 1.3F;
  row.take_top((row.height - block) / 2);
  ui.text(row.take_top(band.title_height, sizes.caption * 0.2F), title.text, band.title);
  ui.text(row.take_top(sizes.caption * 1.1F), title.note,
          {.em = sizes.caption, .colour = scene.palette.on_dark_soft, .may_shorten = true});
}

}  // namespace

Rect draw_page(const Scene& scene, const PageTitle& title, const PageBar& bar,
               const std::function<void(Rect room)>& body) {
  Rect screen = scene.ui.screen();
  scene.ui.canvas().fade(screen, scene.palette.surface_top, scene.palette.surface_bottom);
  const Band band = band_of(scene, title);
  const Rect top = screen.take_top(band.height);
  const Rect bottom = screen.take_bottom(bar_height(scene, bar));
  draw_band(scene, top, title, band);
  if (body) body(screen);
  draw_bar(scene, bottom, bar);
  return screen;
}

namespace {

// What stands between a question's title and its buttons.
class QuestionBody {
 public:
  QuestionBody(const Scene& scene, const Question& question, float width)
      : scene_(scene), question_(question), fact_(scene.sizes.body * 1.9F) {
    const float gap = scene.sizes.gap;
    text_ = {.em = scene.sizes.body,
             .colour = scene.palette.muted,
             .vertical = Vertical::kTop,
             .lines_max = 8,
             .line_height = 1.35F};
    if (!question.facts.empty()) {
      facts_height_ = fact_ * static_cast<float>(question.facts.size()) + gap * 0.6F;
    }
    if (!question.text.empty()) {
      text_height_ = scene.ui.height_of(question.text, width, text_) + gap;
    }
    if (question.warning.empty()) return;
    warning_ = strip_block(scene, Tone::kCaution, Icon::kInfo, question.warning);
    warning_height_ = warning_->height(width) + gap * 0.7F;
  }

  float height() const { return facts_height_ + text_height_ + warning_height_; }

  void draw(Rect room) const {
    const auto& palette = scene_.palette;
    Rect facts = room.take_top(facts_height_);
    for (const auto& [label, value, tone] : question_.facts) {
      Rect line = facts.take_top(fact_);
      const TextStyle bold{.em = text_.em, .colour = palette.ink, .face = Face::kBold};
      const float width = scene_.ui.width_of(value, bold) + 2;
      scene_.ui.text(line.take_right(width, scene_.sizes.gap), value, bold);
      scene_.ui.text(line, label, {.em = text_.em, .colour = palette.muted, .may_shorten = true});
      scene_.ui.canvas().fill({facts.left, facts.top - 1, facts.width, 1}, palette.line);
    }
    const float gap = scene_.sizes.gap;
    if (warning_) warning_->draw(room.take_top(warning_height_ - gap * 0.7F, gap * 0.7F));
    if (text_height_ > 0) scene_.ui.text(room.take_top(text_height_ - gap), question_.text, text_);
  }

 private:
  const Scene& scene_;
  const Question& question_;
  float fact_;
  TextStyle text_;
  std::optional<Block> warning_;
  float facts_height_ = 0;
  float text_height_ = 0;
  float warning_height_ = 0;
};

}  // namespace

void draw_question(const Scene& scene, const Question& question) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Rect screen = ui.screen();
  ui.canvas().fill(screen, scene.palette.viewfinder.faded(scene.palette.outlined() ? 0.9F : 0.55F));
  const float padding = padding_of(scene) * 1.2F;
  const float width =
      std::min(screen.width - 2 * sizes.margin, scene.landscape() ? 760.0F : 960.0F);
  const TextStyle title{.em = sizes.title,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .lines_max = 3,
                        .line_height = 1.25F};
  const float inner = width - 2 * padding;
  const float icon = sizes.title * 1.5F;
  const float title_height =
      std::max(icon, ui.height_of(question.title, inner - icon - sizes.gap, title));
  const QuestionBody body(scene, question, inner);
  const float first_height = question.first ? sizes.small_button + sizes.gap * 0.7F : 0;
  const bool stacked = scene.small();
  const float buttons = stacked ? 2 * sizes.small_button + sizes.gap * 0.7F : sizes.small_button;
  const float around = 2 * padding + title_height + sizes.gap + first_height + buttons;
  const float shown = std::min(body.height(), screen.height - 2 * sizes.margin - around);
  const float height = around + shown;
  const Rect place{(screen.width - width) / 2, (screen.height - height) / 2, width, height};
  card(ui, place, sizes.radius);
  Rect inside = place.inset(padding);
  Rect head = inside.take_top(title_height, sizes.gap);
  ui.canvas().icon(head.take_left(icon, sizes.gap).centre(), icon, question.icon,
                   question.yes.danger ? scene.palette.danger : scene.palette.calm);
  ui.text(head, question.title, title);
  Rect row = inside.take_bottom(buttons, sizes.gap);
  if (question.first) {
    const Rect way = inside.take_bottom(sizes.small_button, sizes.gap * 0.7F);
    draw_page_button(scene, way, *question.first, false);
  }
  if (shown < body.height()) {
    // In larger texts on a small screen it is a list.
    const Rect whole = ui.begin_scroll("question", inside, body.height());
    body.draw({inside.left, whole.top, inside.width, body.height()});
    ui.end_scroll();
  } else {
    body.draw(inside);
  }
  if (stacked) {
    draw_page_button(scene, row.take_top(sizes.small_button, sizes.gap * 0.7F), question.yes, true);
    draw_page_button(scene, row, question.no, false);
    return;
  }
  const float far = row.width * 0.44F;
  const Rect no = scene.left_handed() ? row.take_right(far, sizes.gap * 0.8F)
                                      : row.take_left(far, sizes.gap * 0.8F);
  draw_page_button(scene, no, question.no, false);
  draw_page_button(scene, row, question.yes, true);
}

bool two_columns(const Scene& scene) {
  return scene.landscape() && !scene.large();
}

namespace {

struct Placed {
  const Block* block;
  Rect place;  // from the top of the list
};

void draw_placed(const Scene& scene, std::string_view id, Rect room,
                 const std::vector<Placed>& placed, float content, Stand stand,
                 std::optional<Icon> mark = std::nullopt) {
  auto& ui = scene.ui;
  if (stand == Stand::kLow && content < room.height) {
    const Rect left = room.take_top(room.height - content);
    const float round = std::min(left.height * 0.36F, scene.sizes.badge * 1.6F);
    if (mark && round > scene.sizes.title) {
      ui.canvas().circle(left.centre(), round, scene.palette.calm_soft);
      ui.canvas().icon(left.centre(), round * 1.1F, *mark, scene.palette.calm);
    }
  }
  const Rect whole = ui.begin_scroll(id, room, content);
  for (const auto& [block, from_top] : placed) {
    const Rect place = from_top.moved(0, whole.top);
    if (ui.rehearsing() || place.inset(-40).overlaps(room)) block->draw(place);
  }
  ui.end_scroll();
  const auto out = ui.scroll_room(id);
  // What is scrolled is the list in view, not one that is rehearsed under its name.
  if (out.above + out.below < 1 || ui.rehearsing()) return;
  // How far the list is, at its edge.
  const float length = std::max(40.0F, room.height * room.height / content);
  const float way = (room.height - length) * out.above / (out.above + out.below);
  const float pen = scene.small() ? 4 : 6;
  const float left = scene.left_handed() ? room.left + pen : room.right() - 2 * pen;
  // A thin line in its groove: a mark to look at, and nothing to take hold of.
  ui.canvas().round({left, room.top, pen, room.height}, pen / 2, scene.palette.line);
  ui.canvas().round({left, room.top + way, pen, length}, pen / 2, scene.palette.muted);
}

}  // namespace

void draw_blocks(const Scene& scene, std::string_view id, Rect room, const Blocks& blocks,
                 Stand stand, std::optional<Icon> mark) {
  const float gap = scene.sizes.gap;
  const Rect inner = room.inset(scene.sizes.margin, 0);
  const int columns = two_columns(scene) ? 2 : 1;
  std::vector<Placed> placed;
  std::array<float, 2> ends = {kShadowRoom, kShadowRoom};
  for (const auto& block : blocks) {
    const bool wide = block.full_width || columns == 1;
    if (wide) ends[0] = ends[1] = std::max(ends[0], ends[1]);
    const int column = !wide && ends[1] < ends[0] ? 1 : 0;
    const Rect strip = wide ? inner : inner.column(column, columns, gap);
    float& end = ends.at(static_cast<std::size_t>(column));
    placed.push_back({&block, {strip.left, end, strip.width, block.height(strip.width)}});
    end = placed.back().place.bottom() + gap;
    if (wide) ends[1] = ends[0];
  }
  draw_placed(scene, id, room, placed, std::max(ends[0], ends[1]) - gap + kShadowRoom, stand, mark);
}

void draw_columns(const Scene& scene, std::string_view id, Rect room, const Blocks& above,
                  const std::vector<PageColumn>& columns, Stand stand) {
  const float gap = scene.sizes.gap;
  Rect inner = room.inset(scene.sizes.margin, 0);
  std::vector<Placed> placed;
  const auto put = [&](const Blocks& blocks, Rect strip, float end) {
    for (const auto& block : blocks) {
      placed.push_back({&block, {strip.left, end, strip.width, block.height(strip.width)}});
      end = placed.back().place.bottom() + gap;
    }
    return end;
  };
  const float top = put(above, inner, kShadowRoom);
  float shares = 0;
  for (const auto& column : columns) shares += column.share;
  const float width = inner.width - gap * static_cast<float>(columns.size() - 1);
  float end = top;
  for (const auto& column : columns) {
    const Rect strip = inner.take_left(width * column.share / shares, gap);
    end = std::max(end, put(column.blocks, strip, top));
  }
  draw_placed(scene, id, room, placed, end - gap + kShadowRoom, stand);
}

}  // namespace keqian::kiosk
