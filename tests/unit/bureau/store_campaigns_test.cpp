#include <gmock/gmock.h>

#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Campaigns : public StoreContract {};

TEST_P(Campaigns, GetANumberAndAPassKeyAtTheirFirstImport) {
  import(small_city());
  auto second = small_city();
  second.id = {"city-2025"};
  import(second);
  EXPECT_EQ(store().campaign({"city-2024"})->number, 1);
  EXPECT_EQ(store().campaign({"city-2025"})->number, 2);
  const auto keys = store().pass_keys({"city-2024"});
  ASSERT_TRUE(keys.ok());
  ASSERT_THAT(*keys, SizeIs(1));
  EXPECT_EQ(keys->front().id, 1);
  EXPECT_EQ(keys->front().campaign_number, 1);
  EXPECT_NE(keys->front().secret, store().pass_keys({"city-2025"})->front().secret);
}

TEST_P(Campaigns, SayWhatAnImportDid) {
  const CampaignImport first{small_city(), "text", std::string(builtin_form({"science-week-19"}))};
  EXPECT_EQ(*store().import_campaign(first, kAct), ImportOutcome::kCreated);
  EXPECT_EQ(*store().import_campaign(first, kAct), ImportOutcome::kUnchanged);
  auto moved = first;
  moved.definition = starting_on(moved.definition, kFirstDay.plus_days(30));
  EXPECT_EQ(*store().import_campaign(moved, kAct), ImportOutcome::kUpdated);
  EXPECT_EQ(store().campaign({"city-2024"})->starts, kFirstDay.plus_days(30));
  EXPECT_EQ(store().campaign({"city-2024"})->number, 1);
  EXPECT_THAT(*store().pass_keys({"city-2024"}), SizeIs(1));
  EXPECT_EQ(*store().campaign_definition_text({"city-2024"}), "text");
}

TEST_P(Campaigns, MayHaveOpenDays) {
  auto open = small_city();
  open.period = {{}, {}, kFirstDay, kFirstDay.plus_days(20), "5月下旬至6月上旬"};
  open.activities.clear();
  import(open);
  EXPECT_FALSE(store().campaign({"city-2024"})->starts.has_value());
  const auto kiosk = enrol("museum");
  const auto outcome =
      apply_one(store(), upload(kiosk, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 4, 1)}));
  ASSERT_THAT(outcome.answer.refused, SizeIs(1));
  EXPECT_EQ(outcome.answer.refused[0].reason, "outside_campaign");
  EXPECT_EQ(automatic(store(), 13), 0);
}

TEST_P(Campaigns, ListUnitsParentsFirstAndVenuesBelow) {
  import(small_city());
  const auto units = store().units({"city-2024"});
  ASSERT_TRUE(units.ok());
  ASSERT_THAT(*units, SizeIs(3));
  EXPECT_EQ(units->front().id.value, "city");
  const auto venues = store().venues({"city-2024"});
  ASSERT_TRUE(venues.ok());
  ASSERT_THAT(*venues, SizeIs(3));
  EXPECT_EQ(venues->front().id.value, "laboratory");
  EXPECT_EQ(store().venues({"nothing"}).error().kind, ErrorKind::kNotFound);
}

TEST_P(Campaigns, OfACountyCountInItsCityToo) {
  import(small_city());
  auto county = small_city();
  county.id = {"east-2024"};
  county.unit = {"east"};
  county.units = {{{"east"}, "东县", {}, UnitLevel::kCounty}};
  county.venues = {{{"school"}, "中学", VenueKind::kSchool, {"east"}}};
  county.activities.clear();
  import(county);
  const auto kiosk = enrol("school");
  apply_one(store(), upload(kiosk, 0, 1, {tally(daily("school"), 9, Category::kPublic, 4, 1)}));
  EXPECT_EQ(automatic(store(), 13), 4);
  const auto of_county = campaign_table(store(), {"east-2024"}, {});
  ASSERT_TRUE(of_county.ok());
  EXPECT_EQ(of_county->cells[12].automatic, 4);
  EXPECT_EQ(of_county->unit.value, "east");
  const auto configuration = store().configuration(kiosk.id, kFirstDay);
  ASSERT_TRUE(configuration.ok());
  EXPECT_THAT(configuration->campaigns, SizeIs(2));
}

TEST_P(Campaigns, RefuseUnitsThatStandInACircle) {
  import(small_city());
  auto circle = small_city();
  circle.id = {"east-2024"};
  circle.unit = {"east"};
  circle.units = {{{"east"}, "东县", {}, UnitLevel::kCounty},
                  {{"city"}, "某市", {"east"}, UnitLevel::kCity}};
  circle.venues.clear();
  circle.activities.clear();
  const auto outcome = store().import_campaign({circle, "text", ""}, kAct);
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.error().message, HasSubstr("circle"));
  EXPECT_THAT(*store().campaigns(), SizeIs(1));
}

TEST_P(Campaigns, ConfigureAKioskWithItsVenuesProgramme) {
  import(small_city());
  const auto kiosk = enrol("museum");
  const auto configuration = store().configuration(kiosk.id, kFirstDay);
  ASSERT_TRUE(configuration.ok()) << configuration.error().text();
  EXPECT_EQ(configuration->venue_name, "博物馆");
  EXPECT_EQ(configuration->venue_kind, VenueKind::kMuseum);
  ASSERT_THAT(configuration->campaigns, SizeIs(1));
  EXPECT_THAT(configuration->campaigns[0].pass_keys, SizeIs(1));
  EXPECT_THAT(configuration->activities, SizeIs(2));
  ASSERT_THAT(configuration->sessions, SizeIs(1));
  EXPECT_EQ(configuration->sessions[0].id.value, "lecture.museum.2024-05-25.1");
  EXPECT_EQ(configuration->sessions[0].title, "专题讲座");
  // Another venue has only what any venue may hold, and an ended campaign is gone with its keys.
  EXPECT_THAT(store().configuration(enrol("square").id, kFirstDay)->activities, SizeIs(1));
  EXPECT_THAT(store().configuration(kiosk.id, kFirstDay.plus_days(8))->campaigns, SizeIs(0));
}

TEST_P(Campaigns, TellKiosksOfNewKeysAndRevokedPasses) {
  import(small_city());
  const auto kiosk = enrol("museum");
  const auto before = store().configuration(kiosk.id, kFirstDay)->version;
  const auto key = store().rotate_pass_key({"city-2024"}, 0, kAct);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->id, 2);
  ASSERT_TRUE(store().revoke_pass({"city-2024"}, 0x7F3A00112233, kAct).ok());
  const auto configuration = store().configuration(kiosk.id, kFirstDay);
  EXPECT_GT(configuration->version, before);
  EXPECT_THAT(configuration->campaigns[0].pass_keys, SizeIs(2));
  EXPECT_THAT(configuration->campaigns[0].revoked_passes, testing::ElementsAre(0x7F3A00112233));
}

TEST_P(Campaigns, EndFormerKeysAtAStatedHourAndNeverLater) {
  import(small_city());
  const auto noon = kFirstDay.start_utc_ms() + 12 * kMsPerHour;
  ASSERT_TRUE(store().rotate_pass_key({"city-2024"}, noon, kAct).ok());
  ASSERT_TRUE(store().rotate_pass_key({"city-2024"}, noon + kMsPerHour, kAct).ok());
  const auto keys = store().pass_keys({"city-2024"});
  ASSERT_THAT(*keys, SizeIs(3));
  EXPECT_EQ((*keys)[0].good_until_utc_ms, noon);
  EXPECT_EQ((*keys)[1].good_until_utc_ms, noon + kMsPerHour);
  EXPECT_EQ((*keys)[2].good_until_utc_ms, 0);
  EXPECT_EQ(store()
                .configuration(enrol("museum").id, kFirstDay)
                ->campaigns[0]
                .pass_keys[0]
                .good_until_utc_ms,
            noon);
}

INSTANTIATE_TEST_SUITE_P(Stores, Campaigns, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
