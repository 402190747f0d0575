// What the screens share: the sizes of each design, the header and the footer, and how values
// become words. Private to kiosk/screens.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/app/model.h"
#include "kiosk/ui/catalogue.h"
#include "kiosk/ui/widgets.h"
#include "kiosk/words/words.h"

namespace keqian::kiosk {

// Design units of one of the three designs.
struct Sizes {
  float margin, gap, radius;
  float caption, body, strong, title;     // ems
  float headline, outcome, number;        // ems
  float button_em, button, small_button;  // em, heights
  float footer;                           // height
  float header;                           // height, from the top of the screen
  float badge;                            // radius
};
const Sizes& sizes_of(Shape shape, bool large_text);

struct Scene {
  const Model& model;
  Ui& ui;
  const Catalogue& words;
  const Sizes& sizes;
  const Palette& palette;
  std::vector<Touch>& touches;

  bool small() const { return ui.layout().shape == Shape::kSmall; }
  bool landscape() const { return ui.layout().shape == Shape::kLandscape; }
  bool large() const { return ui.dress().large_text; }
  bool left_handed() const { return ui.dress().left_handed; }
  template <typename T>
  void emit(T touch) const {
    touches.emplace_back(std::move(touch));
  }
  const std::string& say(std::string_view key) const { return words.text(key); }
  std::string say(std::string_view key, std::initializer_list<Catalogue::Value> values) const {
    return words.text(key, values);
  }
};

// The dark panel above (portrait) or at the left (landscape), and the room beside it.
struct Panes {
  Rect hero;  // to the edges of the screen
  Rect head;  // inside the hero, below the header and within the margins
  Rect work;  // the light side, within the margins, above the footer
};

// Draws the background, the hero, its header and the footer. `hero_share` is the part of the
// height that the hero takes in portrait; the landscape hero is always the left side.
Panes draw_frame(const Scene& scene, const Mood& mood, float hero_share);

// The hero's share of an upright screen whose light side needs this height above the footer.
float share_above(const Scene& scene, float needed);

// In landscape, what is left above controls of the height `used`: the camera goes on looking for
// the next visitor there; without one the controls move to the middle. Controls that need most of
// the height stay as low as they can. Whether the camera is there.
bool fill_above(const Scene& scene, Rect& work, float used);

// The panel alone, for a screen without a light side.
void draw_hero_panel(const Scene& scene, Rect hero, const Mood& mood);

// A block in the middle of the hero: badge, title, chip and advice, each optional but the title.
struct HeroText {
  Icon icon = Icon::kCheck;
  std::string_view title;
  std::string_view chip = {};
  std::string_view advice = {};
};
void draw_hero_text(const Scene& scene, Rect head, const Mood& mood, const HeroText& text);

// A light strip with an icon and a sentence at the bottom of `room`, as high as it needs.
void draw_note(const Scene& scene, Rect room, Icon icon, std::string_view text);

// ---- Words -------------------------------------------------------------------------------------

// "3 人次" / "3 visits"; `key` has the forms .one and .other, `name` is its placeholder, if it has
// one.
std::string counted_words(const Scene& scene, std::string_view key, std::string_view name,
                          std::int64_t count);
// The word that stands beside a number of its own: "人次", "visit" / "visits".
const std::string& unit_words(const Scene& scene, std::string_view key, std::int64_t count);
std::string date_words(const Scene& scene);
std::string hour_words(const Scene& scene, int hour);  // "14时", "14:00"; 0–23
Icon venue_icon(VenueKind kind);

struct SyncWords {
  Icon icon;
  std::string text;
  Colour colour;
};
SyncWords sync_words(const Scene& scene);

// What the state of the connection means and what to do, in a sentence; when the bureau was last
// heard; a number of items.
std::string sync_problem_words(const Scene& scene);
std::string sync_age_words(const Scene& scene);
std::string sync_items_words(const Scene& scene, std::int64_t count);
std::string enrolment_problem_words(const Scene& scene);
// "Step 2 of 5", on every page of the setting-up but its last one, which is no step; else empty.
std::string setup_step_words(const Scene& scene);

// The share of time left, and whole seconds, for a countdown.
struct Countdown {
  float fraction = 0;
  int seconds = 0;
};
Countdown countdown(const Scene& scene, MonotonicMs from_ms, MonotonicMs until_ms);

// ---- Screens -----------------------------------------------------------------------------------

void draw_welcome(const Scene& scene);
void draw_enrolment(const Scene& scene);
void draw_result(const Scene& scene, const VisitorResult& result);
void draw_group(const Scene& scene, const Group& group);
void draw_sync_details(const Scene& scene);
void draw_storage_trouble(const Scene& scene, const StorageTrouble& trouble);
void draw_starting(const Scene& scene);
void draw_accessibility(const Scene& scene);
void draw_setup(const Scene& scene, const Wizard& wizard);
void draw_enrolment_by_stick(const Scene& scene, const Wizard& wizard);
void draw_typed_enrolment(const Scene& scene, const Wizard& wizard);

// ---- Today's programme -------------------------------------------------------------------------

// A strip with the session that counts now and what of the programme is on or comes, a line each.
// As many lines as at most `most` things need, and at least one thing; a long title takes two.
int programme_strip_lines(const Scene& scene, float width, int most);
float programme_strip_height(const Scene& scene, int lines);
void draw_programme_strip(const Scene& scene, Rect rect, int lines);
// A card with the whole day, as far as it has room: what is over goes first.
void draw_programme_card(const Scene& scene, Rect rect);

// Draws every screen unseen, in both languages, as it would look at this place.
void rehearse_screens(const Model& model, Ui& ui);

// The camera's picture in its white frame, or what is wrong with it.
void draw_camera(const Scene& scene, Rect frame);

}  // namespace keqian::kiosk
