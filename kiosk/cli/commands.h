// The commands without a window. Each returns its exit status; results go to standard output,
// failures as one line to standard error.
#pragma once

#include "kiosk/cli/arguments.h"
#include "kiosk/ledger/ledger.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

int run_decode(const DecodeArguments& arguments);
int run_enrol(const EnrolArguments& arguments);
int run_scan(const ScanArguments& arguments);
int run_counts(const CountsArguments& arguments);
int run_upload(const UploadArguments& arguments);
int run_check(const CheckArguments& arguments);
int run_local(const LocalArguments& arguments);
int run_carry(const CarryArguments& arguments);
int run_receive(const ReceiveArguments& arguments);
int run_close_day(const CloseDayArguments& arguments);
int run_forget_pin(const ForgetPinArguments& arguments);

// "keqian-kiosk: message (hint)" on standard error; the exit status of a stated failure.
int state_failure(const Error& error);

// The ledger of a data folder, with the machine's clock and randomness. Says on standard error
// when a damaged one was set aside.
Result<std::unique_ptr<Ledger>> open_for_counting(const std::filesystem::path& data);
Result<std::unique_ptr<Ledger>> open_for_reading(const std::filesystem::path& data);
// The same clock and randomness; they live as long as the program.
Clock& program_clock();
Randomness& program_randomness();

}  // namespace keqian::kiosk
