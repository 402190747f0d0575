// Whatever happens at the door, in whatever order: the tallies are what the check-ins come to, the
// sequence has no gaps, and a simple model of the door agrees.
#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

constexpr int kOperations = 600;

struct Standing {
  wire::Sequence sequence = 0;
  int persons = 0;
};

class RandomDoor {
 public:
  explicit RandomDoor(std::uint64_t seed) : dice_(seed), ledger_(bench_.open_enrolled()) {
    for (int i = 0; i < 40; ++i) {
      passes_.push_back(bench_.pass(any_category(), 1 + below(kPartySizeUnconfirmed)));
    }
  }

  void step() {
    LedgerDoor door(*ledger_);
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
        note(
            door.scan(passes_[static_cast<std::size_t>(below(40))], Method::kCamera, std::nullopt));
        break;
      case 3:
      case 4:
        note(door.tap(any_category(), 1 + below(kPartySizeMax)));
        break;
      case 5:
      case 6:
        amend(door);
        break;
      case 7:
        bench_.clock.advance_ms(below(5) * kMsPerHour);
        break;
      case 8:
        change_session();
        break;
      default:
        reopen();
    }
  }

  void expect_agreement() {
    const auto verified = verify_ledger(*ledger_);
    ASSERT_TRUE(verified.ok());
    EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
    EXPECT_EQ(verified->last_sequence, verified->check_ins);
    std::int64_t persons = 0;
    for (const auto& row : standing_) persons += row.persons;
    EXPECT_EQ(verified->persons, persons);
    EXPECT_EQ(count_up(*ledger_, std::nullopt)->all, (Count{persons, verified->check_ins}));
  }

 private:
  int below(int limit) { return static_cast<int>(dice_.next() % static_cast<unsigned>(limit)); }
  Category any_category() {
    return kCategories[static_cast<std::size_t>(below(static_cast<int>(kCategories.size())))];
  }
  void note(const Result<DoorAnswer>& answer) {
    ASSERT_TRUE(answer.ok()) << answer.error().text();
    if (answer->outcome == Outcome::kAccepted) {
      standing_.push_back({answer->sequence, answer->persons});
    }
  }
  void amend(LedgerDoor& door) {
    if (standing_.empty()) return;
    auto& row = standing_[static_cast<std::size_t>(below(static_cast<int>(standing_.size())))];
    const int persons = below(4) == 0 ? 0 : 1 + below(20);
    const auto answer = door.amend(row.sequence, any_category(), persons);
    if (row.persons == 0) {
      EXPECT_FALSE(answer.ok());  // taken back before: nothing stands to correct
      return;
    }
    ASSERT_TRUE(answer.ok()) << answer.error().text();
    row = {answer->sequence, persons};
  }
  void change_session() {
    Sessions sessions(*ledger_);
    const auto current = sessions.current();
    ASSERT_TRUE(current.ok());
    if (current->has_value() && below(2) == 0) {
      ASSERT_TRUE(sessions.close((*current)->id).ok());
      return;
    }
    const auto opened = sessions.open(
        session_id({"open-lab"}, {"library"}, ledger_->business_date(), 1 + below(3)));
    if (!opened.ok()) {
      EXPECT_EQ(opened.error().kind, ErrorKind::kConflict);
    }
  }
  void reopen() {
    ledger_.reset();
    auto opened = bench_.open();
    ASSERT_TRUE(opened.ok()) << opened.error().text();
    ledger_ = std::move(*opened);
  }

  test::KioskBench bench_;
  SeededRandomness dice_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<std::string> passes_;
  std::vector<Standing> standing_;
};

TEST(RandomOperations, LeaveTalliesThatAreTheSumOfTheCheckIns) {
  const char* given = std::getenv("KEQIAN_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20'260'528;
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("KEQIAN_SEED=" + std::to_string(seed));
  RandomDoor door(seed);
  for (int i = 0; i < kOperations; ++i) {
    door.step();
    if (testing::Test::HasFatalFailure()) return;
    if (i % 100 == 99) door.expect_agreement();
  }
}

}  // namespace
}  // namespace keqian::kiosk
