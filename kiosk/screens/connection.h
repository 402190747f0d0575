// What the connection to the bureau looks like wherever it is shown. Private to kiosk/screens.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/visitor_page.h"

namespace keqian::kiosk {

// What came of "send now", how the connection stands, when it is tried again, and what to do.
void add_connection_state(const Scene& scene, bool full_width, Blocks& blocks);
// Empty where there is no bureau.
std::vector<FactRow> connection_facts(const Scene& scene);
// Empty where there is no bureau to send to.
std::optional<PageButton> send_button(const Scene& scene);
// How the connection stands: plain, calm or in need of somebody.
Tone sync_tone(const Scene& scene);
// When uploads are tried again after a failure; empty where none failed.
std::string retry_words(const Scene& scene);

}  // namespace keqian::kiosk
