// What the desk of an example kiosk tells in the middle of its day, in the model's language.
#pragma once

#include <string>

#include "kiosk/app/model.h"

namespace keqian::kiosk::staff_day {

std::string either(const Model& model, const char* chinese, const char* english);
// Of the example's venue and day.
SessionId session(const char* activity, int number);
// An hour and a minute of that day; negative hours are of the day before.
UtcMs at(const Model& model, int hour, int minute);

Programme programme(const Model& model);
Figures figures_of_today(const Model& model);
StaffFigures staff_figures(const Model& model);
// Each check-in once, and the same as the file has it: each change is a row that takes back and one
// in its place.
LinePage lines(const Model& model);
LinePage all_rows(const Model& model);
StationReport report(const Model& model);

}  // namespace keqian::kiosk::staff_day
