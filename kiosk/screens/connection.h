// What the connection to the bureau looks like wherever it is shown. Private to kiosk/screens.
#pragma once

#include <vector>

#include "kiosk/screens/visitor_page.h"

namespace keqian::kiosk {

// What came of "send now", how the connection stands, when it is tried again, and what to do.
void add_connection_state(const Scene& scene, bool full_width, Blocks& blocks);
std::vector<FactRow> connection_facts(const Scene& scene);
PageButton send_button(const Scene& scene);

}  // namespace keqian::kiosk
