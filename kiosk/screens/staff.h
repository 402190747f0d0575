// The pages behind the PIN. Private to kiosk/screens.
#pragma once

#include "kiosk/screens/page.h"

namespace keqian::kiosk {

void draw_pin_pad(const Scene& scene, const PinPad& pad);
void draw_staff(const Scene& scene, const StaffArea& staff);

void draw_home_page(const Scene& scene, const HomePage& page);
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
// Visitors alone; add_state includes it.
void add_visitors(const Scene& scene, Blocks& blocks);
// A question that the page in view asks; its ids are `yes` and `no`.
void ask(const Scene& scene, Icon icon, std::string title, std::string text,
         std::string_view yes_key, bool danger);

// A keypad for a number as a block; ids `number_key.0` … `number_key.erase`.
Block number_keypad_block(const Scene& scene);

// The forms of the sessions' and the corrections' page, and the station's lists.
void draw_session_form(const Scene& scene, const SessionsPage& page);
void draw_hand_count(const Scene& scene, const CorrectionsPage& page);
void add_log(const Scene& scene, const StationReport& report, Blocks& blocks);
void add_quarantine(const Scene& scene, const StationReport& report, Blocks& blocks);
std::string span_words(const PlannedHolding& planned);
// "13:30–15:00", or since when it is open.
std::string held_span(const Scene& scene, const SessionFigure& session);
std::string held_note(const Scene& scene, const HeldSession& held, bool counting);
// What was written and where it lies: on the stick, or in a folder of the station, whose words name
// it as {folder}.
Block written_block(const Scene& scene, const Written& written, std::string_view usb_key,
                    std::string_view own_key);
// Buttons for all reasons; the chosen one is marked.
Block reasons_block(const Scene& scene, std::optional<CorrectionReason> chosen);

// The blocks of the settings of screen and sound; `changed` gets the whole settings.
void add_settings(const Scene& scene, Blocks& blocks);
// The choice of a camera with its picture.
void add_cameras(const Scene& scene, const std::vector<CameraChoice>& cameras, bool listing,
                 Blocks& blocks);
// Sound level and a button to try it.
Block sound_block(const Scene& scene);

}  // namespace keqian::kiosk
