// What happens when the X server goes away under the window.
#pragma once

namespace keqian::kiosk {

// Ends the process at once, for a supervisor to start it again: Xlib itself would call exit(),
// whose handlers wait for threads that wait for the display. What counts is on disk. Call it before
// the display is opened.
void end_when_display_goes();

}  // namespace keqian::kiosk
