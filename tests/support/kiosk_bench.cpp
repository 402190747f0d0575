#include "tests/support/kiosk_bench.h"

#include <cstdlib>
#include <string>

namespace keqian::test {
namespace {

constexpr std::int32_t kDaysAround = 30;

}  // namespace

TemporaryFolder::TemporaryFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "keqian-test-XXXXXX").string();
  KEQIAN_ASSERT(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

wire::PassKey bench_pass_key() {
  wire::PassKey key{kCampaignNumber, 1, {}};
  key.secret.fill(0x5A);
  return key;
}

wire::Configuration bench_configuration(BusinessDate today) {
  wire::Configuration configuration;
  configuration.version = 1;
  configuration.kiosk = {"k-1"};
  configuration.kiosk_name = "东门";
  configuration.venue = {"library"};
  configuration.venue_name = "市图书馆";
  configuration.venue_kind = VenueKind::kMuseum;
  wire::ConfiguredCampaign campaign;
  campaign.id = {"city-2026"};
  campaign.number = kCampaignNumber;
  campaign.name = "科技活动周";
  campaign.theme = "弘扬科学家精神";
  campaign.starts = today.plus_days(-kDaysAround);
  campaign.ends = today.plus_days(kDaysAround);
  campaign.pass_keys = {bench_pass_key()};
  configuration.campaigns = {campaign};
  configuration.activities = {
      {{"open-lab"}, {"city-2026"}, "开放实验室", "市科技局", Audience::kPublic}};
  return configuration;
}

uploader::KioskIdentity bench_identity() {
  uploader::KioskIdentity identity;
  identity.kiosk = {"k-1"};
  identity.venue = {"library"};
  identity.kiosk_name = "东门";
  identity.bureau_url = "https://bureau.example.org";
  identity.bureau_key.bytes.fill(0x11);
  SeededRandomness randomness(1);
  identity.keys = wire::make_key_pair(randomness);
  return identity;
}

std::string bench_pass(Category category, int persons, BusinessDate today, Randomness& randomness) {
  const auto key = bench_pass_key();
  const auto pass = wire::make_pass(category, persons, today.plus_days(-kDaysAround),
                                    today.plus_days(kDaysAround), key, randomness);
  return wire::encode_pass(pass, key.secret);
}

std::unique_ptr<kiosk::Ledger> KioskBench::open_enrolled() {
  auto ledger = open();
  KEQIAN_ASSERT(ledger.ok());
  kiosk::LedgerOutbox outbox(**ledger, "test");
  const auto configuration = bench_configuration(today());
  KEQIAN_ASSERT(outbox.store_identity(bench_identity()).ok());
  KEQIAN_ASSERT(
      outbox.store_configuration(configuration, wire::encode(configuration), "\"1\"").ok());
  return std::move(*ledger);
}

}  // namespace keqian::test
