// What the pages behind the visitors' screens are made of (staff, PIN, settings, setting up): a
// dark band with the title, blocks that flow below each other and scroll where they do not fit, and
// a bar with the ways on at the bottom, within reach. Private to kiosk/screens.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/screens/scene.h"

namespace keqian::kiosk {

// ---- Blocks ------------------------------------------------------------------------------------

// A piece of a page: says how high it is at a width, and draws itself there.
struct Block {
  std::function<float(float width)> height;
  std::function<void(Rect rect)> draw;
  bool full_width = false;  // on a wide screen too, where blocks stand in two columns
};
using Blocks = std::vector<Block>;

enum class Tone { kPlain, kGood, kCaution, kDanger, kCalm };
struct ToneColours {
  Colour ink;
  Colour ground;
};
ToneColours colours_of(const Scene& scene, Tone tone);

// A coloured strip with an icon and a sentence; a second, smaller line for what belongs to it.
Block strip_block(const Scene& scene, Tone tone, Icon icon, std::string text,
                  std::string detail = {}, bool full_width = true);
Block heading_block(const Scene& scene, std::string text);
// A white card around something of a fixed inner height.
Block card_block(const Scene& scene, std::function<float(float width)> inner_height,
                 std::function<void(Rect inside)> draw, bool full_width = false);

struct FactRow {
  std::string label;
  std::string value;
  Tone tone = Tone::kPlain;
};
// Names and values, one a line, below a heading that may be empty; a value that has no room beside
// its name, even one of two lines, goes below it.
Block facts_block(const Scene& scene, std::string heading, std::vector<FactRow> rows,
                  bool full_width = false);

struct ListRow {
  std::string id;  // empty: nothing to touch
  std::optional<Icon> icon;
  Tone icon_tone = Tone::kCalm;
  std::string title;
  std::string note;   // below the title
  std::string value;  // at the right, bold
  Tone value_tone = Tone::kPlain;
  bool chosen = false;
  bool quiet = false;  // drawn back: it does not count any more; its note says so
};
Block row_block(const Scene& scene, ListRow listed, std::function<void()> tapped,
                bool full_width = false);

struct Choice {
  std::string id;
  std::string text;
  bool chosen = false;
  std::function<void()> tapped;
};
// Buttons of a choice below a heading, in as many columns as their words allow.
struct ChoicesLook {
  int columns_max = 3;
  bool full_width = false;
  bool two_lines = false;  // words may take two lines, so that more stand beside each other
};
Block choices_block(const Scene& scene, std::string heading, std::vector<Choice> choices,
                    ChoicesLook look);

struct ActionRow {
  std::string id;
  Icon icon;
  std::string text;
  bool enabled = true;
  std::function<void()> tapped;
};
// Large buttons side by side, or below each other where words need the width.
Block actions_block(const Scene& scene, std::vector<ActionRow> actions, bool full_width = true);

// Where there is nothing to list: a large mark, why, and the buttons that lead on.
Block empty_block(const Scene& scene, Icon icon, std::string text,
                  std::vector<ActionRow> actions = {});

// A heading, and a value between − and +. Ids: `id` + ".minus", ".plus".
Block stepper_block(const Scene& scene, std::string id, std::string heading, std::string value,
                    bool can_lower, bool can_raise, std::function<void(int by)> stepped);

// The style of a text that wraps, from the top of its box.
TextStyle paragraph(const Scene& scene, float em, Colour colour);
// Design units that shadows need at both ends of a list: draw_blocks leaves them.
inline constexpr float kShadowRoom = 18;
// Padding inside cards.
float padding_of(const Scene& scene);
// Whether `blocks` stand in two columns.
bool two_columns(const Scene& scene);

// Where blocks stand that do not fill the room: controls stand low, within the reach of a child or
// from a wheelchair.
enum class Stand { kHigh, kLow };
// Draws the blocks in the room, scrolling as `id`. The room may reach to the edges of the screen.
// `mark` stands in what low blocks leave above them.
void draw_blocks(const Scene& scene, std::string_view id, Rect room, const Blocks& blocks,
                 Stand stand = Stand::kHigh, std::optional<Icon> mark = std::nullopt);

// Likewise, with the columns that a wide screen has room for chosen by hand: `above` goes over
// their whole width.
struct PageColumn {
  float share = 1;  // of the width, beside the others'
  Blocks blocks;
};
void draw_columns(const Scene& scene, std::string_view id, Rect room, const Blocks& above,
                  const std::vector<PageColumn>& columns, Stand stand = Stand::kHigh);

// ---- The page ----------------------------------------------------------------------------------

struct PageTitle {
  Icon icon = Icon::kSettings;
  std::string text;
  std::string note;  // small, below
};
struct PageButton {
  std::string id;
  Icon icon = Icon::kCheck;
  std::string text;
  bool enabled = true;
  bool danger = false;
  std::function<void()> tapped;
};
// One of the equal parts of a strip: an icon with its word beside or below it.
struct Tab {
  Icon icon;
  std::string text;
};
struct PageTabs {
  std::string id;  // of a tab: `id` + "." + index
  std::vector<Tab> tabs;
  int chosen = 0;
  std::function<void(int index)> tapped;
};
struct PageBar {
  std::string back;  // the words; empty: no way back
  std::string back_id = "back";
  std::function<void()> back_tapped;
  std::optional<PageButton> primary;
  std::optional<PageButton> secondary;
  std::optional<PageButton> third;  // beside the way back
  std::optional<PageTabs> tabs;     // in the bar where they have room there, else above it
  std::string_view scrolls;         // the list that the arrows move
};
// The room between the band and the bar, to the edges of the screen. Titles take two
// more lines before they are shortened.
Rect draw_page(const Scene& scene, const PageTitle& title, const PageBar& bar,
               const std::function<void(Rect room)>& body);

// A question over the page that is already drawn: a card in the middle of it, with its words and
// buttons. What lies behind must have been drawn between Ui::begin_behind and end_behind.
struct Question {
  Icon icon = Icon::kHelp;
  std::string title;
  std::vector<FactRow> facts = {};  // what it is about, one a line
  std::string text;
  std::string warning = {};              // something that should be done first, and
  std::optional<PageButton> first = {};  // the way to it; beside a warning only
  PageButton yes;
  PageButton no;
};
void draw_question(const Scene& scene, const Question& question);

// How high the bar is with its gaps, and the bar itself in a place of that height.
float bar_height(const Scene& scene, const PageBar& bar);
void draw_bar(const Scene& scene, Rect place, const PageBar& bar);

// A button as the bar and questions draw it; acts when it is tapped. Icons give way to words.
void draw_page_button(const Scene& scene, Rect rect, const PageButton& button, bool primary);
// The room that a button's words have, as the widgets draw them, less what rounding to pixels
// takes.
float words_room(float width, float em, bool icon);
// Whether the words stand in two lines of the least size without a broken word.
bool fits_two_lines(const Scene& scene, const std::string& words, float room);

// ---- Words -------------------------------------------------------------------------------------

std::string date_short(BusinessDate date);                   // "5-28"
std::string moment_words(const Scene& scene, UtcMs utc_ms);  // "14:26", with the day if not today
// What was counted in all (人次), and how many people one check-in is of (人).
std::string persons_words(const Scene& scene, std::int64_t persons);
std::string heads_words(const Scene& scene, std::int64_t persons);
std::string signed_words(std::int64_t number);  // "+3", "−4", "0"
// A session's title; those that the ledger makes are in the language of the screen.
std::string title_words(const Scene& scene, const std::string& title);
std::string bytes_words(std::int64_t bytes);  // "12.4 GB"

}  // namespace keqian::kiosk
