// What is SQLite's own: its file, its pragmas, its triggers, and the wrapper's manners.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <thread>

#include "server-sync/base/files.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/bureau/store/database.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;

constexpr const char* kMakeThing = "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
constexpr const char* kAddThing = "INSERT INTO thing(id, name) VALUES (:id, :name)";
constexpr const char* kPutThing =
    R"(INSERT INTO thing(id, name) VALUES (:id, :name)
       ON CONFLICT(id) DO UPDATE SET name = excluded.name WHERE excluded.name > thing.name)";
constexpr const char* kReadThing = "SELECT name FROM thing WHERE id = :id";
constexpr const char* kSumThings = "SELECT COALESCE(SUM(id), 0) FROM thing";

class DatabaseFile : public testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "bureau.db").string(); }
  TemporaryFolder folder_;
  SeededRandomness randomness_{1};
};

TEST_F(DatabaseFile, KeepsWideIntegersAndAnyText) {
  auto database = open_sqlite_database(path());
  database->run_once(kMakeThing);
  const std::int64_t wide = 0x0123456789ABCDEF;
  const std::string rare = "𠮷野家 'quoted' :name; --";
  database->run(kAddThing, wide, rare);
  EXPECT_EQ(std::get<0>(*database->one<std::string>(kReadThing, wide)), rare);
  EXPECT_EQ(database->integer(kSumThings), wide);
  EXPECT_FALSE(database->one<std::string>(kReadThing, 5).has_value());
}

TEST_F(DatabaseFile, RunsAStatementAgainWithNewValues) {
  auto database = open_sqlite_database(path());
  database->run_once(kMakeThing);
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(database->run(kAddThing, i, std::to_string(i)), 1);
  EXPECT_EQ(database->integer(kSumThings), 5050);
}

TEST_F(DatabaseFile, CountsOnlyRowsThatChanged) {
  auto database = open_sqlite_database(path());
  database->run_once(kMakeThing);
  EXPECT_EQ(database->run(kPutThing, 1, "b"), 1);
  EXPECT_EQ(database->run(kPutThing, 1, "a"), 0);
  EXPECT_EQ(database->run(kPutThing, 1, "c"), 1);
}

TEST_F(DatabaseFile, NamesAContradictionAndGoesOn) {
  auto database = open_sqlite_database(path());
  database->run_once(kMakeThing);
  database->run(kAddThing, 1, "a");
  try {
    database->run(kAddThing, 1, "b");
    FAIL() << "a second row of one key was taken";
  } catch (const StorageFault& fault) {
    EXPECT_EQ(fault.error.kind, ErrorKind::kConflict);
  }
  EXPECT_EQ(database->run(kAddThing, 2, "b"), 1);
}

TEST_F(DatabaseFile, IsDurableAndLetsReadersWork) {
  auto store = open_sqlite_store(folder_.path().string(), randomness_);
  ASSERT_TRUE(store.ok());
  auto database = open_sqlite_database(path());
  EXPECT_EQ(database->pragma("synchronous"), 2);  // FULL
  EXPECT_EQ(database->pragma("foreign_keys"), 1);
  EXPECT_TRUE(std::filesystem::exists(path() + "-wal"));
}

TEST_F(DatabaseFile, OfANewerProgramIsRefusedUntouched) {
  { auto store = open_sqlite_store(folder_.path().string(), randomness_); }
  open_sqlite_database(path())->run_once("PRAGMA user_version = 99");
  const auto store = open_sqlite_store(folder_.path().string(), randomness_);
  ASSERT_FALSE(store.ok());
  EXPECT_THAT(store.error().message, HasSubstr("newer"));
  EXPECT_EQ(open_sqlite_database(path())->pragma("user_version"), 99);
}

TEST_F(DatabaseFile, OfSomethingElseIsRefused) {
  open_sqlite_database(path())->run_once("PRAGMA application_id = 7");
  EXPECT_FALSE(open_sqlite_store(folder_.path().string(), randomness_).ok());
  TemporaryFolder other;
  std::ofstream(other.path() / "bureau.db") << std::string(5000, 'x');
  const auto store = open_sqlite_store(other.path().string(), randomness_);
  ASSERT_FALSE(store.ok());
  EXPECT_THAT(store.error().message, HasSubstr("damaged"));
}

TEST_F(DatabaseFile, KeepsTheAuditLogFromEditing) {
  auto store = open_sqlite_store(folder_.path().string(), randomness_);
  ASSERT_TRUE((*store)->append_audit(kAct, "test", "", "").ok());
  auto database = open_sqlite_database(path());
  EXPECT_THROW(database->run_once("UPDATE audit SET who = 'nobody'"), StorageFault);
  EXPECT_THROW(database->run_once("DELETE FROM audit"), StorageFault);
}

TEST_F(DatabaseFile, WorksInAFolderWithSpaces) {
  const auto folder = folder_.path() / "科技 活动周";
  EXPECT_TRUE(open_sqlite_store(folder.string(), randomness_).ok());
  EXPECT_TRUE(std::filesystem::exists(folder / "bureau.db"));
}

TEST_F(DatabaseFile, IsReadWithoutAnythingBeingWritten) {
  const auto folder = (folder_.path() / "科技 100%").string();
  { ASSERT_TRUE((*open_sqlite_store(folder, randomness_))->set_setting("name", "value").ok()); }
  const auto files = [&] {
    std::map<std::string, std::filesystem::file_time_type> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      found[entry.path().string()] = entry.last_write_time();
    return found;
  };
  const auto before = files();
  const auto store = open_sqlite_store_to_read(folder, randomness_);
  ASSERT_TRUE(store.ok()) << store.error().text();
  EXPECT_EQ(*(*store)->setting("name"), "value");
  const auto refused = (*store)->set_setting("name", "other");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kStorage);
  EXPECT_EQ(files(), before);
}

TEST_F(DatabaseFile, IsReadBesideAProgramThatWrites) {
  const auto folder = folder_.path().string();
  const auto writing = open_sqlite_store(folder, randomness_);
  ASSERT_TRUE((*writing)->set_setting("name", "value").ok());
  const auto reading = open_sqlite_store_to_read(folder, randomness_);
  ASSERT_TRUE(reading.ok()) << reading.error().text();
  EXPECT_EQ(*(*reading)->setting("name"), "value");
  ASSERT_TRUE((*writing)->set_setting("name", "newer").ok());
  EXPECT_EQ(*(*reading)->setting("name"), "newer");
}

TEST_F(DatabaseFile, OneProcessServesFromAFolder) {
  auto turn = ServingTurn::take(folder_.path());
  ASSERT_TRUE(turn.ok());
  const auto second = ServingTurn::take(folder_.path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
  turn->reset();
  EXPECT_TRUE(ServingTurn::take(folder_.path()).ok());
}

TEST_F(DatabaseFile, TakesWritersOfSeveralProcesses) {
  auto left = open_sqlite_store(folder_.path().string(), randomness_);
  auto right = open_sqlite_store(folder_.path().string(), randomness_);
  const auto write_many = [](Store& store) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(store.append_audit(kAct, "test", "", "").ok());
  };
  std::thread other([&] { write_many(**right); });
  write_many(**left);
  other.join();
  const auto entries = (*left)->audit_entries(0);
  ASSERT_EQ(entries->size(), 100u);
  EXPECT_EQ(entries->back().sequence, 100);
}

TEST_F(DatabaseFile, BureauKeyIsMadeOnceAndKeptPrivate) {
  wire::initialise_crypto();
  const auto first = load_or_make_bureau_key(folder_.path(), randomness_);
  const auto second = load_or_make_bureau_key(folder_.path(), randomness_);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->public_key, second->public_key);
  const auto permissions = std::filesystem::status(folder_.path() / "bureau.key").permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(DatabaseFile, DamagedBureauKeyIsNotReplaced) {
  ASSERT_TRUE(write_file(folder_.path() / "bureau.key", "short").ok());
  EXPECT_FALSE(load_or_make_bureau_key(folder_.path(), randomness_).ok());
  EXPECT_EQ(*read_file(folder_.path() / "bureau.key", 100), "short");
}

}  // namespace
}  // namespace keqian::bureau
