// The configuration a kiosk works by.
#include "server-sync/base/text.h"
#include "server-sync/wire/codec_fields.h"
#include "server-sync/wire/messages.h"

namespace keqian::wire {
namespace {

constexpr std::size_t kCampaignsMax = 32;
constexpr std::size_t kPassKeysMax = 255;
constexpr std::size_t kRevokedPassesMax = 100'000;
constexpr std::size_t kActivitiesMax = 2'000;
constexpr std::size_t kSessionsMax = 5'000;
constexpr std::size_t kPassNumberDigits = 12;
constexpr int kMinuteOfDayMax = 1439;

std::string encode_pass_number(PassNumber number) {
  std::array<std::uint8_t, 6> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * (bytes.size() - 1 - i)));
  }
  return hex(view(bytes));
}

PassNumber parse_hex(std::string_view digits) {
  PassNumber number = 0;
  for (const char c : digits) {
    number = number << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return number;
}

Json json_of(const ConfiguredCampaign& campaign) {
  Json::Array revoked;
  for (const PassNumber number : campaign.revoked_passes) {
    revoked.push_back(Json::object({{"number", encode_pass_number(number)}}));
  }
  const auto json_of_key = [](const PassKey& key) {
    auto json =
        Json::object({{"id", static_cast<int>(key.id)}, {"secret", base64(view(key.secret))}});
    if (key.good_until_utc_ms > 0) json.set("good_until_utc_ms", key.good_until_utc_ms);
    return json;
  };
  return Json::object({{"id", campaign.id.value},
                       {"number", static_cast<int>(campaign.number)},
                       {"name", campaign.name},
                       {"theme", campaign.theme},
                       {"starts", campaign.starts.iso()},
                       {"ends", campaign.ends.iso()},
                       {"pass_keys", codec::write_list(campaign.pass_keys, json_of_key)},
                       {"revoked_passes", std::move(revoked)}});
}

void read_pass_key(JsonReader& reader, std::uint16_t campaign_number, PassKey& key) {
  constexpr std::size_t kSecretBase64Bytes = 44;
  key.campaign_number = campaign_number;
  key.id = static_cast<std::uint8_t>(reader.integer("id", 1, 255));
  const auto bytes = parse_base64(reader.text("secret", kSecretBase64Bytes));
  const auto secret = bytes ? to_array<32>(*bytes) : std::nullopt;
  if (reader.ok() && !secret) reader.complain("secret", "must be 32 bytes in base64");
  key.secret = secret.value_or(SecretKey{});
  key.good_until_utc_ms = reader.optional_integer("good_until_utc_ms", 0, codec::kUtcMsMax, 0);
}

void read(JsonReader& reader, ConfiguredCampaign& campaign) {
  campaign.id = codec::read_slug<CampaignId>(reader, "id");
  campaign.number = static_cast<std::uint16_t>(reader.integer("number", 0, 0xFFFF));
  campaign.name = codec::read_title(reader, "name");
  campaign.theme = reader.optional_text("theme", kTitleBytesMax);
  campaign.starts = codec::read_date(reader, "starts");
  campaign.ends = codec::read_date(reader, "ends");
  if (campaign.ends < campaign.starts) reader.complain("ends", "must not be before starts");
  campaign.pass_keys = codec::read_list<PassKey>(
      reader, "pass_keys", kPassKeysMax,
      [&](JsonReader& nested, PassKey& key) { read_pass_key(nested, campaign.number, key); });
  campaign.revoked_passes = codec::read_list<PassNumber>(
      reader, "revoked_passes", kRevokedPassesMax, [](JsonReader& nested, PassNumber& number) {
        const std::string digits = codec::read_hex(nested, "number", kPassNumberDigits);
        number = nested.ok() ? parse_hex(digits) : 0;
      });
}

Json json_of(const ConfiguredActivity& activity) {
  return Json::object({{"id", activity.id.value},
                       {"campaign", activity.campaign.value},
                       {"title", activity.title},
                       {"organiser", activity.organiser},
                       {"audience", name(activity.audience)}});
}

void read(JsonReader& reader, ConfiguredActivity& activity) {
  activity.id = codec::read_slug<ActivityId>(reader, "id");
  activity.campaign = codec::read_slug<CampaignId>(reader, "campaign");
  activity.title = codec::read_title(reader, "title");
  activity.organiser = reader.optional_text("organiser", kTitleBytesMax);
  activity.audience = codec::read_word(reader, "audience", parse_audience);
}

Json json_of(const PlannedSession& session) {
  return Json::object({{"id", session.id.value},
                       {"activity", session.activity.value},
                       {"title", session.title},
                       {"audience", name(session.audience)},
                       {"business_date", session.business_date.iso()},
                       {"starts_minute", session.starts_minute},
                       {"ends_minute", session.ends_minute}});
}

void read(JsonReader& reader, PlannedSession& session) {
  session.id = codec::read_session_id(reader, "id");
  session.activity = codec::read_slug<ActivityId>(reader, "activity");
  session.title = codec::read_title(reader, "title");
  session.audience = codec::read_word(reader, "audience", parse_audience);
  session.business_date = codec::read_date(reader, "business_date");
  session.starts_minute = static_cast<int>(reader.integer("starts_minute", 0, kMinuteOfDayMax));
  session.ends_minute = static_cast<int>(reader.integer("ends_minute", 0, kMinuteOfDayMax));
}

}  // namespace

std::string encode(const Configuration& message) {
  const auto json_of_item = [](const auto& item) { return json_of(item); };
  return Json::object({{"version", message.version},
                       {"kiosk", message.kiosk.value},
                       {"kiosk_name", message.kiosk_name},
                       {"venue", message.venue.value},
                       {"venue_name", message.venue_name},
                       {"venue_kind", name(message.venue_kind)},
                       {"campaigns", codec::write_list(message.campaigns, json_of_item)},
                       {"activities", codec::write_list(message.activities, json_of_item)},
                       {"sessions", codec::write_list(message.sessions, json_of_item)}})
      .dump();
}

Result<Configuration> decode_configuration(std::string_view bytes) {
  if (bytes.size() > kConfigurationBytesMax) return invalid("configuration: is longer than 8 MiB");
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "configuration");
  Configuration message;
  message.version = reader.integer("version", 0, codec::kRevisionMax);
  message.kiosk = codec::read_slug<KioskId>(reader, "kiosk");
  message.kiosk_name = codec::read_title(reader, "kiosk_name");
  message.venue = codec::read_slug<VenueId>(reader, "venue");
  message.venue_name = codec::read_title(reader, "venue_name");
  message.venue_kind = codec::read_word(reader, "venue_kind", parse_venue_kind);
  const auto read_item = [](JsonReader& nested, auto& item) { read(nested, item); };
  message.campaigns =
      codec::read_list<ConfiguredCampaign>(reader, "campaigns", kCampaignsMax, read_item);
  message.activities =
      codec::read_list<ConfiguredActivity>(reader, "activities", kActivitiesMax, read_item);
  message.sessions = codec::read_list<PlannedSession>(reader, "sessions", kSessionsMax, read_item);
  return codec::finish(reader, std::move(message));
}

}  // namespace keqian::wire
