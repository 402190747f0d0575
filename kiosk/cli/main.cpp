// keqian-kiosk: what was asked for, and nothing else.
#include <csignal>
#include <variant>

#include "kiosk/cli/arguments.h"
#include "kiosk/cli/commands.h"
#include "kiosk/cli/window_command.h"
#include "server-sync/base/secrecy.h"
#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {
namespace {

struct Run {
  int operator()(const WindowArguments& arguments) { return run_window(arguments); }
  int operator()(const DecodeArguments& arguments) { return run_decode(arguments); }
  int operator()(const EnrolArguments& arguments) { return run_enrol(arguments); }
  int operator()(const ScanArguments& arguments) { return run_scan(arguments); }
  int operator()(const CountsArguments& arguments) { return run_counts(arguments); }
  int operator()(const UploadArguments& arguments) { return run_upload(arguments); }
  int operator()(const CheckArguments& arguments) { return run_check(arguments); }
  int operator()(const LocalArguments& arguments) { return run_local(arguments); }
  int operator()(const CloseDayArguments& arguments) { return run_close_day(arguments); }
  int operator()(const ForgetPinArguments& arguments) { return run_forget_pin(arguments); }
  int operator()(const CarryArguments& arguments) { return run_carry(arguments); }
  int operator()(const ReceiveArguments& arguments) { return run_receive(arguments); }
};

}  // namespace
}  // namespace keqian::kiosk

int main(int count, char** values) {
  using namespace keqian;
  forbid_core_dumps();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error like others
  wire::initialise_crypto();
  const auto parsed = kiosk::parse_arguments(count, values);
  if (const auto* status = std::get_if<int>(&parsed)) return *status;
  return std::visit(kiosk::Run{}, std::get<kiosk::Arguments>(parsed));
}
