// Counting by hand: what was written on paper, or while the station was away.
#include <algorithm>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

// Adding or taking away, and how many.
Block number_block(const Scene& scene, const HandCount& count) {
  const auto persons = count.persons.value;
  return number_card_block(
      scene, {.id = "direction",
              .ways = {scene.say("corrections.by_hand.add"), scene.say("corrections.by_hand.take")},
              .way = count.takes_away ? 1 : 0,
              .way_chosen = [&scene](int way) { scene.emit(HandCountDirectionChosen{way == 1}); },
              .value = number_words(count.takes_away ? -persons : persons),
              .can_lower = persons > 0,
              .can_raise = persons < kPartySizeMax});
}

Block categories_block(const Scene& scene, const HandCount& count) {
  const int columns = two_columns(scene) ? 1 : scene.small() || scene.landscape() ? 2 : 3;
  return category_choices_block(
      scene, {"by_hand_category_", columns}, count.category,
      [&scene](Category category) { scene.emit(HandCountCategoryChosen{category}); });
}

// The session that is counted for; touched, the list of those of today.
Block session_block(const Scene& scene, const HandCount& count) {
  if (!count.programme) {
    return strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.reading"));
  }
  const auto& held = count.programme->held;
  if (held.empty()) {
    return strip_block(scene, Tone::kCaution, Icon::kEventBusy,
                       scene.say("corrections.by_hand.no_session"));
  }
  const auto chosen =
      std::ranges::find_if(held, [&](const HeldSession& one) { return count.session == one.id; });
  // What the count comes on top of.
  const std::string day = persons_words(scene, scene.model.today.persons);
  std::string note =
      chosen == held.end()
          ? scene.say("corrections.by_hand.day", {{"day", day}})
          : scene.say("corrections.by_hand.totals",
                      {{"session", persons_words(scene, chosen->persons)}, {"day", day}});
  ListRow row{.id = held.size() > 1 ? "by_hand_sessions" : std::string(),
              .icon = Icon::kEvent,
              .icon_tone = Tone::kCalm,
              .title = chosen == held.end() ? scene.say("corrections.by_hand.session")
                                            : title_words(scene, chosen->title),
              .note = std::move(note),
              .value = {},
              .value_tone = Tone::kPlain,
              .chosen = false,
              .quiet = false};
  return row_block(scene, std::move(row), [&scene] { scene.emit(HandCountSessionsToggled{}); });
}

void draw_sessions(const Scene& scene, const HandCount& count) {
  const PageBar bar = staff_bar(scene, "by_hand_session");
  const PageTitle title{Icon::kEvent, scene.say("corrections.by_hand.session"),
                        scene.say("corrections.by_hand")};
  draw_page(scene, title, bar, [&](Rect room) {
    Blocks blocks;
    for (const auto& held : count.programme->held) {
      ListRow row{.id = "session_" + held.id.value,
                  .icon = Icon::kEvent,
                  .icon_tone = Tone::kCalm,
                  .title = title_words(scene, held.title),
                  .note = held_note(scene, held, count.programme->counting == held.id),
                  .value = persons_words(scene, held.persons),
                  .value_tone = Tone::kPlain,
                  .chosen = count.session == held.id,
                  .quiet = false};
      blocks.push_back(row_block(
          scene, std::move(row), [&scene, id = held.id] { scene.emit(HandCountSessionChosen{id}); },
          true));
    }
    draw_blocks(scene, "by_hand_session", room, blocks, Stand::kLow);
  });
}

std::string_view missing_key(const HandCount& count) {
  if (!count.session) return "corrections.by_hand.session_first";
  if (count.persons.value == 0) return "corrections.by_hand.number_first";
  return count.reason ? "corrections.by_hand.do" : "corrections.reason.first";
}

}  // namespace

void draw_hand_count(const Scene& scene, const CorrectionsPage& page) {
  const HandCount& count = *page.by_hand;
  if (count.choosing_session && count.programme) {
    draw_sessions(scene, count);
    return;
  }
  PageBar bar = staff_bar(scene, "by_hand");
  bar.primary = PageButton{.id = "confirm",
                           .icon = Icon::kCheck,
                           .text = scene.say(missing_key(count)),
                           .enabled = is_ready(count) && page.state.doing == 0,
                           .danger = false,
                           .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
  draw_page(scene, {Icon::kEdit, scene.say("corrections.by_hand"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    const Block number = number_block(scene, count);
    const Block keys = number_keypad_block(scene);
    const Block categories = categories_block(scene, count);
    const Block reasons = reasons_block(scene, act_of(count), count.reason);
    const Block session = session_block(scene, count);
    if (two_columns(scene)) {
      draw_columns(scene, "by_hand", room, blocks,
                   {{0.28F, {number, keys}}, {0.3F, {categories}}, {0.42F, {reasons, session}}},
                   Stand::kLow);
      return;
    }
    for (const auto& block : {session, number, keys, categories, reasons}) blocks.push_back(block);
    draw_blocks(scene, "by_hand", room, blocks, Stand::kLow);
  });
}

}  // namespace keqian::kiosk
