#include "kiosk/cli/scan_command.h"

#include <charconv>
#include <iostream>
#include <optional>

#include "kiosk/cli/commands.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/sessions.h"
#include "server-sync/base/log.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/json.h"

namespace keqian::kiosk {
namespace {

struct TapLine {
  int persons = 0;
  Category category = Category::kPublic;
};

// A head count of 1–500 at the beginning of `text`, which loses it.
std::optional<int> take_persons(std::string_view& text) {
  int persons = 0;
  const auto* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, persons);
  if (number.ec != std::errc{} || persons < 1 || persons > kPartySizeMax) return std::nullopt;
  text = {number.ptr, static_cast<std::size_t>(end - number.ptr)};
  return persons;
}

// "+N CATEGORY"
std::optional<TapLine> parse_tap(std::string_view line) {
  TapLine tap;
  auto rest = line.substr(1);
  const auto persons = take_persons(rest);
  if (!persons) return std::nullopt;
  tap.persons = *persons;
  if (rest.empty() || rest.front() != ' ') return std::nullopt;
  const auto category = parse_category(trim(rest));
  if (!category) return std::nullopt;
  tap.category = *category;
  return tap;
}

// "-N": persons who leave.
std::optional<int> parse_leaving(std::string_view line) {
  auto rest = line.substr(1);
  const auto persons = take_persons(rest);
  return persons && trim(rest).empty() ? persons : std::nullopt;
}

std::string refusal(std::string_view reason) {
  return Json::object({{"sequence", nullptr},
                       {"outcome", name(Outcome::kRefused)},
                       {"reason", reason},
                       {"category", nullptr},
                       {"persons", nullptr}})
      .dump();
}

std::string describe(const DoorAnswer& answer) {
  if (answer.outcome == Outcome::kRefused) {
    return refusal(wire::name(answer.problem.value_or(wire::PassProblem::kNotOurs)));
  }
  const bool accepted = answer.outcome == Outcome::kAccepted;
  return Json::object({{"sequence", accepted ? Json(answer.sequence) : Json()},
                       {"outcome", name(answer.outcome)},
                       {"reason", nullptr},
                       {"category", name(answer.category)},
                       {"persons", answer.persons}})
      .dump();
}

// Who leaves has no category: they are not in 人次.
std::string describe_leaving(const DoorAnswer& answer) {
  return Json::object({{"sequence", answer.sequence},
                       {"outcome", name(answer.outcome)},
                       {"reason", nullptr},
                       {"category", nullptr},
                       {"persons", answer.persons}})
      .dump();
}

Result<DoorAnswer> scan_code(Door& door, std::string_view code) {
  auto answer = door.scan(code, Method::kScanner, std::nullopt);
  if (!answer || answer->outcome != Outcome::kNeedsConfirmation) return answer;
  return door.scan(code, Method::kScanner, answer->persons);
}

// One line without its end, cut at kScanLineBytesMax; false at the end of the input.
bool read_line(std::istream& input, std::string& line) {
  line.clear();
  auto* buffer = input.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  for (int letter = buffer->sbumpc(); letter != kEnd; letter = buffer->sbumpc()) {
    if (letter == '\n') {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return true;
    }
    if (line.size() < kScanLineBytesMax) line += static_cast<char>(letter);
  }
  return !line.empty();
}

Error settings_missing() {
  return {ErrorKind::kDenied, "this kiosk does not know its venue and pass keys",
          "run `keqian-kiosk enrol` first, or `keqian-kiosk upload --once` if it is enrolled"};
}

}  // namespace

Result<std::string> answer_line(Door& door, std::string_view line) {
  if (line.starts_with('+')) {
    const auto tap = parse_tap(line);
    if (!tap) return refusal("malformed");
    KEQIAN_TRY(const auto answer, door.tap(tap->category, tap->persons));
    return describe(answer);
  }
  if (line.starts_with('-')) {
    const auto persons = parse_leaving(line);
    if (!persons) return refusal("malformed");
    KEQIAN_TRY(const auto answer, door.leave(*persons));
    return describe_leaving(answer);
  }
  KEQIAN_TRY(const auto answer, scan_code(door, line));
  return describe(answer);
}

Status scan_lines(Door& door, std::istream& input, std::ostream& output) {
  std::string line;
  while (read_line(input, line)) {
    KEQIAN_TRY(const auto answer, answer_line(door, line));
    output << answer << '\n' << std::flush;
    if (!output) {
      return Error{ErrorKind::kUnavailable, "nobody reads the answers any more",
                   "what was counted stays counted; start the reader again"};
    }
  }
  return ok();
}

int run_scan(const ScanArguments& arguments) {
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  open_log_file(arguments.data);
  if (!(*ledger)->configuration()) return state_failure(settings_missing());
  std::optional<SessionId> session;
  if (!arguments.session.empty()) {
    const auto opened = Sessions(**ledger).open({arguments.session});
    if (!opened) return state_failure(opened.error());
    session = opened->id;
  }
  LedgerDoor door(**ledger, session);
  std::ios::sync_with_stdio(false);
  const auto status = scan_lines(door, std::cin, std::cout);
  return status.ok() ? kExitSuccess : state_failure(status.error());
}

}  // namespace keqian::kiosk
