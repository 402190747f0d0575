// What the staff take back and count by hand, and how they find it in the ledger's list.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

struct Desk {
  Desk() : ledger(bench.open_enrolled()), desk(*ledger, "test"), door(*ledger) {}
  ~Desk() {
    const auto verified = verify_ledger(*ledger);
    EXPECT_TRUE(verified.ok() && verified->findings.empty());
  }
  std::vector<wire::Sequence> sequences(const LineFilter& filter, wire::Sequence before = 0) {
    const auto page = desk.lines(filter, before);
    EXPECT_TRUE(page.ok());
    std::vector<wire::Sequence> found;
    for (const auto& line : page->lines) found.push_back(line.sequence);
    return found;
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDesk desk;
  LedgerDoor door;
};

using Sequences = std::vector<wire::Sequence>;

TEST(Corrections, TakeARowBackOnceWithAReason) {
  Desk desk;
  const auto code = desk.bench.pass(Category::kYouth, 3);
  const auto counted = desk.door.scan(code, Method::kCamera, std::nullopt);
  const auto taken = desk.desk.reverse(counted->sequence, CorrectionReason::kCountedTwice);
  ASSERT_TRUE(taken.ok()) << taken.error().text();
  EXPECT_EQ(taken->persons_today, 0);
  EXPECT_EQ(desk.desk.reverse(counted->sequence, CorrectionReason::kOther).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(desk.desk.reverse(taken->sequence, CorrectionReason::kOther).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(desk.desk.reverse(99, CorrectionReason::kOther).error().kind, ErrorKind::kNotFound);
  const auto page = desk.desk.lines({.view = LineView::kAllRows}, 0);
  ASSERT_EQ(page->lines.size(), 2u);
  EXPECT_EQ(page->lines[0].reason, "counted_twice");
  EXPECT_EQ(page->lines[0].reverses, counted->sequence);
  EXPECT_EQ(page->lines[0].persons, -3);
  EXPECT_TRUE(page->lines[1].reversed);
  EXPECT_EQ(page->lines[1].session_title, "日常开放");
  EXPECT_EQ(desk.sequences({}), (Sequences{counted->sequence})) << "once, as taken back";
  // Whoever was taken back may come again.
  EXPECT_EQ(desk.door.scan(code, Method::kCamera, std::nullopt)->outcome, Outcome::kAccepted);
}

TEST(Corrections, ChangeWhatACheckInCountsWhereItIs) {
  Desk desk;
  const auto code = desk.bench.pass(Category::kPublic, 1);
  const auto counted = desk.door.scan(code, Method::kCamera, std::nullopt);
  desk.bench.clock.advance_ms(3 * kMsPerHour);
  const auto changed =
      desk.desk.amend(counted->sequence, Category::kYouth, 4, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(changed.ok()) << changed.error().text();
  EXPECT_EQ(changed->persons_today, 4);
  EXPECT_EQ(desk.door.scan(code, Method::kCamera, std::nullopt)->outcome,
            Outcome::kAlreadyCheckedIn)
      << "its pass stays used";
  const auto counts = count_up(*desk.ledger, desk.bench.today());
  EXPECT_EQ(counts->by_hour[10].persons, 4) << "in the hour of the visitor";
  EXPECT_EQ(counts->by_hour[13].persons, 0);

  const auto page = desk.desk.lines({}, 0);
  ASSERT_EQ(page->lines.size(), 1u) << "one check-in";
  const auto& line = page->lines[0];
  EXPECT_EQ(line.sequence, changed->sequence);
  EXPECT_EQ(check_in_number(line), counted->sequence);
  EXPECT_EQ(line.persons, 4);
  EXPECT_EQ(line.category, Category::kYouth);
  EXPECT_EQ(line.hour, 10);
  EXPECT_EQ(line.session, counted->session);
  EXPECT_EQ(line.reason, "wrong_number");
  ASSERT_TRUE(line.first);
  EXPECT_EQ(line.first->persons, 1);
  EXPECT_EQ(line.first->category, Category::kPublic);
  EXPECT_EQ(desk.sequences({.view = LineView::kAllRows}), (Sequences{3, 2, 1}));
  EXPECT_EQ(desk.sequences({.view = LineView::kCorrected}), (Sequences{3}));
  EXPECT_EQ(desk.sequences({.category = Category::kPublic}), Sequences{});
}

TEST(Corrections, LeaveACheckInInItsPlaceAndNameTheNumbersThatTheyTook) {
  Desk desk;
  const auto first = desk.door.tap(Category::kPublic, 1);
  const auto second = desk.door.tap(Category::kPublic, 2);
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 3).ok());
  const auto changed = desk.desk.amend(first->sequence, Category::kYouth, 4,
                                       CorrectionReason::kWrongNumber);             // 4, 5
  ASSERT_TRUE(desk.desk.reverse(second->sequence, CorrectionReason::kTrial).ok());  // 6
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());                            // 7
  ASSERT_TRUE(desk.desk.amend(changed->sequence, Category::kYouth, 5, CorrectionReason::kOther)
                  .ok());  // 8, 9
  const auto page = desk.desk.lines({}, 0);
  ASSERT_TRUE(page.ok());
  Sequences numbers;
  for (const auto& line : page->lines) numbers.push_back(check_in_number(line));
  EXPECT_EQ(numbers, (Sequences{7, 3, 2, 1}));
  EXPECT_EQ(page->lines[0].corrections, Sequences{});
  EXPECT_EQ(page->lines[2].corrections, (Sequences{6}));
  EXPECT_EQ(page->lines[3].corrections, (Sequences{4, 5, 8, 9}));
  EXPECT_EQ(page->lines[3].persons, 5) << "as it counts now";
  EXPECT_EQ(desk.sequences({.view = LineView::kCorrected}), (Sequences{2, 9}));
  EXPECT_EQ(desk.sequences({.category = Category::kYouth}), (Sequences{9}))
      << "found by what it is now";
  EXPECT_EQ(desk.sequences({}, 3), (Sequences{2, 9})) << "the page after #3";
}

TEST(Corrections, OfWhatWasCorrectedGoOnFromTheNewestRow) {
  Desk desk;
  const auto code = desk.bench.pass(Category::kPublic, 2);
  const auto counted = desk.door.scan(code, Method::kScanner, std::nullopt);
  const auto by_visitor = desk.door.amend(counted->sequence, Category::kPublic, 3);
  EXPECT_EQ(desk.desk.amend(counted->sequence, Category::kPublic, 4, CorrectionReason::kOther)
                .error()
                .kind,
            ErrorKind::kConflict)
      << "replaced already";
  const auto changed =
      desk.desk.amend(by_visitor->sequence, Category::kPublic, 2, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(desk.sequences({.view = LineView::kCorrected}), Sequences{})
      << "it counts again what it counted at first";
  EXPECT_EQ(desk.sequences({}), (Sequences{changed->sequence}));
  EXPECT_EQ(desk.door.scan(code, Method::kScanner, std::nullopt)->outcome,
            Outcome::kAlreadyCheckedIn);
  const auto taken = desk.desk.reverse(changed->sequence, CorrectionReason::kTrial);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->persons_today, 0);
  EXPECT_EQ(desk.desk.amend(changed->sequence, Category::kPublic, 1, CorrectionReason::kOther)
                .error()
                .kind,
            ErrorKind::kConflict);
  const auto line = desk.desk.lines({}, 0)->lines.at(0);
  EXPECT_TRUE(line.reversed);
  EXPECT_EQ(check_in_number(line), counted->sequence);
  EXPECT_EQ(line.reason, "trial");
  EXPECT_EQ(desk.door.scan(code, Method::kScanner, std::nullopt)->outcome, Outcome::kAccepted)
      << "whoever was taken back may come again";
}

TEST(Corrections, OfAnotherDayStayInThatDay) {
  Desk desk;
  const auto yesterday = desk.bench.today();
  const auto counted = desk.door.tap(Category::kPublic, 5);
  desk.bench.clock.advance_ms(kMsPerDay);
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());
  const auto changed =
      desk.desk.amend(counted->sequence, Category::kPublic, 500, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->persons_today, 1);
  EXPECT_EQ(count_up(*desk.ledger, yesterday)->all.persons, 500);
}

TEST(Corrections, TakeNoNumberThatCannotBeAndNoReasonOfAnotherAct) {
  Desk desk;
  const auto counted = desk.door.tap(Category::kPublic, 1);
  const auto session = counted->session;
  for (const int persons : {-1, 0, 501}) {
    EXPECT_EQ(
        desk.desk
            .amend(counted->sequence, Category::kPublic, persons, CorrectionReason::kWrongNumber)
            .error()
            .kind,
        ErrorKind::kInvalid);
  }
  EXPECT_EQ(desk.desk.amend(counted->sequence, Category::kPublic, 2, CorrectionReason::kTrial)
                .error()
                .kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(desk.desk.reverse(counted->sequence, CorrectionReason::kWrongNumber).error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(desk.desk.count_by_hand(session, Category::kPublic, 3, CorrectionReason::kCountedTwice)
                .error()
                .kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(desk.desk.count_by_hand(session, Category::kPublic, -1, CorrectionReason::kMissed)
                .error()
                .kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(desk.sequences({.view = LineView::kAllRows}), (Sequences{1})) << "nothing was written";
}

TEST(Corrections, EveryReasonBelongsToAnActAndHasAName) {
  std::set<std::string_view> names;
  for (const auto reason : kCorrectionReasons) {
    names.insert(name(reason));
    EXPECT_TRUE(fits(CorrectionAct::kChange, reason) || fits(CorrectionAct::kVoid, reason) ||
                fits(CorrectionAct::kAdd, reason) || fits(CorrectionAct::kSubtract, reason))
        << name(reason);
  }
  EXPECT_EQ(names.size(), kCorrectionReasons.size());
}

TEST(Corrections, ThatAreNotedWronglyAreFound) {
  KioskBench bench;
  {
    const auto ledger = bench.open_enrolled();
    LedgerDoor door(*ledger);
    const auto first = door.tap(Category::kPublic, 1);
    ASSERT_TRUE(door.tap(Category::kPublic, 1).ok());
    ASSERT_TRUE(door.amend(first->sequence, Category::kPublic, 4).ok());
  }
  const auto findings_after = [&](const char* sql) {
    EXPECT_EQ(test::run_sql(bench.file(), sql).error, "");
    const auto ledger = bench.open_for_reading();
    return verify_ledger(**ledger)->findings.size();
  };
  EXPECT_EQ(findings_after("SELECT 1"), 0u);
  EXPECT_EQ(findings_after("UPDATE amended_check_in SET differs = 0"), 1u);
  EXPECT_EQ(findings_after("UPDATE amended_check_in SET differs = 1, origin = 2"), 2u);
  EXPECT_EQ(findings_after("DELETE FROM amended_check_in"), 1u);
}

TEST(Corrections, CountByHandUpAndDown) {
  Desk desk;
  const auto session = desk.door.tap(Category::kPublic, 2)->session;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 5).ok());
  const auto more =
      desk.desk.count_by_hand(session, Category::kPublic, 20, CorrectionReason::kPaperCount);
  ASSERT_TRUE(more.ok()) << more.error().text();
  EXPECT_EQ(more->persons_today, 27);
  // 23 fewer: the 20 by hand go, and 3 of the 5 before them.
  const auto fewer =
      desk.desk.count_by_hand(session, Category::kPublic, -23, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(fewer.ok()) << fewer.error().text();
  EXPECT_EQ(fewer->persons_today, 4);
  EXPECT_EQ(desk.desk.count_by_hand(session, Category::kPublic, -5, CorrectionReason::kOther)
                .error()
                .kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(
      desk.desk.count_by_hand(session, Category::kYouth, -1, CorrectionReason::kOther).error().kind,
      ErrorKind::kInvalid);
  for (const int persons : {0, 501, -501}) {
    EXPECT_EQ(desk.desk.count_by_hand(session, Category::kPublic, persons, CorrectionReason::kOther)
                  .error()
                  .kind,
              ErrorKind::kInvalid);
  }
  desk.bench.clock.advance_ms(kMsPerDay);
  EXPECT_EQ(
      desk.desk.count_by_hand(session, Category::kPublic, 1, CorrectionReason::kOther).error().kind,
      ErrorKind::kConflict);
}

TEST(LedgerLines, AreFilteredAndPaged) {
  Desk desk;
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());  // 1–60
  ASSERT_TRUE(desk.door.tap(Category::kVolunteer, 1).ok());                            // 61
  const auto camera =
      desk.door.scan(desk.bench.pass(Category::kYouth, 2), Method::kCamera, std::nullopt);  // 62
  ASSERT_TRUE(desk.door.leave(1).ok());                                                     // 63
  ASSERT_TRUE(desk.desk.reverse(5, CorrectionReason::kTrial).ok());                         // 64
  ASSERT_TRUE(desk.door.amend(63, Category::kPublic, 0).ok());                              // 65
  const auto lab = desk.desk.open_session({ActivityId{"open-lab"}, {}});
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());  // 66

  EXPECT_EQ(desk.sequences({.category = Category::kVolunteer}), (Sequences{61}));
  EXPECT_EQ(desk.sequences({.method = Method::kCamera}), (Sequences{62}));
  EXPECT_EQ(desk.sequences({.method = Method::kScanner}), Sequences{});
  EXPECT_EQ(desk.sequences({.session = lab->id}), (Sequences{66}));
  EXPECT_EQ(desk.sequences({.view = LineView::kCorrected}), (Sequences{63, 5}));
  EXPECT_EQ(desk.sequences({.category = Category::kYouth, .view = LineView::kCorrected}),
            Sequences{});

  const LineFilter all_rows{.view = LineView::kAllRows};
  const auto page = desk.desk.lines(all_rows, 0);
  ASSERT_EQ(page->lines.size(), static_cast<std::size_t>(kLinesPerPage));
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->lines.front().sequence, 66);
  EXPECT_TRUE(page->lines[3].leaving);
  const auto rest = desk.desk.lines(all_rows, page->lines.back().sequence);
  EXPECT_EQ(rest->lines.size(), 16u);
  EXPECT_FALSE(rest->more);
  EXPECT_EQ(rest->lines.back().sequence, 1);
  const auto taps = desk.sequences(
      {.category = Category::kPublic, .method = Method::kTap, .view = LineView::kAllRows});
  EXPECT_EQ((Sequences{taps.begin(), taps.begin() + 5}), (Sequences{66, 65, 64, 63, 60}));
}

bool counts_otherwise(const LedgerLine& line) {
  return line.reversed || (line.first && (line.first->persons != line.persons ||
                                          line.first->category != line.category));
}

TEST(LedgerLines, OfRandomRowsAreWhatAPlainSearchFinds) {
  Desk desk;
  std::vector<LedgerLine> all;
  std::set<wire::Sequence> replaced;
  for (int i = 0; i < 400; ++i) {
    const auto draw = desk.bench.randomness.next();
    const auto category = kCategories[draw % kCategories.size()];
    if (draw % 17 == 0) {
      ASSERT_TRUE(desk.door.leave(1).ok());
    } else if (draw % 5 == 0) {
      ASSERT_TRUE(
          desk.door.scan(desk.bench.pass(category, 1), Method::kScanner, std::nullopt).ok());
    } else {
      ASSERT_TRUE(desk.door.tap(category, 1).ok());
    }
    if (draw % 7 == 0) {
      const auto some = static_cast<wire::Sequence>(1 + desk.bench.randomness.next() %
                                                            static_cast<std::uint64_t>(i + 1));
      // May be taken back already.
      if (draw % 2 == 0) {
        (void)desk.desk.reverse(some, CorrectionReason::kOther);
      } else {
        const auto changed =
            desk.desk.amend(some, kCategories[draw / 7 % kCategories.size()],
                            static_cast<int>(1 + draw % 3), CorrectionReason::kWrongNumber);
        if (changed.ok()) replaced.insert(some);
      }
    }
    if (draw % 40 == 0) desk.bench.clock.advance_ms(kMsPerHour);
  }
  for (wire::Sequence before = 0;;) {
    const auto page = desk.desk.lines({.view = LineView::kAllRows}, before);
    ASSERT_TRUE(page.ok());
    all.insert(all.end(), page->lines.begin(), page->lines.end());
    if (!page->more) break;
    before = page->lines.back().sequence;
  }
  const auto is_newest = [&replaced](const LedgerLine& line) {
    return !line.reverses && !replaced.contains(line.sequence);
  };
  std::map<wire::Sequence, wire::Sequence> numbers;
  for (const auto category : kCategories) {
    for (const auto method : {Method::kScanner, Method::kTap}) {
      for (const auto view : {LineView::kCheckIns, LineView::kCorrected, LineView::kAllRows}) {
        const bool is_raw = view == LineView::kAllRows;
        Sequences expected;
        for (const auto& line : all) {
          if (line.category != category || line.method != method) continue;
          if (!is_raw && !is_newest(line)) continue;
          if (view == LineView::kCorrected && !counts_otherwise(line)) continue;
          expected.push_back(line.sequence);
          numbers[line.sequence] = check_in_number(line);
        }
        const auto place = [&](wire::Sequence row) { return is_raw ? row : numbers.at(row); };
        std::ranges::sort(expected, std::greater<>(), place);
        Sequences found;
        for (;;) {
          const auto page = desk.sequences({.category = category, .method = method, .view = view},
                                           found.empty() ? 0 : place(found.back()));
          if (page.empty()) break;
          found.insert(found.end(), page.begin(), page.end());
        }
        EXPECT_EQ(found, expected) << name(category) << " " << name(method);
      }
    }
  }
}

}  // namespace
}  // namespace keqian::kiosk
