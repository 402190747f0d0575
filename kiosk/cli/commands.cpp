#include "kiosk/cli/commands.h"

#include <iostream>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/verification.h"
#include "server-sync/base/text.h"
#include "server-sync/qr/decode_files.h"
#include "server-sync/wire/json.h"

namespace keqian::kiosk {
namespace {

Json json_of(const SessionCount& session) {
  return Json::object({{"id", session.session.value},
                       {"title", session.title},
                       {"open", session.open},
                       {"persons", session.count.persons},
                       {"check_ins", session.count.check_ins}});
}

Json json_of(const Counts& counts) {
  Json json = Json::object({{"persons", counts.all.persons}, {"check_ins", counts.all.check_ins}});
  Json by_category = Json::object({});
  for (const auto category : kCategories) {
    by_category.set(name(category), counts.by_category[static_cast<std::size_t>(category)].persons);
  }
  json.set("by_category", std::move(by_category));
  Json by_session = Json::array();
  for (const auto& session : counts.by_session) by_session.push(json_of(session));
  json.set("by_session", std::move(by_session));
  Json by_method = Json::object({});
  for (const auto method : kMethods) {
    by_method.set(name(method), counts.by_method[static_cast<std::size_t>(method)].persons);
  }
  json.set("by_method", std::move(by_method));
  Json by_hour = Json::array();
  for (const auto& hour : counts.by_hour) by_hour.push(hour.persons);
  json.set("by_hour", std::move(by_hour));
  return json;
}

void print_lines(const Counts& counts) {
  std::cout << "persons\t" << counts.all.persons << "\ncheck_ins\t" << counts.all.check_ins << '\n';
  for (const auto category : kCategories) {
    const auto& count = counts.by_category[static_cast<std::size_t>(category)];
    if (count.check_ins > 0) std::cout << name(category) << '\t' << count.persons << '\n';
  }
  for (const auto& session : counts.by_session) {
    std::cout << session.session.value << '\t' << escape_tabular(session.title) << '\t'
              << session.count.persons << '\n';
  }
}

}  // namespace

int state_failure(const Error& error) {
  std::string line = error.text();
  for (auto& letter : line) {
    if (letter == '\n' || letter == '\r') letter = ' ';
  }
  std::cerr << "keqian-kiosk: " << line << std::endl;
  return kExitFailure;
}

Clock& program_clock() {
  static SystemClock clock;
  return clock;
}

Randomness& program_randomness() {
  static SystemRandomness randomness;
  return randomness;
}

Result<std::unique_ptr<Ledger>> open_for_counting(const std::filesystem::path& data) {
  KEQIAN_TRY(auto ledger, Ledger::open_for_counting({data, system_boot_id(), {}}, program_clock(),
                                                    program_randomness()));
  if (const auto& aside = ledger->set_aside()) {
    std::cerr << "keqian-kiosk: the ledger was damaged and is kept as "
              << aside->file.filename().string() << "; a new one was begun ("
              << (aside->enrolment_carried_over ? "this kiosk stays enrolled"
                                                : "this kiosk must be enrolled again")
              << ")" << std::endl;
  }
  return ledger;
}

Result<std::unique_ptr<Ledger>> open_for_reading(const std::filesystem::path& data) {
  return Ledger::open_for_reading({data, system_boot_id(), {}}, program_clock(),
                                  program_randomness());
}

int run_decode(const DecodeArguments& arguments) {
  return qr::decode_files(arguments.pictures, std::cout, std::cerr) ? kExitSuccess : kExitFailure;
}

int run_counts(const CountsArguments& arguments) {
  auto ledger = open_for_reading(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  std::optional<BusinessDate> date;
  if (arguments.today) date = (*ledger)->business_date();
  const auto counts = count_up(**ledger, date);
  if (!counts) return state_failure(counts.error());
  if (arguments.json) {
    std::cout << json_of(*counts).dump() << '\n';
  } else {
    print_lines(*counts);
  }
  return std::cout.flush() ? kExitSuccess : kExitFailure;
}

int run_check(const CheckArguments& arguments) {
  auto ledger = open_for_reading(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  const auto verified = verify_ledger(**ledger);
  if (!verified) return state_failure(verified.error());
  for (const auto& finding : verified->findings) {
    std::cerr << "keqian-kiosk: " << finding << '\n';
  }
  if (!verified->findings.empty()) {
    return state_failure({ErrorKind::kStorage, "the ledger does not agree with itself",
                          "keep the data folder as it is and ask for help"});
  }
  std::cout << "ok: " << verified->check_ins << " check-ins, " << verified->persons << " persons, "
            << verified->tallies << " tallies";
  if (!verified->chain_head.empty()) std::cout << ", chain head " << verified->chain_head;
  std::cout << '\n';
  if (!std::cout.flush()) return kExitFailure;
  const auto damaged = ledgers_set_aside(arguments.data);
  if (damaged.empty()) return kExitSuccess;
  return state_failure({ErrorKind::kStorage,
                        "this ledger is sound, but a damaged one lies beside it: " +
                            damaged.back().filename().string(),
                        "it may hold counts that were not sent: hand the file to the bureau, then "
                        "move it away"});
}

}  // namespace keqian::kiosk
