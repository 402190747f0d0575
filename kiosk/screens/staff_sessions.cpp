// Sessions: what is open, what is planned, opening with head counts, closing.
#include <algorithm>
#include <memory>
#include <utility>

#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

std::string staff_sum(const Scene& scene, const HeldSession& session) {
  if (!session.staff_reported) return scene.say("holdings.staff.none");
  std::int64_t sum = 0;
  for (const auto persons : session.staff) sum += persons;
  return scene.say("holdings.staff", {{"persons", with_thousands(sum)}});
}

bool is_open(const HeldSession& session) {
  return session.closed_utc_ms == 0;
}

const HeldSession* held_named(const Programme& programme, const std::optional<SessionId>& id) {
  const auto at = std::ranges::find_if(
      programme.held, [&](const HeldSession& held) { return id && held.id == *id; });
  return at == programme.held.end() ? nullptr : &*at;
}

// What was done, where visitors are counted from now on, and how many staff were reported.
void add_done(const Scene& scene, const SessionsPage& page, Blocks& blocks) {
  if (!page.done || !page.programme || page.state.reading != 0) return;
  const auto& [act, session] = *page.done;
  const HeldSession* counting = held_named(*page.programme, page.programme->counting);
  const std::string next =
      title_words(scene, counting ? counting->title : std::string(kDailyOpeningTitle));
  const HeldSession* about = act == SessionAct::kClosed || act == SessionAct::kHeadCounts
                                 ? held_named(*page.programme, session)
                                 : counting;
  if (!about) return;
  const std::string title = title_words(scene, about->title);
  std::string words;
  std::string detail = staff_sum(scene, *about);
  switch (act) {
    case SessionAct::kOpened:
      words = scene.say("holdings.done.opened", {{"title", title}});
      break;
    case SessionAct::kCountedInto:
      words = scene.say("holdings.done.counting", {{"title", title}});
      break;
    case SessionAct::kClosed:
      words = scene.say("holdings.done.closed",
                        {{"title", title}, {"persons", persons_words(scene, about->persons)}});
      detail = scene.say("holdings.done.counting", {{"title", next}});
      break;
    case SessionAct::kHeadCounts:
      words = scene.say("holdings.done.staff", {{"title", title}});
      break;
  }
  blocks.push_back(
      strip_block(scene, Tone::kGood, Icon::kCheckCircle, std::move(words), std::move(detail)));
}

// Stands where the others have their button.
void draw_counting_mark(const Scene& scene, Rect rect) {
  auto& ui = scene.ui;
  const auto& words = scene.say("holdings.counting.mark");
  const float em = scene.sizes.body;
  ui.canvas().round(rect, rect.height / 2, scene.palette.good_soft);
  TextStyle style{.em = em,
                  .colour = scene.palette.good,
                  .face = Face::kBold,
                  .lines_max = 2,
                  .line_height = 1.15F,
                  .rather_one_line = true};
  const float icon = em * 1.3F;
  Rect inside = rect.inset(rect.height / 3, 0);
  const float width = std::min(inside.width, icon + em * 0.5F + ui.width_of(words, style) + 2);
  inside = {inside.centre().x - width / 2, inside.top, width, inside.height};
  ui.canvas().icon(inside.take_left(icon, em * 0.5F).centre(), icon, Icon::kCheckCircle,
                   scene.palette.good);
  ui.text(inside, words, style);
}

// One held session: its facts, and the two things that can be done to it.
Block held_block(const Scene& scene, const HeldSession& held, bool counting, bool rests) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.6F;
  const float button = std::max(kTouchSizeMin + 4, sizes.small_button * 0.8F);
  const float icon = sizes.body * 1.4F;
  const bool stacked = scene.small() && scene.large() && is_open(held);
  const int button_rows = 1 + (is_open(held) ? 1 : 0) + (stacked ? 1 : 0);
  const float buttons_height =
      static_cast<float>(button_rows) * button + static_cast<float>(button_rows - 1) * gap;
  TextStyle title{.em = sizes.strong,
                  .colour = scene.palette.ink,
                  .face = Face::kBold,
                  .vertical = Vertical::kTop,
                  .lines_max = 2,
                  .may_shorten = true,
                  .line_height = 1.2F};
  TextStyle note{.em = sizes.caption,
                 .colour = counting ? scene.palette.good : scene.palette.muted,
                 .vertical = Vertical::kTop,
                 .lines_max = 5,
                 .line_height = 1.25F};
  const TextStyle value{.em = sizes.strong,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .align = Align::kRight,
                        .vertical = Vertical::kTop};
  const auto name = std::make_shared<const std::string>(title_words(scene, held.title));
  const std::string persons = persons_words(scene, held.persons);
  const std::string line = held_note(scene, held, counting) + " · " +
                           scene.say(audience_key(held.audience)) + " · " + staff_sum(scene, held);
  struct Lines {
    bool beside = false;  // the figure is beside the title
    float first = 0, second = 0;
  };
  const auto lines_at = [=, &scene](float width) {
    const float text = width - icon - gap;
    const float room = text - sizes.gap * 0.5F - scene.ui.width_of(persons, value) - 2;
    // The figure stands at the right of a title of up to two lines.
    const bool beside = scene.ui.keeps_words(*name, room, title) &&
                        scene.ui.height_of(*name, room, title) <= title.em * 2.3F;
    const float first =
        beside
            ? std::max(title.em * 1.2F,
                       std::min(title.em * 2.3F, scene.ui.height_of(*name, room, title)))
            : std::min(title.em * 2.3F, scene.ui.height_of(*name, text, title)) + title.em * 1.25F;
    // Beside each other cards are of one height, whether the line wraps or not.
    const float least = two_columns(scene) ? note.em * (1 + note.line_height) : 0;
    return Lines{beside, first, std::max(least, scene.ui.height_of(line, text, note))};
  };
  return card_block(
      scene,
      [=](float width) {
        const auto [beside, first, second] = lines_at(width);
        return first + sizes.caption * 0.3F + second + sizes.gap * 0.8F + buttons_height;
      },
      [=, &scene](Rect inside) {
        auto& ui = scene.ui;
        const auto [beside, first, second] = lines_at(inside.width);
        Rect buttons = inside.take_bottom(buttons_height, sizes.gap * 0.8F);
        const Rect mark = inside.take_left(icon, gap);
        ui.canvas().icon({mark.centre().x, mark.top + sizes.strong * 0.6F}, icon,
                         is_open(held) ? Icon::kEvent : Icon::kCheckCircle,
                         counting ? scene.palette.good : scene.palette.muted);
        Rect top = inside.take_top(first, sizes.caption * 0.3F);
        if (beside) {
          ui.text(top.take_right(ui.width_of(persons, value) + 2, sizes.gap * 0.5F), persons,
                  value);
        } else {
          TextStyle below = value;
          below.align = Align::kLeft;
          ui.text(top.take_bottom(title.em * 1.1F), persons, below);
        }
        ui.text(top, *name, title);
        ui.text({inside.left, inside.top, inside.width, second + 2}, line, note);
        const std::string& id = held.id.value;
        const bool open = is_open(held);
        if (open) {
          const Rect first_row = buttons.take_top(button, gap);
          if (counting) {
            draw_counting_mark(scene, first_row);
          } else if (secondary_button(
                         ui, "count_into_" + id, first_row,
                         {Icon::kHowToReg, scene.say("holdings.count_into"), sizes.body}, !rests)) {
            scene.emit(CountIntoTapped{held.id});
          }
        }
        Rect left = buttons;
        if (stacked) {
          left = buttons.take_top(button, gap);
        } else if (open) {
          left = buttons.take_left((buttons.width - gap) / 2, gap);
        }
        if (secondary_button(ui, "staff_of_" + id, left,
                             {Icon::kBadge, scene.say("holdings.head_counts"), sizes.body},
                             !rests)) {
          scene.emit(HeadCountsPicked{held.id});
        }
        if (open &&
            secondary_button(ui, "close_" + id, buttons,
                             {Icon::kCheck, scene.say("holdings.close"), sizes.body}, !rests)) {
          scene.emit(ClosePicked{held.id});
        }
      });
}

ActionRow tab_action(const Scene& scene, std::string id, Icon icon, std::string_view key,
                     SessionsTab tab) {
  return {std::move(id), icon, scene.say(key), true,
          [&scene, tab] { scene.emit(SessionsTabChosen{tab}); }};
}

void add_cards(const Scene& scene, const std::vector<HeldSession>& sessions,
               const std::optional<SessionId>& counting, bool rests, Blocks& blocks) {
  // What is open stands before what is over.
  for (const bool open : {true, false}) {
    for (const auto& held : sessions) {
      if (is_open(held) != open) continue;
      blocks.push_back(held_block(scene, held, counting == held.id, rests));
    }
  }
}

void add_held(const Scene& scene, const Programme& programme, bool rests, Blocks& blocks) {
  if (programme.held.empty()) {
    blocks.push_back(
        empty_block(scene, Icon::kEvent, scene.say("holdings.held.empty"),
                    {tab_action(scene, "go_planned", Icon::kClock, "holdings.tab.planned",
                                SessionsTab::kPlanned),
                     tab_action(scene, "go_other", Icon::kAddCircle, "holdings.tab.activities",
                                SessionsTab::kActivities)}));
  }
  add_cards(scene, programme.held, programme.counting, rests, blocks);
}

// Before the day is closed: only the sessions whose staff nobody has reported.
void add_missing_staff(const Scene& scene, const Programme& programme, bool rests, Blocks& blocks) {
  const auto missing = without_staff(programme);
  blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kBadge,
                               counted_words(scene, "closing.ask.staff", "sessions",
                                             static_cast<std::int64_t>(missing.size()))));
  add_cards(scene, missing, programme.counting, rests, blocks);
}

void add_planned(const Scene& scene, const Programme& programme, Blocks& blocks) {
  if (programme.planned.empty()) {
    blocks.push_back(
        empty_block(scene, Icon::kClock, scene.say("holdings.planned.empty"),
                    {tab_action(scene, "go_other", Icon::kAddCircle, "holdings.tab.activities",
                                SessionsTab::kActivities)}));
  }
  const int minute = business_hour(scene.model.utc_ms) * 60 + business_minute(scene.model.utc_ms);
  for (const auto& planned : programme.planned) {
    const bool over = is_over(planned, scene.model.utc_ms);
    const bool now = !over && planned.starts_minute <= minute;
    ListRow row{.id = "open_" + planned.id.value,
                .icon = over  ? Icon::kEventBusy
                        : now ? Icon::kEvent
                              : Icon::kClock,
                .icon_tone = now ? Tone::kGood : Tone::kCalm,
                .title = title_words(scene, planned.title),
                .note = span_words(planned) + " · " + scene.say(audience_key(planned.audience)),
                .value = {},
                .value_tone = Tone::kGood,
                .chosen = false,
                .quiet = over};
    if (over) row.note += " · " + scene.say("holdings.planned.over");
    if (now) row.value = scene.say("holdings.planned.now");
    blocks.push_back(row_block(scene, std::move(row),
                               [&scene, id = planned.id] { scene.emit(HoldingPicked{id}); }));
  }
}

// An activity that is held already is told apart, and leads to what is open.
Block activity_block(const Scene& scene, const Programme& programme,
                     const ActivityChoice& activity) {
  std::int64_t over = 0;
  bool open = false;
  for (const auto& held : programme.held) {
    SessionIdParts parts;
    if (!parse_session_id(held.id.value, parts) || parts.activity != activity.id) continue;
    if (is_open(held)) {
      open = true;
    } else {
      ++over;
    }
  }
  ListRow row{.id = "hold_" + activity.id.value,
              .icon = open ? Icon::kEvent : Icon::kScience,
              .icon_tone = open ? Tone::kGood : Tone::kCalm,
              .title = title_words(scene, activity.title),
              .note = scene.say(audience_key(activity.audience)),
              .value = open ? scene.say("holdings.activity.open") : std::string(),
              .value_tone = Tone::kGood,
              .chosen = false,
              .quiet = false};
  // The plan has the same title: its own holding is opened there.
  for (const auto& planned : programme.planned) {
    SessionIdParts parts;
    if (!parse_session_id(planned.id.value, parts) || parts.activity != activity.id) continue;
    row.note += " · " + scene.say("holdings.activity.planned", {{"time", span_words(planned)}});
  }
  if (over > 0)
    row.note += " · " + counted_words(scene, "holdings.activity.held", "sessions", over);
  return row_block(scene, std::move(row), [&scene, id = activity.id, open] {
    if (open) {
      scene.emit(SessionsTabChosen{SessionsTab::kHeld});
    } else {
      scene.emit(ActivityPicked{id});
    }
  });
}

void add_activities(const Scene& scene, const Programme& programme, Blocks& blocks) {
  blocks.push_back(row_block(scene,
                             {.id = "open_ad_hoc",
                              .icon = Icon::kAddCircle,
                              .icon_tone = Tone::kGood,
                              .title = scene.say("holdings.ad_hoc"),
                              .note = scene.say("holdings.ad_hoc.note"),
                              .value = {},
                              .value_tone = Tone::kPlain,
                              .chosen = false,
                              .quiet = false},
                             [&scene] { scene.emit(AdHocPicked{}); }));
  for (const auto& activity : programme.activities) {
    blocks.push_back(activity_block(scene, programme, activity));
  }
}

}  // namespace

std::string span_words(const PlannedHolding& planned) {
  return minute_words(planned.starts_minute) + "–" + minute_words(planned.ends_minute);
}

std::string held_span(const Scene& scene, const SessionFigure& session) {
  const std::string from = clock_words(session.opened_utc_ms);
  if (session.closed_utc_ms == 0) return scene.say("holdings.since", {{"from", from}});
  return from + "–" + clock_words(session.closed_utc_ms);
}

std::string held_note(const Scene& scene, const HeldSession& held, bool counting) {
  const std::string from = clock_words(held.opened_utc_ms);
  if (!is_open(held)) {
    return scene.say("holdings.closed", {{"from", from}, {"to", clock_words(held.closed_utc_ms)}});
  }
  return scene.say(counting ? "holdings.since" : "holdings.open", {{"from", from}});
}

void draw_sessions_page(const Scene& scene, const SessionsPage& page) {
  if (page.form) {
    draw_session_form(scene, page);
    return;
  }
  const bool asking = page.closing.has_value();
  if (asking) scene.ui.begin_behind();
  PageBar bar = staff_bar(scene, "sessions");
  if (!page.for_day_end) {
    bar.tabs = PageTabs{.id = "sessions_tab",
                        .tabs = {{Icon::kEventAvailable, scene.say("holdings.tab.held")},
                                 {Icon::kClock, scene.say("holdings.tab.planned")},
                                 {Icon::kAddCircle, scene.say("holdings.tab.activities")}},
                        .chosen = static_cast<int>(page.tab),
                        .tapped = [&scene](int index) {
                          scene.emit(SessionsTabChosen{static_cast<SessionsTab>(index)});
                        }};
  }
  std::string note;
  if (page.programme) {
    const auto open = std::ranges::count_if(page.programme->held, is_open);
    note = counted_words(scene, "holdings.note", "sessions", open);
  }
  draw_page(scene, {Icon::kEvent, scene.say("holdings.title"), note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, static_cast<bool>(page.programme), blocks);
    add_done(scene, page, blocks);
    if (page.programme && page.for_day_end) {
      add_missing_staff(scene, *page.programme, page.state.doing != 0, blocks);
    } else if (page.programme) {
      switch (page.tab) {
        case SessionsTab::kHeld:
          add_held(scene, *page.programme, page.state.doing != 0, blocks);
          break;
        case SessionsTab::kPlanned:
          add_planned(scene, *page.programme, blocks);
          break;
        case SessionsTab::kActivities:
          add_activities(scene, *page.programme, blocks);
          break;
      }
    }
    draw_blocks(scene, "sessions", room, blocks);
  });
  if (!asking) return;
  scene.ui.end_behind();
  ask(scene, Icon::kEventAvailable,
      scene.say("holdings.close.title", {{"title", title_words(scene, page.closing->title)}}),
      scene.say("holdings.close.text", {{"persons", persons_words(scene, page.closing->persons)}}),
      "holdings.close", false);
}

}  // namespace keqian::kiosk
