// Opening: migrations, newer and foreign files, damaged ones, one writer a folder.
#include <gtest/gtest.h>
#include <unistd.h>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/storage_fault.h"
#include "kiosk/ledger/verification.h"
#include "server-sync/base/files.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;
using test::run_sql;

constexpr std::size_t kFileBytesMax = 100'000'000;

std::string bytes_of(const std::filesystem::path& file) {
  const auto bytes = read_file(file, kFileBytesMax);
  EXPECT_TRUE(bytes.ok()) << bytes.error().text();
  return bytes.ok() ? *bytes : std::string();
}

void fill(KioskBench& bench, int taps) {
  const auto ledger = bench.open_enrolled();
  LedgerDoor door(*ledger);
  for (int i = 0; i < taps; ++i) ASSERT_TRUE(door.tap(Category::kPublic, 1).ok());
}

TEST(LedgerFile, IsMadeWithItsNumberAndItsPragmas) {
  KioskBench bench;
  bench.open_enrolled().reset();
  const auto header = run_sql(bench.file(), "PRAGMA user_version; PRAGMA journal_mode");
  EXPECT_EQ(header.rows, (std::vector<std::string>{"10", "wal"}));
}

TEST(LedgerFile, OfANewerProgramIsRefusedUntouched) {
  KioskBench bench;
  fill(bench, 3);
  ASSERT_EQ(run_sql(bench.file(), "PRAGMA user_version = 11").error, "");
  const auto before = bytes_of(bench.file());
  const auto opened = bench.open();
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kConflict);
  EXPECT_NE(opened.error().message.find("newer"), std::string::npos);
  EXPECT_EQ(bytes_of(bench.file()), before);
  EXPECT_FALSE(bench.open_for_reading().ok());
}

TEST(LedgerFile, OfAnotherProgramIsRefusedUntouched) {
  KioskBench bench;
  ASSERT_EQ(run_sql(bench.file(), "CREATE TABLE recipe (id INTEGER)").error, "");
  const auto before = bytes_of(bench.file());
  const auto opened = bench.open();
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(bytes_of(bench.file()), before);
}

TEST(LedgerFile, ThatIsNoDatabaseIsSetAside) {
  KioskBench bench;
  const std::string garbage(5000, 'x');
  ASSERT_TRUE(write_file(bench.file(), garbage).ok());
  const auto opened = bench.open();
  ASSERT_TRUE(opened.ok()) << opened.error().text();
  ASSERT_TRUE((*opened)->set_aside().has_value());
  EXPECT_EQ(bytes_of((*opened)->set_aside()->file), garbage);
  EXPECT_FALSE((*opened)->set_aside()->enrolment_carried_over);
}

TEST(LedgerFile, DamagedInTheMiddleIsSetAsideAndStaysEnrolled) {
  KioskBench bench;
  fill(bench, 2000);
  auto bytes = bytes_of(bench.file());
  const std::size_t page = 4096;
  ASSERT_GT(bytes.size(), 40 * page);
  // Pages at the end hold check-ins; the tables of the enrolment are near the front.
  std::fill(bytes.end() - 10 * static_cast<std::ptrdiff_t>(page), bytes.end(), '\xEE');
  ASSERT_TRUE(write_file(bench.file(), bytes).ok());

  auto opened = bench.open();
  ASSERT_TRUE(opened.ok()) << opened.error().text();
  ASSERT_TRUE((*opened)->set_aside().has_value());
  EXPECT_EQ(bytes_of((*opened)->set_aside()->file), bytes);
  EXPECT_TRUE((*opened)->set_aside()->enrolment_carried_over);
  ASSERT_NE((*opened)->configuration(), nullptr);
  const auto answer = LedgerDoor(**opened).tap(Category::kPublic, 1);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->sequence, 1);

  // A second damage in the same second gets another name.
  opened->reset();
  ASSERT_TRUE(write_file(bench.file(), "damaged again").ok());
  std::filesystem::remove(bench.file().string() + "-wal");
  const auto again = bench.open();
  ASSERT_TRUE(again.ok()) << again.error().text();
  ASSERT_TRUE((*again)->set_aside().has_value());
  EXPECT_EQ(bytes_of((*again)->set_aside()->file), "damaged again");
  EXPECT_EQ(ledgers_set_aside(bench.folder.path()).size(), 2);
}

TEST(LedgerFile, HasOneWriterAndManyReaders) {
  KioskBench bench;
  const auto writer = bench.open_enrolled();
  ASSERT_TRUE(LedgerDoor(*writer).tap(Category::kPublic, 2).ok());
  const auto second = bench.open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
  EXPECT_FALSE(second.error().hint.empty());
  const auto reader = bench.open_for_reading();
  ASSERT_TRUE(reader.ok()) << reader.error().text();
  EXPECT_EQ(count_up(**reader, std::nullopt)->all, (Count{2, 1}));
  EXPECT_TRUE(verify_ledger(**reader)->findings.empty());
  EXPECT_FALSE(LedgerDoor(**reader).tap(Category::kPublic, 1).ok());
}

TEST(LedgerFile, MissingIsNotMadeByAReader) {
  KioskBench bench;
  const auto reader = bench.open_for_reading();
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(bench.file()));
}

// The superuser may write everywhere: for the time of a test he is nobody.
class OrdinaryUser {
 public:
  static constexpr uid_t kNobody = 65534;
  explicit OrdinaryUser(const std::filesystem::path& folder) {
    if (!was_root_) return;
    EXPECT_EQ(::chown(folder.c_str(), kNobody, kNobody), 0);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      EXPECT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
    }
    EXPECT_EQ(::seteuid(kNobody), 0);
  }
  ~OrdinaryUser() {
    if (!was_root_) return;
    EXPECT_EQ(::seteuid(0), 0);
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  const bool was_root_ = ::geteuid() == 0;
};

TEST(LedgerFile, InAReadOnlyFolderIsReadAndNotCountedIn) {
  namespace fs = std::filesystem;
  KioskBench bench;
  fill(bench, 2);
  const OrdinaryUser user(bench.folder.path());
  fs::permissions(bench.file(), fs::perms::owner_read);
  fs::permissions(bench.folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto writer = bench.open();
  const auto reader = bench.open_for_reading();
  fs::permissions(bench.folder.path(), fs::perms::owner_all);
  ASSERT_FALSE(writer.ok());
  EXPECT_EQ(storage_fault(writer.error()), StorageFault::kReadOnly) << writer.error().text();
  ASSERT_TRUE(reader.ok()) << reader.error().text();
  EXPECT_EQ(count_up(**reader, std::nullopt)->all, (Count{2, 2}));
}

TEST(StorageFaults, AreToldBackFromTheirErrors) {
  for (const auto fault : {StorageFault::kDiskFull, StorageFault::kReadOnly, StorageFault::kDamaged,
                           StorageFault::kDeviceError, StorageFault::kBusy, StorageFault::kOther}) {
    const auto error = storage_error(fault, "count", "detail");
    EXPECT_EQ(storage_fault(error), fault);
    EXPECT_FALSE(error.hint.empty());
  }
  EXPECT_EQ(storage_fault(not_found("x")), StorageFault::kNone);
}

}  // namespace
}  // namespace keqian::kiosk
