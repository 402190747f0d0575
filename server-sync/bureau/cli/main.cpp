// keqian-bureau: the receiving server and its commands.
#include <iostream>

#include "server-sync/base/secrecy.h"
#include "server-sync/bureau/cli/commands.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {
namespace {

constexpr int kStatedFailure = 1;

Status execute(const ServeOptions& options, CommandContext&) {
  return serve(options);
}

int run(int argc, const char* const* argv) {
  const auto parsed = parse_arguments(argc, argv);
  if (!parsed.command) return parsed.exit_status;
  SystemClock clock;
  SystemRandomness randomness;
  CommandContext context{std::cout, std::cerr, clock, randomness};
  const auto status =
      std::visit([&](const auto& command) { return execute(command, context); }, *parsed.command);
  std::cout.flush();
  if (status.ok() && std::cout.good()) return 0;
  const auto error = status.ok() ? Error{ErrorKind::kStorage, "the output cannot be written",
                                         "check the disk or program behind it"}
                                 : status.error();
  std::cerr << "keqian-bureau: " << error.text() << '\n';
  return kStatedFailure;
}

}  // namespace
}  // namespace keqian::bureau

int main(int argc, char** argv) {
  keqian::forbid_core_dumps();
  keqian::wire::initialise_crypto();
  return keqian::bureau::run(argc, argv);
}
