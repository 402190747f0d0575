// A kiosk on the workbench: a folder, a clock that stands still, and a bureau's configuration with
// two campaigns, for tests of the ledger and of the program around it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/ledger/ledger.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/pass.h"

namespace keqian::test {

// A new empty folder, removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class ManualClock final : public Clock {
 public:
  UtcMs utc_ms() override { return utc; }
  MonotonicMs monotonic_ms() override { return monotonic; }
  void advance_ms(std::int64_t by) {
    utc += by;
    monotonic += by;
  }

  UtcMs utc = 1'779'933'600'000;  // 2026-05-28 10:00 in Shanghai
  MonotonicMs monotonic = 60'000;
};

inline constexpr std::uint16_t kCampaignNumber = 7;

wire::PassKey bench_pass_key();
// Venue "library", campaign "city-2026" of the days around `today`, activity "open-lab".
wire::Configuration bench_configuration(BusinessDate today);
uploader::KioskIdentity bench_identity();
std::string bench_pass(Category category, int persons, BusinessDate today, Randomness& randomness);

struct KioskBench {
  explicit KioskBench(std::string with_vfs = {}) : vfs(std::move(with_vfs)) {}

  Result<std::unique_ptr<kiosk::Ledger>> open() {
    return kiosk::Ledger::open_for_counting({folder.path(), boot_id, vfs}, clock, randomness);
  }
  Result<std::unique_ptr<kiosk::Ledger>> open_for_reading() {
    return kiosk::Ledger::open_for_reading({folder.path(), boot_id, vfs}, clock, randomness);
  }
  // Opens it and makes it belong to the bench's bureau.
  std::unique_ptr<kiosk::Ledger> open_enrolled();
  std::filesystem::path file() const { return folder.path() / "ledger.db"; }
  BusinessDate today() { return BusinessDate::of(clock.utc_ms()); }
  std::string pass(Category category, int persons) {
    return bench_pass(category, persons, today(), randomness);
  }

  TemporaryFolder folder;
  ManualClock clock;
  SeededRandomness randomness{42};
  std::string boot_id = "boot-1";
  std::string vfs;
};

}  // namespace keqian::test
