// The pages behind the PIN. Private to kiosk/screens.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {

void draw_pin_pad(const Scene& scene, const PinPad& pad);
void draw_staff(const Scene& scene, const StaffArea& staff);

// `pin_set_utc_ms`: when the PIN was set; 0: not known.
void draw_home_page(const Scene& scene, const HomePage& page, UtcMs pin_set_utc_ms);
void draw_sessions_page(const Scene& scene, const SessionsPage& page);
void draw_figures_page(const Scene& scene, const FiguresPage& page);
void draw_corrections_page(const Scene& scene, const CorrectionsPage& page);
void draw_station_page(const Scene& scene, const StationPage& page);
void draw_closing_page(const Scene& scene, const ClosingPage& page);

// The bar of a page whose way back is one step up.
PageBar staff_bar(const Scene& scene, std::string_view scrolls);
// What stands above every page: visitors who are counted meanwhile, what failed, and, before the
// first answer, that it is being read.
void add_state(const Scene& scene, const PageState& state, bool loaded, Blocks& blocks);
// What became of the last visitor, in a line, and of what kind it is; empty when nobody was.
struct VisitorLine {
  Tone tone = Tone::kGood;
  Icon icon = Icon::kCheckCircle;
  std::string text;
};
std::optional<VisitorLine> visitor_line(const Scene& scene);
// Both, the last visitor and the groups that wait; add_state includes it.
void add_visitors(const Scene& scene, Blocks& blocks);
// The groups that wait for their head count, where there are some.
void add_groups(const Scene& scene, Blocks& blocks, bool full_width);
// What failed, what is being read and done; add_state includes it.
void add_progress(const Scene& scene, const PageState& state, bool loaded, Blocks& blocks);
// A question that the page in view asks; its ids are `yes` and `no`.
Question staff_question(const Scene& scene, Icon icon, std::string title, std::string text,
                        std::string_view yes_key, bool danger);
void ask(const Scene& scene, Icon icon, std::string title, std::string text,
         std::string_view yes_key, bool danger);

// A keypad for a number as a block; ids `number_key.0` … `number_key.erase`.
Block number_keypad_block(const Scene& scene);

// The forms of the sessions' and the corrections' page, and the station's lists.
void draw_session_form(const Scene& scene, const SessionsPage& page);
void draw_hand_count(const Scene& scene, const CorrectionsPage& page);
void add_log(const Scene& scene, const StationReport& report, Blocks& blocks);
void add_quarantine(const Scene& scene, const StationReport& report, Blocks& blocks);
// Closed days whose figures at the bureau are other ones.
void add_differences(const Scene& scene, const StationReport& report, Blocks& blocks);
std::string span_words(const PlannedHolding& planned);
// "13:30–15:00", or since when it is open.
std::string held_span(const Scene& scene, const SessionFigure& session);
std::string held_note(const Scene& scene, const HeldSession& held, bool counting);
struct WrittenFiles {
  std::string folder;  // with a slash at its end
  std::vector<std::string> names;
};
WrittenFiles written_files(const Written& written);
// What was written and where it lies: on the stick, or in a folder of the station, whose words name
// it as {folder}.
Block written_block(const Scene& scene, const Written& written, std::string_view usb_key,
                    std::string_view own_key);
// Buttons for the reasons that the act can have; the chosen one is marked. Ids are `reason_` and
// the place in that list.
Block reasons_block(const Scene& scene, CorrectionAct act, std::optional<CorrectionReason> chosen);
// Buttons for all categories; ids are `id` and the category's place.
struct CategoryChoices {
  std::string id;
  int columns_max = 2;
};
Block category_choices_block(const Scene& scene, const CategoryChoices& look, Category chosen,
                             const std::function<void(Category)>& tapped);
// One of two ways to correct, and the number to be counted between − and +, which NumberStepped
// changes. Ids: `id` + "." + the way's place, and those of a stepper `persons`.
struct NumberCard {
  std::string id;
  std::array<std::string_view, 2> ways;
  int way = 0;
  std::function<void(int way)> way_chosen;
  std::string value;  // empty: this way has no number
  bool can_lower = false;
  bool can_raise = false;
};
Block number_card_block(const Scene& scene, NumberCard card);

// Over the connection's tab: the exchange with a USB stick.
void draw_stick_page(const Scene& scene, const StickPage& page);
// Likewise: codes for a phone, and the receipt that it brings.
void draw_relay_page(const Scene& scene, const RelayPage& page);

// The blocks of the settings of screen and sound; `changed` gets the whole settings.
void add_settings(const Scene& scene, Blocks& blocks);
// The choice of a camera with its picture.
void add_cameras(const Scene& scene, const std::vector<CameraChoice>& cameras, bool listing,
                 Blocks& blocks);
// Sound level and a button to try it.
Block sound_block(const Scene& scene);

}  // namespace keqian::kiosk
