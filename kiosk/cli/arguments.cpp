#include "kiosk/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>

namespace keqian::kiosk {
namespace {

constexpr int kWindowSideMin = 320;
constexpr int kWindowSideMax = 16384;

constexpr char kDescription[] =
    "Counts visitors at a door: reads the codes they show, or one tap, with or without a network.\n"
    "Without a command it runs the window; --data is then required.";

constexpr char kFooter[] = R"(Each command has its own --help.

Exit status: 0 success, 1 a stated failure, 2 wrong usage. Messages are on standard error, one
line, with a hint in brackets.

One data folder has one writing program: `enrol`, `local`, `scan`, `upload`, `carry`, `receive`,
`close-day` and `forget-pin` refuse while a window runs on it; `counts` and `check` work beside it.)";

constexpr char kScanFooter[] = R"(Standard input, one line each:
  CODE         the text of a code
  +N CATEGORY  N persons (1-500) without a code; categories: public youth professional
               science_worker volunteer other_staff
  -N           N persons (1-500) leave: kept in the ledger and outside the counts; the staff's
               pages show how many are inside where the venue counts exits
Standard output, one JSON object a line, after the commit:
  {"sequence":N|null,"outcome":"accepted|already_checked_in|refused","reason":WORD|null,
   "category":WORD|null,"persons":N|null}
`sequence` is the ledger's row of an accepted line. Reasons of a refusal: not_ours damaged
other_campaign unknown_key not_yet_valid expired revoked, and malformed for a line beginning with
"+" or "-" that is neither "+N CATEGORY" nor "-N". A malformed line never ends the command; the end
of input does.
A group of more than 10 counts at once: who runs this pipe has confirmed its size.
A failure of the storage ends the command with status 1; every line answered before stands.)";

constexpr char kCountsFooter[] = R"(With --json one object on standard output:
  {"persons":N,"check_ins":N,"by_category":{CATEGORY:N,...},
   "by_session":[{"id":...,"title":...,"open":true|false,"persons":N,"check_ins":N},...],
   "by_method":{METHOD:N,...},"by_hour":[24 numbers]}
`check_ins` are rows of the ledger: a correction is two more of them.)";

constexpr char kLocalFooter[] =
    R"(The kiosk then reads passes, opens sessions and counts without belonging to a bureau. What it has
counted is sent once it is enrolled; at another venue than the file's, the bureau refuses it and it
stays visible in quarantine. An enrolled kiosk refuses the file.)";

constexpr char kCarryFooter[] =
    R"(For a venue without a network: writes one file, sealed to the bureau, prints its path, and keeps
everything until the answer is back. Take it to the bureau (its page 签到机, or `keqian-bureau
import`), bring the answers' file back and give it to `receive`. With --enrolment the file asks for
the enrolment itself. Writing a file again, or taking one twice, counts nothing twice.)";

constexpr char kReceiveFooter[] =
    R"(Takes the bureau's answers to a file that `carry` has written. Exit status 1 where the bureau has
refused it.)";

constexpr char kDecodeFooter[] =
    R"(One line PATH<TAB>TEXT per code, in the order given; a picture without
any has one line with an empty TEXT. Tab, line feed, carriage return and backslash in TEXT are
written \t \n \r \\. Exit status 1 if any picture had none.)";

std::string one_line(std::string text) {
  for (auto& letter : text) {
    if (letter == '\n' || letter == '\r') letter = ' ';
  }
  return text;
}

int wrong_usage(const std::string& message, const std::string& hint) {
  std::cerr << "keqian-kiosk: " << one_line(message) << " (" << hint << ")\n";
  return kExitUsage;
}

// "1280x800"
bool parse_size(const std::string& text, int& width, int& height) {
  const auto* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != 'x') return false;
  const auto second = std::from_chars(first.ptr + 1, end, height);
  const auto fits = [](int side) { return side >= kWindowSideMin && side <= kWindowSideMax; };
  return second.ec == std::errc{} && second.ptr == end && fits(width) && fits(height);
}

// The options of all commands while CLI11 fills them.
struct Parser {
  CLI::App app{kDescription, "keqian-kiosk"};
  WindowArguments window;
  std::string size;
  std::string language = "zh";
  DecodeArguments decode;
  EnrolArguments enrol;
  ScanArguments scan;
  CountsArguments counts;
  UploadArguments upload;
  bool once = false;
  CheckArguments check;
  LocalArguments local;
  CloseDayArguments close_day;
  ForgetPinArguments forget_pin;
  CarryArguments carry;
  ReceiveArguments receive;

  Parser();
  CLI::App* command(const char* name, const char* description, std::filesystem::path* data);
  std::variant<Arguments, int> chosen();
};

CLI::App* Parser::command(const char* name, const char* description, std::filesystem::path* data) {
  auto* command = app.add_subcommand(name, description);
  if (data != nullptr) {
    command->add_option("--data", *data, "the kiosk's data folder")->type_name("DIR")->required();
  }
  return command;
}

Parser::Parser() {
  app.footer(kFooter);
  app.set_version_flag("--version", KEQIAN_VERSION);
  app.require_subcommand(0, 1);
  app.add_option("--data", window.data, "the kiosk's data folder, made where it is missing")
      ->type_name("DIR");
  app.add_option("--camera", window.camera, "auto, none, /dev/videoN or file:PATH (default auto)")
      ->type_name("CAMERA");
  app.add_option("--scanner", window.scanner,
                 "a serial scanner: none, auto or /dev/ttyACM0[:SPEED] (default none); scanners "
                 "that type like a keyboard need nothing")
      ->type_name("SCANNER");
  app.add_option(
         "--stick", window.stick,
         "a folder that is taken for the USB stick, where the system mounts memory cards or "
         "shared folders (default: the stick that was plugged in last)")
      ->type_name("FOLDER");
  auto* size_option =
      app.add_option("--size", size, "of the window in pixels, e.g. 1280x800")->type_name("WxH");
  app.add_flag("--fullscreen", window.fullscreen,
               "covers the whole screen, whatever its size becomes; only the staff or a signal "
               "ends it")
      ->excludes(size_option);
  app.add_option("--scale", window.scale,
                 "pixels per unit of the design, 0.5 to 4 (default: as large as the window fits; 1 "
                 "is a 1280x800 screen). One too large for an upright window has the design of "
                 "small screens; nothing is ever cut off")
      ->type_name("FACTOR")
      ->check(CLI::Range(kScaleMin, kScaleMax));
  app.add_option("--language", language, "zh or en (default zh)")->type_name("LANGUAGE");

  auto* decode_command = command("decode", "Prints the codes in picture files", nullptr);
  decode_command->add_option("PICTURE", decode.pictures, "picture files")->required();
  decode_command->footer(kDecodeFooter);

  auto* enrol_command = command("enrol", "Makes this kiosk belong to a bureau", &enrol.data);
  auto* bureau = enrol_command->add_option("--bureau", enrol.bureau, "the bureau's address");
  bureau->type_name("URL");
  auto* code = enrol_command->add_option("--code", enrol.code, "its one-time code");
  code->type_name("CODE");
  bureau->needs(code);
  code->needs(bureau);
  enrol_command
      ->add_option("--enrolment", enrol.enrolment, "instead: the whole text of the bureau's QR")
      ->type_name("STRING")
      ->excludes(bureau)
      ->excludes(code);

  auto* scan_command =
      command("scan", "Counts without a window: codes in, answers out", &scan.data);
  scan_command
      ->add_option("--session", scan.session,
                   "count for this session; otherwise for the open one, or today's daily opening")
      ->type_name("ID");
  scan_command->footer(kScanFooter);

  auto* counts_command = command("counts", "Says what this kiosk has counted", &counts.data);
  counts_command->add_flag("--json", counts.json, "as one JSON object");
  counts_command->add_flag("--today", counts.today, "only the current business day");
  counts_command->footer(kCountsFooter);

  auto* upload_command = command("upload", "Sends what the bureau does not have", &upload.data);
  upload_command->add_flag("--once", once, "until nothing is pending or an exchange fails")
      ->required();

  command("check", "Recomputes all tallies and the hash chain from the check-ins", &check.data);

  auto* local_command =
      command("local", "Settings from a file, for a kiosk without a bureau", &local.data);
  local_command
      ->add_option("--configuration", local.configuration,
                   "what `keqian-bureau venue configuration` wrote")
      ->type_name("FILE")
      ->required();
  local_command->footer(kLocalFooter);

  auto* close_command =
      command("close-day", "Closes today's sessions and prints the signed record", &close_day.data);
  auto* export_option =
      close_command
          ->add_option("--export", close_day.exported,
                       "also write a sheet to print and the day's tables into this folder")
          ->type_name("FOLDER");
  close_command
      ->add_option("--language", language, "of the sheet and the tables: zh or en (default zh)")
      ->type_name("LANGUAGE")
      ->needs(export_option);

  command("forget-pin", "Removes the staff's PIN; the screen asks for a new one", &forget_pin.data);

  auto* carry_command =
      command("carry", "Writes what the bureau does not have to a file", &carry.data);
  carry_command->add_option("--output", carry.folder, "where the file goes, such as a USB stick")
      ->type_name("FOLDER")
      ->required();
  carry_command
      ->add_option("--enrolment", carry.enrolment,
                   "the whole text of the bureau's QR, for a kiosk that is not enrolled")
      ->type_name("STRING");
  carry_command->footer(kCarryFooter);

  auto* receive_command = command("receive", "Takes the bureau's answers to it", &receive.data);
  receive_command->add_option("FILE", receive.file, "keqian-….to-kiosk")->required();
  receive_command->footer(kReceiveFooter);
}

std::variant<Arguments, int> Parser::chosen() {
  if (language != "zh" && language != "en") {
    return wrong_usage("--language " + language + " is not known", "zh or en");
  }
  const auto commands = app.get_subcommands();
  if (commands.empty()) {
    if (window.data.empty()) {
      return wrong_usage("--data is required", "see keqian-kiosk --help");
    }
    if (!size.empty() && !parse_size(size, window.width, window.height)) {
      return wrong_usage("--size " + size + " is not a size", "for example 1280x800");
    }
    window.english = language == "en";
    return window;
  }
  const auto& name = commands.front()->get_name();
  if (name == "decode") return decode;
  if (name == "enrol") {
    if (enrol.bureau.empty() && enrol.enrolment.empty()) {
      return wrong_usage("enrol needs --bureau and --code, or --enrolment",
                         "the bureau's page of kiosks shows both");
    }
    return enrol;
  }
  if (name == "scan") return scan;
  if (name == "counts") return counts;
  if (name == "upload") return upload;
  if (name == "local") return local;
  if (name == "close-day") {
    close_day.english = language == "en";
    return close_day;
  }
  if (name == "forget-pin") return forget_pin;
  if (name == "carry") return carry;
  if (name == "receive") return receive;
  return check;
}

}  // namespace

std::variant<Arguments, int> parse_arguments(int count, const char* const* values) {
  Parser parser;
  try {
    parser.app.parse(count, values);
  } catch (const CLI::Success& request) {  // --help, --version
    parser.app.exit(request);
    return kExitSuccess;
  } catch (const CLI::ParseError& error) {
    return wrong_usage(error.what(), "see keqian-kiosk --help");
  }
  return parser.chosen();
}

}  // namespace keqian::kiosk
