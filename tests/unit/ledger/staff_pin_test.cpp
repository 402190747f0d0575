// The staff's PIN: what is accepted, how wrong tries lock, and that nothing shortens a lock.
#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/pin_lock.h"
#include "server-sync/wire/pin_reset.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

constexpr std::string_view kPin = "271828";
constexpr std::string_view kWrongPin = "271829";

TEST(PinLock, GrowsFromHalfAMinuteToAnHour) {
  EXPECT_EQ(lock_length_ms(4), 0);
  EXPECT_EQ(lock_length_ms(5), 30'000);
  EXPECT_EQ(lock_length_ms(6), 60'000);
  EXPECT_EQ(lock_length_ms(7), 120'000);
  EXPECT_EQ(lock_length_ms(12), kMsPerHour);
  EXPECT_EQ(lock_length_ms(2'000'000'000), kMsPerHour);
}

TEST(PinLock, RunsInRunningTimeOnly) {
  const PinLock lock{5, 30'000, "boot-1", 1'000};
  EXPECT_EQ(locked_ms_at(lock, "boot-1", 11'000), 20'000);
  EXPECT_EQ(locked_ms_at(lock, "boot-1", 31'000), 0);
  EXPECT_EQ(locked_ms_at(lock, "boot-2", 900'000), 30'000);
}

TEST(PinLock, AcceptsSixDigitsThatAreNoRun) {
  for (const char* pin : {"271828", "112233", "123465"}) EXPECT_TRUE(is_acceptable_pin(pin)) << pin;
  for (const char* pin : {"", "12345", "1234567", "123456", "654321", "000000", "27182a", "２71"}) {
    EXPECT_FALSE(is_acceptable_pin(pin)) << pin;
  }
}

struct Desk {
  Desk() : ledger(bench.open_enrolled()), desk(std::make_unique<LedgerDesk>(*ledger, "test")) {}
  void reopen() {
    desk.reset();
    ledger.reset();
    auto opened = bench.open();
    EXPECT_TRUE(opened.ok());
    ledger = std::move(*opened);
    desk = std::make_unique<LedgerDesk>(*ledger, "test");
  }
  PinAnswer check(std::string_view pin) {
    const auto answer = desk->check_pin(pin);
    EXPECT_TRUE(answer.ok());
    return *answer;
  }
  void lock() {
    for (int i = 0; i < kPinTriesFree; ++i) check(kWrongPin);
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<LedgerDesk> desk;
};

TEST(StaffPin, IsAskedForBeforeItIsSet) {
  Desk desk;
  EXPECT_EQ(desk.check(kPin).verdict, PinVerdict::kNotSet);
  EXPECT_EQ(desk.desk->set_pin("123456").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(desk.desk->pin_state()->verdict, PinVerdict::kNotSet);
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  EXPECT_EQ(desk.check(kPin).verdict, PinVerdict::kRight);
  EXPECT_EQ(*desk.desk->pin_state(), (PinAnswer{PinVerdict::kWrong, kPinTriesFree, 0}));
}

TEST(StaffPin, TheRightOneTellsWhenItWasSet) {
  Desk desk;
  ASSERT_TRUE(desk.desk->set_pin("141421").ok());
  desk.bench.clock.advance_ms(60'000);
  const UtcMs set_utc_ms = desk.bench.clock.utc;
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  desk.bench.clock.advance_ms(kMsPerHour);
  EXPECT_EQ(desk.check(kPin).set_utc_ms, set_utc_ms);
  EXPECT_EQ(desk.check(kWrongPin).set_utc_ms, 0) << "only who is let in learns it";
}

TEST(StaffPin, ForgottenItIsAskedForAnewAndTheLogSaysSo) {
  Desk desk;
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  desk.lock();
  ASSERT_TRUE(desk.desk->forget_pin().ok());
  EXPECT_EQ(desk.desk->pin_state()->verdict, PinVerdict::kNotSet) << "its lock is gone too";
  EXPECT_EQ(desk.desk->report()->log.front().kind, "staff_pin_forgotten");
}

TEST(StaffPin, LocksAfterFiveWrongTries) {
  Desk desk;
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  for (int left = kPinTriesFree - 1; left > 0; --left) {
    EXPECT_EQ(desk.check(kWrongPin), (PinAnswer{PinVerdict::kWrong, left, 0}));
  }
  EXPECT_EQ(desk.check(kWrongPin), (PinAnswer{PinVerdict::kLocked, 0, 30'000}));
  // Not even the right one is looked at while the lock runs.
  EXPECT_EQ(desk.check(kPin), (PinAnswer{PinVerdict::kLocked, 0, 30'000}));
  desk.bench.clock.advance_ms(29'000);
  EXPECT_EQ(desk.check(kPin).locked_ms, 1'000);
  desk.bench.clock.advance_ms(1'000);
  EXPECT_EQ(desk.check(kWrongPin), (PinAnswer{PinVerdict::kLocked, 0, 60'000}));
  desk.bench.clock.advance_ms(60'000);
  EXPECT_EQ(desk.check(kPin).verdict, PinVerdict::kRight);
  EXPECT_EQ(desk.check(kWrongPin).tries_left, kPinTriesFree - 1);
}

TEST(StaffPin, ARestartOrAChangedClockShortensNoLock) {
  Desk desk;
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  desk.lock();
  desk.bench.clock.advance_ms(12'000);
  EXPECT_EQ(desk.desk->pin_state()->locked_ms, 18'000);  // noted on the way
  desk.bench.clock.utc += kMsPerDay;
  EXPECT_EQ(desk.check(kPin).locked_ms, 18'000);
  desk.bench.boot_id = "boot-2";
  desk.bench.clock.monotonic = 500;
  desk.reopen();
  EXPECT_EQ(desk.check(kPin), (PinAnswer{PinVerdict::kLocked, 0, 18'000}));
  EXPECT_EQ(desk.desk->pin_state()->locked_ms, 18'000);
  desk.bench.clock.advance_ms(18'000);
  EXPECT_EQ(desk.check(kPin).verdict, PinVerdict::kRight);
}

// A kiosk whose bureau's keys are known here, with a PIN that everybody has forgotten.
struct ForgottenPin : Desk {
  ForgottenPin() {
    SeededRandomness randomness(9);
    bureau_keys = wire::make_key_pair(randomness);
    enrol();
    EXPECT_TRUE(desk->set_pin(kPin).ok());
  }
  void enrol() {
    identity.bureau_key = bureau_keys.public_key;
    EXPECT_TRUE(LedgerOutbox(*ledger, "test").store_identity(identity).ok());
  }
  std::string number() {
    const auto reset = desk->pin_reset();
    EXPECT_TRUE(reset.ok());
    return reset->number;
  }
  // As the bureau makes it.
  std::string code() {
    return *wire::pin_reset_code(bureau_keys, identity.keys.public_key, identity.kiosk, number());
  }
  PinAnswer check_code(const std::string& typed) {
    const auto answer = desk->check_reset_code(typed);
    EXPECT_TRUE(answer.ok());
    return *answer;
  }

  wire::KeyPair bureau_keys;
  uploader::KioskIdentity identity = test::bench_identity();
};

TEST(ForgottenPin, TheBureausCodeSetsANewOneOnceAndTheLogSaysSo) {
  ForgottenPin kiosk;
  const auto reset = *kiosk.desk->pin_reset();
  EXPECT_EQ(reset, (PinReset{reset.number, {"k-1"}, "东门"}));
  EXPECT_TRUE(wire::normalise_reset_number(reset.number));
  const auto code = kiosk.code();
  EXPECT_EQ(kiosk.check_code(code).verdict, PinVerdict::kRight);
  EXPECT_EQ(kiosk.check(kPin).verdict, PinVerdict::kRight) << "the old PIN until a new one is set";
  const auto next = kiosk.code();
  EXPECT_NE(next, code) << "somebody knew it: the first code is void";
  EXPECT_EQ(kiosk.desk->reset_pin(code, "161803").error().kind, ErrorKind::kDenied);
  EXPECT_EQ(kiosk.desk->reset_pin(next, "123456").error().kind, ErrorKind::kInvalid);
  const UtcMs set_utc_ms = kiosk.bench.clock.utc;
  ASSERT_TRUE(kiosk.desk->reset_pin(next, "161803").ok());
  EXPECT_EQ(kiosk.desk->report()->log.front().kind, "staff_pin_reset");
  EXPECT_EQ(kiosk.check_code(next).verdict, PinVerdict::kWrong) << "it is spent";
  EXPECT_EQ(kiosk.check(kPin).verdict, PinVerdict::kWrong);
  EXPECT_EQ(kiosk.check("161803"), (PinAnswer{PinVerdict::kRight, 0, 0, set_utc_ms}));
}

TEST(ForgottenPin, TheNumberStaysUntilTheCodeIsUsedAndOverARestart) {
  ForgottenPin kiosk;
  const auto number = kiosk.number();
  EXPECT_EQ(kiosk.number(), number);
  const auto code = kiosk.code();
  kiosk.reopen();
  EXPECT_EQ(kiosk.number(), number);
  ASSERT_TRUE(kiosk.desk->reset_pin(code, "161803").ok());
  EXPECT_NE(kiosk.number(), number);
}

TEST(ForgottenPin, WrongCodesLockAsWrongPinsDo) {
  ForgottenPin kiosk;
  const auto code = kiosk.code();
  kiosk.check(kWrongPin);
  kiosk.check(kWrongPin);
  EXPECT_EQ(kiosk.check_code("0000000000"), (PinAnswer{PinVerdict::kWrong, 2, 0}));
  EXPECT_EQ(kiosk.check_code(""), (PinAnswer{PinVerdict::kWrong, 1, 0}));
  EXPECT_EQ(kiosk.check_code(code + "0"), (PinAnswer{PinVerdict::kLocked, 0, 30'000}));
  EXPECT_EQ(kiosk.check_code(code), (PinAnswer{PinVerdict::kLocked, 0, 30'000}));
  EXPECT_EQ(kiosk.desk->reset_pin(code, "161803").error().kind, ErrorKind::kDenied);
  kiosk.bench.clock.advance_ms(30'000);
  EXPECT_EQ(kiosk.check_code(code).verdict, PinVerdict::kRight);
  EXPECT_EQ(kiosk.desk->pin_state()->tries_left, kPinTriesFree);
}

TEST(ForgottenPin, ACodeIsOfTheKeyThatTheKioskHasNow) {
  ForgottenPin kiosk;
  const auto code = kiosk.code();
  SeededRandomness randomness(77);
  kiosk.identity.keys = wire::make_key_pair(randomness);
  kiosk.enrol();
  EXPECT_EQ(kiosk.check_code(code).verdict, PinVerdict::kWrong) << "of a key that may be stolen";
  EXPECT_EQ(kiosk.check_code(kiosk.code()).verdict, PinVerdict::kRight);
}

TEST(ForgottenPin, NoNumberWithoutAPinAndNoCodeWithoutANumber) {
  Desk fresh;
  EXPECT_EQ(fresh.desk->pin_reset().error().kind, ErrorKind::kConflict);
  ForgottenPin kiosk;
  EXPECT_EQ(kiosk
                .check_code(*wire::pin_reset_code(kiosk.bureau_keys, kiosk.identity.keys.public_key,
                                                  kiosk.identity.kiosk, ""))
                .verdict,
            PinVerdict::kWrong);
}

TEST(ForgottenPin, ALostKeyOrNoBureauLeavesNoNumber) {
  ForgottenPin kiosk;
  std::filesystem::remove(kiosk.bench.folder.path() / "identity.key");
  EXPECT_EQ(*kiosk.desk->pin_reset(), PinReset{});
  KioskBench bench;
  auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok());
  LedgerDesk local(**ledger, "test");
  ASSERT_TRUE(local.set_pin(kPin).ok());
  EXPECT_EQ(*local.pin_reset(), PinReset{});
  EXPECT_EQ(local.check_reset_code("0000000000")->verdict, PinVerdict::kWrong);
}

TEST(StaffPin, ATryIsCountedBeforeItIsComparedAndKeptAsAHash) {
  Desk desk;
  ASSERT_TRUE(desk.desk->set_pin(kPin).ok());
  desk.check(kWrongPin);
  desk.reopen();
  EXPECT_EQ(desk.desk->pin_state()->tries_left, kPinTriesFree - 1);
  const auto stored = test::run_sql(desk.bench.file(), "SELECT hash, wrong_tries FROM staff_pin");
  ASSERT_EQ(stored.rows.size(), 1u);
  EXPECT_EQ(stored.rows[0].find("$argon2id$"), 0u);
  EXPECT_NE(stored.rows[0].find("m=19456,t=2"), std::string::npos) << stored.rows[0];
  EXPECT_EQ(stored.rows[0].find(kPin), std::string::npos);
}

}  // namespace
}  // namespace keqian::kiosk
