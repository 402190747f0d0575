// The staff's questions, carried out on a StaffDesk one at a time: an effect in, its answer out.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/app/effect.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// Where files for the staff go, and what else the machine is asked for.
struct DeskSurroundings {
  std::filesystem::path own_folder;  // where no USB stick is plugged in; made when it is needed
  std::function<std::optional<std::filesystem::path>()> usb_stick;  // its folder
  std::function<std::vector<CameraChoice>()> cameras;               // that can be chosen
  // Writes a day's papers into a folder; gives the files.
  std::function<Result<std::vector<std::filesystem::path>>(
      StaffDesk& desk, BusinessDate date, Language language, const std::filesystem::path& folder)>
      export_day;
};

enum class DeskPace {
  kNotTheDesks,  // an effect for somebody else
  kQuick,        // a transaction or two
  kLong          // seconds: a whole ledger is read, or a slow stick is written
};
DeskPace pace_of(const Effect& effect);

// Its number, for the effects that ask the desk; 0 for others.
RequestId desk_request_of(const Effect& effect);

// Whether counts, sessions or days are others after it.
bool changes_the_day(const Effect& effect);

// `effect` is one of the desk's. Returns after its commit or its failure; never 'kNotTheDesks'.
StaffNews ask_desk(StaffDesk& desk, const Effect& effect, const DeskSurroundings& surroundings);

// A failure in the staff's words.
StaffTrouble trouble_of(const Error& error);

}  // namespace keqian::kiosk
