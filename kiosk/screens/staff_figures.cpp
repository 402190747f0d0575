// Live figures: by hour against yesterday, by day, category, activity, session and method.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "kiosk/screens/staff.h"
#include "kiosk/ui/charts.h"

namespace keqian::kiosk {
namespace {

struct ShareRow {
  std::string label;
  std::string note;
  std::int64_t value = 0;
  Colour colour;
};

int percent_of(std::int64_t value, std::int64_t total) {
  return total <= 0 ? 0
                    : static_cast<int>(std::lround(100.0 * static_cast<double>(value) /
                                                   static_cast<double>(total)));
}

// Name, value and share, with a bar below: a table that is a chart.
Block shares_block(const Scene& scene, std::vector<ShareRow> shares, std::int64_t total) {
  const auto rows = std::make_shared<const std::vector<ShareRow>>(std::move(shares));
  const auto& sizes = scene.sizes;
  const float bar = scene.small() ? 12 : 16;
  const float gap = sizes.gap * 0.9F;
  TextStyle label{.em = sizes.body,
                  .colour = scene.palette.ink,
                  .vertical = Vertical::kTop,
                  .lines_max = 2,
                  .may_shorten = true,
                  .line_height = 1.2F};
  const TextStyle value{.em = sizes.body,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .align = Align::kRight,
                        .vertical = Vertical::kTop};
  const TextStyle note{.em = sizes.caption, .colour = scene.palette.muted, .may_shorten = true};
  const auto value_words = [=](const ShareRow& row) {
    return number_words(row.value) + "  " + std::to_string(percent_of(row.value, total)) + "%";
  };
  const auto words_height = [=, &scene](const ShareRow& row, float width) {
    const float room = width - scene.ui.width_of(value_words(row), value) - sizes.gap;
    return std::min(label.em * 2.25F, scene.ui.height_of(row.label, room, label)) +
           sizes.body * 0.3F + (row.note.empty() ? 0 : note.em * 1.3F);
  };
  return card_block(
      scene,
      [=](float width) {
        float height = 0;
        for (const auto& row : *rows) height += words_height(row, width) + bar + gap;
        return height - gap;
      },
      [=, &scene](Rect inside) {
        auto& ui = scene.ui;
        std::int64_t most = 1;
        for (const auto& row : *rows) most = std::max(most, row.value);
        for (const auto& row : *rows) {
          Rect place = inside.take_top(words_height(row, inside.width) + bar, gap);
          const Rect track = place.take_bottom(bar);
          if (!row.note.empty()) {
            Rect second = place.take_bottom(note.em * 1.3F);
            ui.text(second, row.note, note);
          }
          const std::string words = value_words(row);
          ui.text(place.take_right(ui.width_of(words, value) + 2, sizes.gap * 0.7F), words, value);
          ui.text(place, row.label, label);
          ui.canvas().round(track, bar / 2, scene.palette.track);
          if (row.value <= 0) continue;
          Rect filled = track;
          filled.width =
              std::max(bar, track.width * static_cast<float>(row.value) / static_cast<float>(most));
          ui.canvas().round(filled, bar / 2, row.colour);
        }
      });
}

struct Legend {
  std::string now;
  std::string before;  // empty: there is nothing to compare with
};
Block chart_block(const Scene& scene, std::vector<ChartBar> chart, float room, Legend named) {
  const auto bars = std::make_shared<const std::vector<ChartBar>>(std::move(chart));
  const auto legend = std::make_shared<const Legend>(std::move(named));
  const auto& sizes = scene.sizes;
  const float line = sizes.caption * 1.8F;
  // As much of the page as it has, so that what follows is seen to follow.
  const float most = room - line - 2 * padding_of(scene) - 34 - scene.sizes.gap - 60;
  const float height = std::clamp(most, 240.0F, scene.small() ? 320.0F : 640.0F);
  return card_block(
      scene, [=](float) { return height + line; },
      [=, &scene](Rect inside) {
        auto& ui = scene.ui;
        Rect row = inside.take_top(line);
        row.take_bottom(sizes.caption * 0.5F);
        const TextStyle style{.em = sizes.caption, .colour = scene.palette.muted};
        const auto entry = [&](const std::string& words, Colour colour) {
          const float side = sizes.caption * 0.8F;
          const Rect mark = row.take_left(side, sizes.caption * 0.4F);
          const Rect square{mark.left, mark.centre().y - side / 2, side, side};
          ui.canvas().round(square, 4, colour);
          if (scene.palette.outlined()) {
            ui.canvas().outline(square, 4, scene.palette.line, scene.palette.pen);
          }
          const float width = ui.width_of(words, style) + 2;
          ui.text(row.take_left(width, sizes.caption * 1.2F), words, style);
        };
        entry(legend->now, chart_colour(scene.palette));
        if (!legend->before.empty()) entry(legend->before, chart_colour_before(scene.palette));
        bar_chart(ui, inside, *bars);
      },
      true);
}

Block nothing_block(const Scene& scene) {
  return empty_block(scene, Icon::kBarChart, scene.say("figures.empty"));
}

// Whether there is nothing to tell of the span but that.
bool is_empty(const StaffFigures& figures, FiguresSpan span) {
  if (span == FiguresSpan::kCampaign) return figures.campaign.persons == 0;
  return figures.today.persons == 0 && figures.yesterday.persons == 0 &&
         figures.inside.value_or(0) == 0;
}

// The figure of the span, large, and what it is to be compared with.
Block total_block(const Scene& scene, const StaffFigures& figures, FiguresSpan span,
                  bool full_width) {
  const bool today = span == FiguresSpan::kToday;
  const Figures& shown = today ? figures.today : figures.campaign;
  std::vector<FactRow> rows;
  rows.push_back({scene.say(today ? "figures.total.today" : "figures.total.campaign"),
                  persons_words(scene, shown.persons), Tone::kPlain});
  // In the first hour there is nothing yet to compare.
  if (today && figures.compared_hour > 0) {
    const auto change = figures.today_before - figures.yesterday_before;
    const auto time = minute_words(figures.compared_hour * 60);
    rows.push_back({scene.say("figures.today.before", {{"time", time}}),
                    persons_words(scene, figures.today_before), Tone::kPlain});
    rows.push_back({scene.say("figures.yesterday.before", {{"time", time}}),
                    persons_words(scene, figures.yesterday_before), Tone::kPlain});
    rows.push_back({scene.say("figures.change"),
                    change == 0 ? scene.say("figures.same") : signed_words(change),
                    change < 0   ? Tone::kCaution
                    : change > 0 ? Tone::kGood
                                 : Tone::kPlain});
  }
  if (today) {
    rows.push_back({scene.say("figures.yesterday.all"),
                    persons_words(scene, figures.yesterday.persons), Tone::kPlain});
    if (figures.inside) {
      rows.push_back({scene.say("figures.inside"), number_words(*figures.inside), Tone::kCalm});
    }
  } else {
    rows.push_back({scene.say("figures.days"),
                    counted_words(scene, "figures.days.count", "days",
                                  static_cast<std::int64_t>(figures.days.size())),
                    Tone::kPlain});
  }
  return facts_block(scene, {}, std::move(rows), full_width);
}

void add_hours(const Scene& scene, const StaffFigures& figures, FiguresSpan span, float room,
               Blocks& blocks) {
  const bool today = span == FiguresSpan::kToday;
  const Figures& shown = today ? figures.today : figures.campaign;
  const auto any = [](const Figures& of) {
    return std::ranges::any_of(of.by_hour, [](std::int64_t persons) { return persons > 0; });
  };
  if (!any(shown) && !(today && any(figures.yesterday))) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  int first = 9;
  int last = 17;
  for (int hour = 0; hour < 24; ++hour) {
    const auto index = static_cast<std::size_t>(hour);
    if (shown.by_hour[index] <= 0 && (!today || figures.yesterday.by_hour[index] <= 0)) continue;
    first = std::min(first, hour);
    last = std::max(last, hour);
  }
  std::vector<ChartBar> bars;
  const int now = business_hour(scene.model.utc_ms);
  for (int hour = first; hour <= last; ++hour) {
    const auto index = static_cast<std::size_t>(hour);
    bars.push_back({hour_words(scene, hour), std::max<std::int64_t>(0, shown.by_hour[index]),
                    today ? std::max<std::int64_t>(0, figures.yesterday.by_hour[index]) : 0,
                    today && hour == now});
  }
  Legend legend{scene.say(today ? "figures.legend.today" : "figures.legend.all"),
                today ? scene.say("figures.legend.yesterday") : std::string()};
  blocks.push_back(chart_block(scene, std::move(bars), room, std::move(legend)));
}

void add_days(const Scene& scene, const StaffFigures& figures, float room, Blocks& blocks) {
  if (figures.days.empty()) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  std::vector<ChartBar> bars;
  const auto today = BusinessDate::of(scene.model.utc_ms);
  for (const auto& day : figures.days) {
    bars.push_back(
        {date_short(day.date), std::max<std::int64_t>(0, day.persons), 0, day.date == today});
  }
  blocks.push_back(
      chart_block(scene, std::move(bars), room, {scene.say("figures.legend.all"), {}}));
}

void add_categories(const Scene& scene, const Figures& shown, Blocks& blocks) {
  std::int64_t total = 0;
  for (const auto persons : shown.by_category) total += std::max<std::int64_t>(0, persons);
  if (total == 0) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  std::vector<ChartShare> shares;
  std::vector<ShareRow> rows;
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    const auto colour = scene.palette.series[i];
    shares.push_back({shown.by_category[i], colour});
    rows.push_back({scene.say(category_key(kCategories[i])), {}, shown.by_category[i], colour});
  }
  const float side = scene.small() ? 260.0F : scene.landscape() ? 330.0F : 460.0F;
  blocks.push_back(card_block(
      scene, [=](float) { return side; },
      [=, &scene](Rect inside) {
        share_ring(scene.ui, inside.centre(), side / 2, shares, number_words(total),
                   unit_words(scene, "welcome.today.unit", total));
      }));
  blocks.push_back(shares_block(scene, std::move(rows), total));
}

void add_methods(const Scene& scene, const Figures& shown, Blocks& blocks) {
  std::vector<ShareRow> rows;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < kMethods.size(); ++i) {
    total += std::max<std::int64_t>(0, shown.by_method[i]);
    rows.push_back(
        {scene.say(method_key(kMethods[i])), {}, shown.by_method[i], scene.palette.series[0]});
  }
  if (total == 0) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  blocks.push_back(shares_block(scene, std::move(rows), total));
}

void add_sessions(const Scene& scene, const Figures& shown, Blocks& blocks) {
  std::vector<ShareRow> rows;
  for (const auto& session : shown.by_session) {
    rows.push_back({title_words(scene, session.title),
                    date_short(session.business_date) + " " + held_span(scene, session),
                    session.persons, scene.palette.series[0]});
  }
  if (rows.empty()) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  blocks.push_back(shares_block(scene, std::move(rows), shown.persons));
}

void add_activities(const Scene& scene, const Figures& shown, Blocks& blocks) {
  std::vector<ShareRow> rows;
  for (const auto& activity : shown.by_activity) {
    rows.push_back({title_words(scene, activity.title),
                    counted_words(scene, "figures.sessions", "sessions", activity.sessions),
                    activity.persons, scene.palette.series[0]});
  }
  if (rows.empty()) {
    blocks.push_back(nothing_block(scene));
    return;
  }
  blocks.push_back(shares_block(scene, std::move(rows), shown.persons));
}

std::string_view view_key(FiguresView view) {
  switch (view) {
    case FiguresView::kHours:
      return "figures.by.hours";
    case FiguresView::kCategories:
      return "figures.by.categories";
    case FiguresView::kActivities:
      return "figures.by.activities";
    case FiguresView::kSessions:
      return "figures.by.sessions";
    case FiguresView::kMethods:
      return "figures.by.methods";
    case FiguresView::kDays:
      break;
  }
  return "figures.by.days";
}

constexpr std::array kViews = {FiguresView::kHours,      FiguresView::kCategories,
                               FiguresView::kActivities, FiguresView::kSessions,
                               FiguresView::kMethods,    FiguresView::kDays};
constexpr std::array kViewIcons = {Icon::kBarChart, Icon::kGroups, Icon::kScience,
                                   Icon::kEvent,    Icon::kTouch,  Icon::kHistory};

}  // namespace

void draw_figures_page(const Scene& scene, const FiguresPage& page) {
  PageBar bar = staff_bar(scene, "figures");
  bar.tabs = PageTabs{.id = "figures_view",
                      .tabs = {},
                      .chosen = static_cast<int>(page.view),
                      .tapped = [&scene](int index) {
                        scene.emit(FiguresViewChosen{static_cast<FiguresView>(index)});
                      }};
  for (std::size_t i = 0; i < kViews.size(); ++i) {
    bar.tabs->tabs.push_back({kViewIcons.at(i), scene.say(view_key(kViews.at(i)))});
  }
  const std::array<std::string_view, 2> spans = {scene.say("figures.span.today"),
                                                 scene.say("figures.span.campaign")};
  draw_page(
      scene, {Icon::kBarChart, scene.say("figures.title"), scene.say(view_key(page.view))}, bar,
      [&](Rect room) {
        const auto& sizes = scene.sizes;
        if (page.view != FiguresView::kDays) {
          const float height = std::max(kTouchSizeMin + 4, sizes.body * 2.1F);
          const Rect strip = room.take_bottom(height, sizes.gap * 0.5F).inset(sizes.margin, 0);
          const auto span = segmented_switch(scene.ui, "figures_span", strip, spans,
                                             static_cast<int>(page.span), sizes.body);
          if (span) scene.emit(FiguresSpanChosen{static_cast<FiguresSpan>(*span)});
        }
        Blocks blocks;
        add_state(scene, page.state, static_cast<bool>(page.figures), blocks);
        if (page.figures) {
          const StaffFigures& figures = *page.figures;
          const auto span = page.view == FiguresView::kDays ? FiguresSpan::kCampaign : page.span;
          const Figures& shown = span == FiguresSpan::kToday ? figures.today : figures.campaign;
          switch (page.view) {
            case FiguresView::kHours:
              add_hours(scene, figures, span, room.height, blocks);
              break;
            case FiguresView::kCategories:
              add_categories(scene, shown, blocks);
              break;
            case FiguresView::kActivities:
              add_activities(scene, shown, blocks);
              break;
            case FiguresView::kSessions:
              add_sessions(scene, shown, blocks);
              break;
            case FiguresView::kMethods:
              add_methods(scene, shown, blocks);
              break;
            case FiguresView::kDays:
              add_days(scene, figures, room.height, blocks);
              break;
          }
          const bool chart = page.view == FiguresView::kHours || page.view == FiguresView::kDays ||
                             shown.persons == 0;
          if (!is_empty(figures, span)) {
            blocks.push_back(total_block(scene, figures, span, chart));
          }
        }
        draw_blocks(scene, "figures", room, blocks);
      });
}

}  // namespace keqian::kiosk
