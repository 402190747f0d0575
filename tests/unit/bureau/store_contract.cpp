#include "tests/unit/bureau/store_contract.h"

#include <unistd.h>

namespace keqian::bureau {

const std::vector<StoreKind> kStores = {{"Sqlite", open_sqlite_store}};

TemporaryFolder::TemporaryFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "keqian-store-XXXXXX").string();
  KEQIAN_ASSERT(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void StoreContract::SetUp() {
  wire::initialise_crypto();
  store_ = open_again();
}

std::unique_ptr<Store> StoreContract::open_again() {
  auto opened = GetParam().open(folder_.path().string(), randomness_);
  KEQIAN_ASSERT(opened.ok());
  return std::move(opened).value();
}

CampaignDefinition StoreContract::small_city() const {
  CampaignDefinition campaign;
  campaign.id = {"city-2024"};
  campaign.name = "2024年某市科技活动周";
  campaign.theme = "弘扬科学家精神";
  campaign.place = "某市";
  campaign.unit = {"city"};
  campaign.period.starts = kFirstDay;
  campaign.period.ends = kFirstDay.plus_days(7);
  campaign.form = {"science-week-19"};
  campaign.units = {{{"city"}, "某市", {}, UnitLevel::kCity},
                    {{"east"}, "东县", {"city"}, UnitLevel::kCounty},
                    {{"west"}, "西县", {"city"}, UnitLevel::kCounty}};
  campaign.venues = {{{"museum"}, "博物馆", VenueKind::kMuseum, {"east"}},
                     {{"laboratory"}, "实验室", VenueKind::kResearchInstitute, {"east"}},
                     {{"square"}, "广场", VenueKind::kSquare, {"west"}}};
  ActivityDefinition lecture;
  lecture.id = {"lecture"};
  lecture.title = "专题讲座";
  lecture.organiser = "博物馆";
  lecture.venues = {{"museum"}};
  lecture.sessions = {{kFirstDay, {"museum"}, 1, 600, 660, ""}};
  ActivityDefinition matchmaking;
  matchmaking.id = {"matchmaking"};
  matchmaking.title = "对接会";
  matchmaking.audience = Audience::kBusiness;
  campaign.activities = {lecture, matchmaking};
  return campaign;
}

void StoreContract::import(const CampaignDefinition& campaign) {
  const auto outcome = store().import_campaign(
      {campaign, "text of " + campaign.id.value + campaign.name,
       campaign.form.empty() ? "" : std::string(builtin_form(campaign.form))},
      kAct);
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
}

KioskRecord StoreContract::enrol(const std::string& venue) {
  wire::PublicKey key;
  key.bytes[0] = ++keys_made_;
  const auto digest = one_time_digest("code " + std::to_string(keys_made_));
  const auto added = store().add_enrolment_code({digest, {venue}, kAct.utc_ms + kMsPerDay}, kAct);
  EXPECT_TRUE(added.ok());
  auto kiosk = store().enrol_kiosk({digest, key, "0.1.0"}, kAct.utc_ms);
  EXPECT_TRUE(kiosk.ok()) << kiosk.error().text();
  return *kiosk;
}

SessionId daily(const std::string& venue, BusinessDate date) {
  return session_id({std::string(kDailyOpening)}, {venue}, date, 1);
}

wire::Tally tally(const SessionId& session, int hour, Category category, std::int64_t persons,
                  wire::Revision revision) {
  SessionIdParts parts;
  KEQIAN_ASSERT(parse_session_id(session.value, parts));
  return {session, parts.date, hour, category, Method::kCamera, persons, persons, revision};
}

ReceivedUpload upload(const KioskRecord& kiosk, wire::Revision from, wire::Revision to,
                      std::vector<wire::Tally> tallies, const std::string& incarnation) {
  ReceivedUpload received;
  received.received_utc_ms = kAct.utc_ms + to;
  auto& sent = received.upload;
  sent.kiosk = kiosk.id;
  sent.incarnation = incarnation.empty() ? std::string(32, 'a') : incarnation;
  sent.from_revision = from;
  sent.to_revision = to;
  sent.ledger_sequence = to;
  sent.chain_head = std::string(64, 'c');
  sent.tallies = std::move(tallies);
  return received;
}

UploadOutcome apply_one(Store& store, const ReceivedUpload& received) {
  const auto outcomes = store.apply_uploads({&received, 1});
  EXPECT_TRUE(outcomes.ok()) << outcomes.error().text();
  return outcomes->front();
}

std::int64_t automatic(Store& store, int cell, const UnitId& unit) {
  const auto table = campaign_table(store, {"city-2024"}, unit);
  EXPECT_TRUE(table.ok()) << table.error().text();
  return table->cells.at(static_cast<std::size_t>(cell - 1)).automatic.value();
}

}  // namespace keqian::bureau
