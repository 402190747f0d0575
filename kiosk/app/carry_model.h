// What a venue without a network carries by hand, as the screens show it: on a USB stick, and as
// codes that a phone reads off the screen. Plain values, part of the staff's model and of the
// setting-up's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/question.h"
#include "server-sync/base/clock.h"
#include "server-sync/wire/part.h"

namespace keqian::kiosk {

enum class StickProblem {
  kNone,
  kNoStick,   // none is plugged in
  kReadOnly,  // its lock is on: answers were read, nothing could be written
  kFull,
  kFailed  // pulled out, broken, or the kiosk's own storage failed
};

// What a visit to the USB stick came to: the bureau's answers are taken first, then what is pending
// is written.
struct StickVisit {
  StickProblem problem = StickProblem::kNone;
  int answers_taken = 0;    // files of the bureau that were for this kiosk
  int answers_damaged = 0;  // left where they are, as those for others
  int answers_of_others = 0;
  bool enrolled = false;          // by one of them
  bool refused = false;           // an answer says that the bureau did not take what it was sent
  std::int64_t refused_rows = 0;  // taken, but set aside by the bureau
  std::string written;            // the name of the file for the bureau; empty: none
  std::int64_t rows = 0;          // in it; 0 with an enrolment
  bool complete = true;           // all that is pending is in it
  std::int64_t pending = 0;       // counters that no answer has confirmed yet
  bool operator==(const StickVisit&) const = default;
};

struct StickPage {
  RequestId visiting = 0;
  std::optional<StickVisit> visit;  // the last one
  bool operator==(const StickPage&) const = default;
};

// ---- By phone ----------------------------------------------------------------------------------

inline constexpr MonotonicMs kRelayCodeShownMs = 1500;  // before the next one, unless it is held

// A QR code without its quiet zone, row by row, 1 = dark.
struct CodePicture {
  int side_modules = 0;
  std::vector<std::uint8_t> modules;
  bool operator==(const CodePicture&) const = default;
};
// What is pending, as codes on the screen.
struct RelayCodes {
  std::vector<CodePicture> codes;  // empty: it is too much for a screen
  std::int64_t rows = 0;
  bool complete = true;  // all that is pending is in them
  bool operator==(const RelayCodes&) const = default;
};

enum class RelayProblem {
  kNone,
  kDamaged,    // the codes make up no receipt
  kOfAnother,  // it is for another kiosk
  kFailed      // the kiosk's own storage
};
// What the receipt that the phone showed came to.
struct RelayReceipt {
  RelayProblem problem = RelayProblem::kNone;
  bool refused = false;  // it says that the bureau did not take what it was sent
  std::int64_t refused_rows = 0;
  std::int64_t pending = 0;  // counters that no answer has confirmed yet
  bool operator==(const RelayReceipt&) const = default;
};

struct RelayPage {
  RequestId packing = 0;
  std::optional<RelayCodes> codes;  // empty with packing = 0: it failed
  std::size_t shown = 0;            // of the codes
  MonotonicMs shown_ms = 0;         // since when
  bool held = false;                // it stays
  wire::PartCollector receipt;      // as far as the phone has shown it
  RequestId taking = 0;
  std::optional<RelayReceipt> taken;
  bool operator==(const RelayPage&) const = default;
};

}  // namespace keqian::kiosk
