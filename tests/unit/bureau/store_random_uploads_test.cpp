#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

// Two kiosks count at random; their uploads arrive shuffled, doubled and in batches of any size.
class RandomUploads : public StoreContract {};

struct Counter {
  std::int64_t persons = 0;
  wire::Revision revision = 0;
};
using CounterKey = std::tuple<std::string, int, Category>;

class SimulatedKiosk {
 public:
  SimulatedKiosk(KioskRecord record, std::string incarnation)
      : record_(std::move(record)), incarnation_(std::move(incarnation)) {}

  void count(std::mt19937_64& random) {
    const auto day = kFirstDay.plus_days(static_cast<int>(random() % 3));
    const auto category = kCategories[random() % kCategories.size()];
    auto& counter =
        counters_[{daily("museum", day).value, static_cast<int>(random() % 24), category}];
    counter.persons += static_cast<std::int64_t>(random() % 20);
    counter.revision = ++revision_;
  }
  ReceivedUpload send() {
    std::vector<wire::Tally> rows;
    for (const auto& [key, counter] : counters_)
      if (counter.revision > sent_)
        rows.push_back(tally({std::get<0>(key)}, std::get<1>(key), std::get<2>(key),
                             counter.persons, counter.revision));
    auto received = upload(record_, sent_, revision_, rows, incarnation_);
    sent_ = revision_;
    return received;
  }
  std::int64_t persons(Category category) const {
    std::int64_t sum = 0;
    for (const auto& [key, counter] : counters_)
      if (std::get<2>(key) == category) sum += counter.persons;
    return sum;
  }

 private:
  KioskRecord record_;
  std::string incarnation_;
  std::map<CounterKey, Counter> counters_;
  wire::Revision revision_ = 0;
  wire::Revision sent_ = 0;
};

TEST_P(RandomUploads, GiveTheSameSumInAnyOrder) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    TemporaryFolder folder;
    auto opened = GetParam().open(folder.path().string(), randomness_);
    ASSERT_TRUE(opened.ok());
    store_ = std::move(opened).value();
    import(small_city());
    std::mt19937_64 random(seed);
    SimulatedKiosk left(enrol("museum"), std::string(32, 'a'));
    // A clone of the right kiosk is behind all the time: it must not show in any sum.
    const auto right_record = enrol("museum");
    SimulatedKiosk right(right_record, std::string(32, 'b'));
    SimulatedKiosk clone(right_record, std::string(32, 'c'));
    std::vector<ReceivedUpload> sent;
    for (int round = 0; round < 20; ++round) {
      for (int i = 0; i < 10; ++i) left.count(random);
      for (int i = 0; i < 10; ++i) right.count(random);
      for (int i = 0; i < 3; ++i) clone.count(random);
      sent.push_back(left.send());
      sent.push_back(right.send());
      sent.push_back(clone.send());
      if (round % 3 == 0) sent.push_back(sent[random() % sent.size()]);
    }
    std::shuffle(sent.begin(), sent.end(), random);
    // What was never acknowledged comes again, so everything has arrived in order at least once.
    auto again = sent;
    std::sort(again.begin(), again.end(), [](const auto& a, const auto& b) {
      return a.upload.from_revision < b.upload.from_revision;
    });
    sent.insert(sent.end(), again.begin(), again.end());
    for (std::size_t at = 0; at < sent.size();) {
      const auto size = std::min<std::size_t>(1 + random() % 9, sent.size() - at);
      ASSERT_TRUE(store().apply_uploads({sent.data() + at, size}).ok());
      at += size;
    }
    const auto expected = [&](Category category) {
      return left.persons(category) + right.persons(category);
    };
    EXPECT_EQ(automatic(store(), 13), expected(Category::kPublic) + expected(Category::kYouth));
    EXPECT_EQ(automatic(store(), 9), expected(Category::kProfessional));
    EXPECT_EQ(automatic(store(), 10), expected(Category::kScienceWorker));
    EXPECT_EQ(automatic(store(), 11), expected(Category::kVolunteer));
    EXPECT_EQ(automatic(store(), 12), expected(Category::kOtherStaff));
    EXPECT_EQ(store().kiosk(right_record.id)->incarnations_pending_review, 1);
    std::int64_t by_hour = 0;
    for (int day = 0; day < 3; ++day) {
      const auto figures = store().venue_figures({"city-2024"}, kFirstDay.plus_days(day));
      by_hour += figures->at(1).persons_today;
    }
    EXPECT_EQ(by_hour, store().venue_figures({"city-2024"}, kFirstDay)->at(1).persons_campaign);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, RandomUploads, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
