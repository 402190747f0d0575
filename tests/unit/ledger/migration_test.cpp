// A file of the first version becomes one of the newest, with everything in it.
#include <gtest/gtest.h>

#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/schema.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

constexpr char kSession[] = "daily.library.2026-05-27.1";
constexpr char kInsertVersion1[] = "INSERT INTO check_in (" KEQIAN_CHECK_IN_COLUMNS
                                   ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

// Writes rows as the program of version 1 did.
class Version1File {
 public:
  explicit Version1File(const std::filesystem::path& file)
      : connection_(file, ConnectionMode::kReadWrite, {}) {
    configure_writer(connection_);
    migrate(connection_, ledger_migrations().first(1));
    connection_.execute(
        "INSERT INTO kiosk_state VALUES (1, '0123456789abcdef0123456789abcdef', 9);"
        "INSERT INTO upload_state VALUES (1, 3);"
        "INSERT INTO session (id, business_date, title, audience, opened_utc_ms, closed_utc_ms, "
        "revision) VALUES ('daily.library.2026-05-27.1', '2026-05-27', '日常开放', 'public', 1, 2, "
        "1), ('daily.library.2026-05-26.1', '2026-05-26', '日常开放', 'public', 1, 2, 1);"
        "INSERT INTO event_log (utc_ms, kind, detail) VALUES "
        "(5, 'session_ended_with_its_day', 'daily.library.2026-05-27.1')");
  }
  void append(const char* category, int persons, std::optional<wire::Sequence> reverses,
              const char* reason = "taken_back_at_the_door") {
    CheckInRow row;
    row.sequence = ++sequence_;
    row.session_id = kSession;
    row.business_date = "2026-05-27";
    row.hour = 10;
    row.category = category;
    row.persons = persons;
    row.method = "tap";
    row.boot_id = "boot-0";
    row.clock_state = "set";
    row.reverses = reverses;
    if (reverses) row.reason = reason;
    hash_ = chain_hash(hash_, row);
    connection_.query(kInsertVersion1)
        .bind(row.sequence, row.session_id, row.business_date, row.hour, row.category, row.persons,
              row.direction, row.method, std::nullopt, row.utc_ms, row.monotonic_ms, row.boot_id,
              row.clock_state, row.reverses, row.reason, Blob{hash_})
        .run();
  }
  void execute(const char* sql) { connection_.execute(sql); }

 private:
  Connection connection_;
  wire::Sequence sequence_ = 0;
  std::string hash_;
};

TEST(Migration, OfVersion1KeepsEveryRowAndFindsIt) {
  test::KioskBench bench;
  {
    Version1File file(bench.file());
    file.append("public", 2, {});
    file.append("youth", 3, {});
    file.append("public", -2, 1);
    file.append("public", 4, {});
    file.execute(
        "INSERT INTO tally VALUES ('2026-05-27', 'daily.library.2026-05-27.1', 10, 'public', "
        "'tap', 4, 3, 8), ('2026-05-27', 'daily.library.2026-05-27.1', 10, 'youth', 'tap', 3, 1, "
        "5)");
  }
  EXPECT_FALSE(bench.open_for_reading().ok());  // only the counting program migrates
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok()) << ledger.error().text();
  const auto verified = verify_ledger(**ledger);
  ASSERT_TRUE(verified.ok());
  EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
  EXPECT_EQ(verified->persons, 7);
  LedgerDesk desk(**ledger, "test");
  const auto lines = desk.lines({.category = Category::kPublic, .view = LineView::kAllRows}, 0);
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->lines.size(), 3u);
  EXPECT_EQ(lines->lines[1].reverses, 1);
  EXPECT_EQ(desk.lines({.category = Category::kPublic}, 0)->lines.size(), 2u);
  const auto figures = desk.figures();
  ASSERT_TRUE(figures.ok());
  ASSERT_EQ(figures->yesterday.by_session.size(), 1u);
  EXPECT_TRUE(figures->yesterday.by_session[0].ended_with_its_day);
}

TEST(Migration, LinksWhatVisitorsChangedToWhatItWas) {
  test::KioskBench bench;
  {
    Version1File file(bench.file());
    file.append("public", 1, {});
    file.append("public", -1, 1, "changed_at_the_door");
    file.append("public", 2, {});
    file.append("public", -2, 3, "changed_at_the_door");
    file.append("youth", 2, {});
    file.append("public", 6, {});
    file.append("public", -6, 6);
    file.append("public", 4, {});
    file.execute(
        "INSERT INTO tally VALUES ('2026-05-27', 'daily.library.2026-05-27.1', 10, 'public', "
        "'tap', 4, 7, 8), ('2026-05-27', 'daily.library.2026-05-27.1', 10, 'youth', 'tap', 2, 1, "
        "5)");
  }
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok()) << ledger.error().text();
  const auto verified = verify_ledger(**ledger);
  EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
  LedgerDesk desk(**ledger, "test");
  const auto lines = desk.lines({}, 0)->lines;
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].sequence, 8);
  EXPECT_FALSE(lines[0].first) << "it came after one that was taken back, not in its place";
  EXPECT_EQ(lines[1].sequence, 6);
  EXPECT_TRUE(lines[1].reversed);
  EXPECT_EQ(lines[2].sequence, 5);
  ASSERT_TRUE(lines[2].first);
  EXPECT_EQ(lines[2].first->sequence, 1);
  EXPECT_EQ(desk.lines({.view = LineView::kCorrected}, 0)->lines.size(), 2u);
}

}  // namespace
}  // namespace keqian::kiosk
