// `local`, `close-day` and `forget-pin`: what the staff do, for boxes without a screen.
#include <iostream>

#include "kiosk/cli/commands.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/local_configuration.h"
#include "kiosk/paper/day_papers.h"
#include "server-sync/base/files.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

int run_local(const LocalArguments& arguments) {
  const auto bytes = read_file(arguments.configuration, wire::kConfigurationBytesMax);
  if (!bytes) return state_failure(bytes.error());
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  const auto installed = install_local_configuration(**ledger, *bytes);
  if (!installed) return state_failure(installed.error());
  const auto configuration = (*ledger)->configuration();
  std::cout << "counting at " << configuration->venue.value << " without a bureau" << std::endl;
  return kExitSuccess;
}

int run_close_day(const CloseDayArguments& arguments) {
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  LedgerDesk desk(**ledger, KEQIAN_VERSION);
  const auto closing = desk.close_day();
  if (!closing) return state_failure(closing.error());
  std::cout << "closed " << closing->date.iso() << ": " << closing->figures.persons
            << " persons, complete to #" << closing->ledger_sequence << ", "
            << (closing->signature.empty() ? "not signed" : closing->signature) << '\n';
  if (!arguments.exported.empty()) {
    const auto& words = arguments.english ? Catalogue::english() : Catalogue::chinese();
    const auto files = export_day(desk, closing->date, words, arguments.exported);
    if (!files) return state_failure(files.error());
    for (const auto& file : *files) std::cout << file.string() << '\n';
  }
  return std::cout.flush() ? kExitSuccess : kExitFailure;
}

int run_forget_pin(const ForgetPinArguments& arguments) {
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  LedgerDesk desk(**ledger, KEQIAN_VERSION);
  if (const auto forgotten = desk.forget_pin(); !forgotten.ok()) {
    return state_failure(forgotten.error());
  }
  std::cout << "the PIN is forgotten; the screen asks the staff for a new one" << std::endl;
  return kExitSuccess;
}

}  // namespace keqian::kiosk
