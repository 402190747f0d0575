// Counting at the door under faults of the storage.
#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/sessions.h"
#include "tests/fault_injection/fault_runs.h"

namespace keqian::kiosk::test {
namespace {

constexpr std::uint64_t kPowerCutsEach = 4;

// A day at the door in small: scans, taps, corrections, a session, an upload, the next day.
void count(KioskBench& bench, Ledger& ledger, Announcements& announced) {
  LedgerDoor door(ledger);
  announced.note(door.scan(bench.pass(Category::kYouth, 4), Method::kCamera, std::nullopt));
  announced.note(door.scan("not ours", Method::kScanner, std::nullopt));
  const auto tap = door.tap(Category::kPublic, 2);
  announced.note(tap);
  if (tap.ok()) announced.note(door.amend(tap->sequence, Category::kYouth, 3));
  announced.note(Sessions(ledger).open({"open-lab.library.2026-05-28.1"}));
  for (int i = 0; i < 5; ++i) announced.note(door.tap(Category::kVolunteer, 1));
  LedgerOutbox outbox(ledger, "test");
  const auto upload = outbox.pending_upload(wire::kUploadItemsMax);
  announced.note(upload);
  if (upload.ok()) {
    wire::UploadAnswer answer;
    answer.acknowledged_revision = upload->to_revision;
    announced.note(outbox.apply(*upload, answer));
  }
  bench.clock.advance_ms(kMsPerDay);
  announced.note(door.tap(Category::kPublic, 3));
  bench.clock.advance_ms(-kMsPerDay);
}

const FaultyWork kDay = {.name = "a day's counting and an upload", .work = count};

TEST(LedgerFaults, EveryOpeningMayFailOnce) {
  survives_all(kDay, Fault::kOpenError, false, StorageFault::kReadOnly);
}
TEST(LedgerFaults, NoFileMayBeOpenedAnyMore) {
  survives_all(kDay, Fault::kOpenError, true, StorageFault::kReadOnly);
}
TEST(LedgerFaults, EveryReadMayFailOnce) {
  survives_all(kDay, Fault::kReadError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EveryWriteMayFailOnce) {
  survives_all(kDay, Fault::kWriteError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EveryWriteMayBeTheLastOneThatWorks) {
  survives_all(kDay, Fault::kWriteError, true, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EverySyncMayFailOnce) {
  survives_all(kDay, Fault::kSyncError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EverySyncMayBeTheLastOneThatWorks) {
  survives_all(kDay, Fault::kSyncError, true, StorageFault::kDeviceError);
}
TEST(LedgerFaults, TheDiskMayBeFullAtAnyWrite) {
  survives_all(kDay, Fault::kDiskFull, true, StorageFault::kDiskFull);
}
TEST(LedgerFaults, TheDiskMayBeFullForTheIndexOfTheLog) {
  survives_all(kDay, Fault::kMapError, false, StorageFault::kDiskFull);
}
TEST(LedgerFaults, ThePowerMayFailAtAnyWriteOrSync) {
  survives_all_power_cuts(kDay, kPowerCutsEach);
}

}  // namespace
}  // namespace keqian::kiosk::test
