#include <array>

#include "server-sync/base/text.h"
#include "server-sync/bureau/store/form_rules.h"
#include "server-sync/bureau/store/sql_store.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {
namespace {

constexpr const char* kAddCode =
    R"(INSERT INTO enrolment_code(digest, venue_id, expires_utc_ms, kiosk_id, for_kiosk)
       VALUES (:digest, :venue, :expires, '', :kiosk))";
constexpr const char* kReadCode =

    R"(SELECT venue_id, expires_utc_ms, kiosk_id, for_kiosk FROM enrolment_code
       WHERE digest = :digest)";
constexpr const char* kChangeKey = "UPDATE kiosk SET public_key = :key WHERE id = :id";
constexpr const char* kUseCode =
    "UPDATE enrolment_code SET kiosk_id = :kiosk WHERE digest = :digest AND kiosk_id = ''";
constexpr const char* kAddKiosk =
    R"(INSERT INTO kiosk(id, name, venue_id, public_key, revoked, enrolled_utc_ms, last_seen_utc_ms,
                         version, camera, pending, quarantined, disk_free_mb, clock_offset_ms)
       VALUES (:id, :name, :venue, :key, 0, :enrolled, 0, :version, :camera, 0, 0, 0, 0))";
constexpr const char* kCountKiosksOfVenue = "SELECT COUNT(*) FROM kiosk WHERE venue_id = :venue";
constexpr const char* kReadIdentity =
    "SELECT public_key, revoked, hands_over_until_utc_ms FROM kiosk WHERE id = :id";
constexpr const char* kRenameKiosk = "UPDATE kiosk SET name = :name WHERE id = :id";
constexpr const char* kMoveKiosk = "UPDATE kiosk SET venue_id = :venue WHERE id = :id";
constexpr const char* kNoteFormerVenue =
    R"(INSERT INTO former_venue(kiosk_id, venue_id, until_day) VALUES (:kiosk, :venue, :day)
       ON CONFLICT(kiosk_id, venue_id) DO UPDATE SET until_day = excluded.until_day)";
constexpr const char* kRevokeKiosk =
    R"(UPDATE kiosk SET revoked = 1, revoked_utc_ms = :now, hands_over_until_utc_ms = 0
       WHERE id = :id AND revoked = 0)";
constexpr const char* kLetHandOver =
    "UPDATE kiosk SET hands_over_until_utc_ms = :until WHERE id = :id";

// The incarnation that counts stands beside its kiosk; those that nobody has judged are summed up
// for review.
constexpr const char* kSelectKiosk =
    R"(SELECT kiosk.id, kiosk.name, kiosk.venue_id, venue.name, kiosk.public_key, kiosk.revoked,
            kiosk.enrolled_utc_ms, kiosk.last_seen_utc_ms, kiosk.version, kiosk.camera,
            kiosk.pending, kiosk.quarantined, kiosk.disk_free_mb, kiosk.clock_offset_ms,
            COALESCE(counted.id, ''), COALESCE(counted.acknowledged_revision, 0),
            COALESCE(counted.ledger_sequence, 0),
            (SELECT COUNT(*) FROM quarantined_item WHERE kiosk_id = kiosk.id),
            (SELECT COUNT(*) FROM incarnation WHERE kiosk_id = kiosk.id),
            (SELECT COUNT(*) FROM incarnation WHERE kiosk_id = kiosk.id AND
               (is_forked = 1 OR (is_counted = 0 AND seen_sequence > resolved_sequence))),
            (SELECT COALESCE(SUM(tally.persons), 0)
             FROM incarnation JOIN tally ON tally.incarnation_key = incarnation.key
             WHERE incarnation.kiosk_id = kiosk.id AND incarnation.is_counted = 0
               AND seen_sequence > resolved_sequence) -
            (SELECT COALESCE(SUM(shared_tally.persons), 0)
             FROM incarnation JOIN shared_tally ON shared_tally.incarnation_key = incarnation.key
             WHERE incarnation.kiosk_id = kiosk.id AND incarnation.is_counted = 0
               AND seen_sequence > resolved_sequence),
            (SELECT COUNT(*) FROM incarnation JOIN closing ON incarnation_key = incarnation.key
             WHERE kiosk_id = kiosk.id AND is_counted = 1 AND state = 2),
            kiosk.hands_over_until_utc_ms
     FROM kiosk JOIN venue ON venue.id = kiosk.venue_id
     LEFT JOIN incarnation AS counted ON counted.key = (
       SELECT key FROM incarnation WHERE kiosk_id = kiosk.id AND is_counted = 1
       ORDER BY ledger_sequence DESC, key LIMIT 1) )";
const std::string kReadKiosk = std::string(kSelectKiosk) + "WHERE kiosk.id = :id";
const std::string kListKiosks =
    std::string(kSelectKiosk) +
    "ORDER BY kiosk.venue_id, kiosk.enrolled_utc_ms, kiosk.id LIMIT :rows_max";

// Campaigns of a venue: those whose unit owns it or stands above its owner.
constexpr const char* kListCampaignsOfVenue =
    R"(WITH RECURSIVE above(id) AS (
         SELECT unit_id FROM venue WHERE id = :venue
         UNION SELECT unit.parent_id FROM unit JOIN above ON unit.id = above.id)
       SELECT id FROM campaign
       WHERE unit_id IN (SELECT id FROM above) AND ends_day >= :today AND ends_day >= starts_day
       ORDER BY starts_day, number LIMIT :rows_max)";
constexpr const char* kListRevokedPasses =
    R"(SELECT pass_number FROM revoked_pass WHERE campaign_number = :number
       ORDER BY pass_number LIMIT :rows_max)";
constexpr const char* kListActivities =
    R"(SELECT id, title, organiser, audience FROM activity
       WHERE campaign_id = :campaign AND (any_venue = 1 OR EXISTS (
         SELECT 1 FROM activity_venue WHERE activity_venue.campaign_id = activity.campaign_id
           AND activity_venue.activity_id = activity.id AND activity_venue.venue_id = :venue))
       ORDER BY position LIMIT :rows_max)";
constexpr const char* kListPlannedSessions =
    R"(SELECT session_id, activity_id, title, audience, business_day, starts_minute, ends_minute
       FROM planned_session WHERE campaign_id = :campaign AND venue_id = :venue
       ORDER BY business_day, starts_minute, session_id LIMIT :rows_max)";

BusinessDate day_of(std::int64_t days) {
  return BusinessDate::from_days(static_cast<std::int32_t>(days));
}

template <typename... Parameters>
std::vector<KioskRecord> read_kiosks(Database& database, const char* sql,
                                     const Parameters&... parameters) {
  using I = std::int64_t;
  using T = std::string;
  std::vector<KioskRecord> records;
  database.each<T, T, T, T, T, I, I, I, T, I, I, I, I, I, T, I, I, I, I, I, I, I, I>(
      sql,
      [&records](const T& id, const T& name, const T& venue, const T& venue_name, const T& key,
                 I revoked, I enrolled, I last_seen, const T& version, I camera, I pending,
                 I quarantined, I disk_free_mb, I clock_offset_ms, const T& incarnation,
                 I acknowledged, I ledger_sequence, I refused, I incarnations, I in_review,
                 I persons_in_review, I differing_closings, I hands_over_until) {
        KioskRecord record{{id}, name, {venue}, venue_name};
        record.public_key = wire::parse_public_key(key).value_or(wire::PublicKey{});
        record.revoked = revoked != 0;
        record.enrolled_utc_ms = enrolled;
        record.last_seen_utc_ms = last_seen;
        record.incarnation = incarnation;
        record.acknowledged_revision = acknowledged;
        record.ledger_sequence = ledger_sequence;
        record.device = {version,      static_cast<wire::CameraState>(camera),
                         pending,      quarantined,
                         disk_free_mb, clock_offset_ms};
        record.refused_items = refused;
        record.incarnations = static_cast<int>(incarnations);
        record.incarnations_pending_review = static_cast<int>(in_review);
        record.persons_pending_review = persons_in_review;
        record.differing_closings = static_cast<int>(differing_closings);
        record.hands_over_until_utc_ms = hands_over_until;
        records.push_back(std::move(record));
      },
      parameters...);
  return records;
}

std::string make_kiosk_id(Randomness& randomness) {
  std::array<std::uint8_t, 6> bytes{};
  randomness.fill(bytes);
  return "k-" + hex(wire::view(bytes));
}

wire::ConfiguredCampaign configured_campaign(Database& database, const CampaignRecord& campaign) {
  wire::ConfiguredCampaign out;
  out.id = campaign.id;
  out.number = campaign.number;
  out.name = campaign.name;
  out.theme = campaign.theme;
  out.starts = *campaign.starts;
  out.ends = *campaign.ends;
  out.pass_keys = read_pass_keys(database, campaign.number);
  database.each<std::int64_t>(
      kListRevokedPasses,
      [&out](std::int64_t number) {
        out.revoked_passes.push_back(static_cast<wire::PassNumber>(number));
      },
      campaign.number, kListRowsMax);
  return out;
}

void add_programme(Database& database, const CampaignId& campaign, const VenueId& venue,
                   wire::Configuration& out) {
  using I = std::int64_t;
  using T = std::string;
  database.each<T, T, T, I>(
      kListActivities,
      [&](const T& id, const T& title, const T& organiser, I audience) {
        out.activities.push_back(
            {{id}, campaign, title, organiser, static_cast<Audience>(audience)});
      },
      campaign.value, venue.value, kListRowsMax);
  database.each<T, T, T, I, I, I, I>(
      kListPlannedSessions,
      [&](const T& id, const T& activity, const T& title, I audience, I day, I starts, I ends) {
        out.sessions.push_back({{id},
                                {activity},
                                title,
                                static_cast<Audience>(audience),
                                day_of(day),
                                static_cast<int>(starts),
                                static_cast<int>(ends)});
      },
      campaign.value, venue.value, kListRowsMax);
}

// All but the kiosk itself. Campaigns that have ended are left out.
wire::Configuration configuration_of(Database& database, const VenueId& id, BusinessDate today) {
  const auto venue = read_venue(database, id);
  wire::Configuration out;
  out.version = configuration_version(database);
  out.venue = venue.id;
  out.venue_name = venue.name;
  out.venue_kind = venue.kind;
  std::vector<CampaignId> campaigns;
  database.each<std::string>(
      kListCampaignsOfVenue,
      [&campaigns](const std::string& campaign) { campaigns.push_back({campaign}); },
      venue.id.value, today.days(), kListRowsMax);
  for (const auto& campaign : campaigns) {
    out.campaigns.push_back(configured_campaign(database, read_campaign(database, campaign)));
    add_programme(database, campaign, venue.id, out);
  }
  return out;
}

[[noreturn]] void refuse_unknown(const KioskId& id) {
  refuse(ErrorKind::kNotFound, "there is no kiosk '" + id.value + "'",
         "see `keqian-bureau kiosk list`");
}

}  // namespace

KioskRecord read_kiosk(Database& database, const KioskId& id) {
  auto records = read_kiosks(database, kReadKiosk.c_str(), id.value);
  if (records.empty()) refuse_unknown(id);
  return std::move(records.front());
}

Status SqlStore::add_enrolment_code(const EnrolmentCode& code, const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    const auto venue = read_venue(database, code.venue);
    if (!code.kiosk.value.empty() && read_kiosk(database, code.kiosk).revoked)
      refuse(ErrorKind::kConflict, "kiosk '" + code.kiosk.value + "' is withdrawn");
    database.run(kAddCode, code.code_digest, venue.id.value, code.expires_utc_ms, code.kiosk.value);
    audit(database, act, "enrolment_code.issue", venue.id.value, code.kiosk.value);
    return Done{};
  });
}

Result<KioskRecord> SqlStore::enrol_kiosk(const EnrolmentAttempt& attempt, UtcMs now) {
  return write(Visible::kYes, [&](Database& database) {
    using T = std::string;
    const auto row = database.one<T, std::int64_t, T, T>(kReadCode, attempt.code_digest);
    const auto hint = "ask the bureau for a new code";
    if (!row) refuse(ErrorKind::kNotFound, "the enrolment code is not known", hint);
    const auto& [venue_id, expires_utc_ms, used_by, for_kiosk] = *row;
    if (!used_by.empty()) {
      auto kiosk = read_kiosk(database, {used_by});
      if (kiosk.public_key == attempt.public_key && !kiosk.revoked) return kiosk;
      refuse(ErrorKind::kConflict, "the enrolment code has been used", hint);
    }
    if (expires_utc_ms <= now) refuse(ErrorKind::kDenied, "the enrolment code has expired", hint);
    const auto key = wire::base64(wire::view(attempt.public_key.bytes));
    if (!for_kiosk.empty()) {
      if (read_kiosk(database, {for_kiosk}).revoked)
        refuse(ErrorKind::kConflict, "the kiosk of this code was withdrawn", hint);
      database.run(kChangeKey, key, for_kiosk);
      database.run(kUseCode, for_kiosk, attempt.code_digest);
      audit(database, {"kiosk " + for_kiosk, now}, "kiosk.new_key", for_kiosk, "");
      return read_kiosk(database, {for_kiosk});
    }
    const auto venue = read_venue(database, {venue_id});
    const auto id = make_kiosk_id(randomness_);
    const auto kiosks = database.integer(kCountKiosksOfVenue, venue_id);
    database.run(kAddKiosk, id, venue.name + " " + std::to_string(kiosks + 1) + "号机", venue_id,
                 key, now, attempt.version, static_cast<int>(wire::CameraState::kNone));
    database.run(kUseCode, id, attempt.code_digest);
    audit(database, {"kiosk " + id, now}, "kiosk.enrol", id, "venue " + venue_id);
    return read_kiosk(database, {id});
  });
}

Result<KioskRecord> SqlStore::kiosk(const KioskId& id) {
  return read([&](Database& database) { return read_kiosk(database, id); });
}

Result<KioskIdentity> SqlStore::kiosk_identity(const KioskId& id) {
  return read([&](Database& database) {
    const auto row = database.one<std::string, std::int64_t, std::int64_t>(kReadIdentity, id.value);
    if (!row) refuse_unknown(id);
    const auto& [key, revoked, hands_over_until] = *row;
    return KioskIdentity{wire::parse_public_key(key).value_or(wire::PublicKey{}), revoked != 0,
                         hands_over_until};
  });
}

Result<std::vector<KioskRecord>> SqlStore::kiosks() {
  return read(
      [](Database& database) { return read_kiosks(database, kListKiosks.c_str(), kListRowsMax); });
}

Status SqlStore::revoke_kiosk(const KioskId& id, const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    read_kiosk(database, id);
    database.run(kRevokeKiosk, act.utc_ms, id.value);
    audit(database, act, "kiosk.revoke", id.value, "");
    return Done{};
  });
}

Status SqlStore::let_hand_over(const KioskId& id, UtcMs until, const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    if (!read_kiosk(database, id).revoked)
      refuse(ErrorKind::kConflict, "kiosk '" + id.value + "' is not withdrawn");
    database.run(kLetHandOver, until, id.value);
    audit(database, act, "kiosk.hand_over", id.value, "until " + std::to_string(until));
    return Done{};
  });
}

Status SqlStore::rename_kiosk(const KioskId& id, std::string_view name, const Act& act) {
  const auto words = trim(name);
  if (words.empty() || words.size() > wire::kTitleBytesMax || !is_valid_utf8(words))
    return broken(rules::kKioskName, "1 to 400 bytes of text");
  return write(Visible::kYes, [&](Database& database) {
    const auto before = read_kiosk(database, id);
    database.run(kRenameKiosk, words, id.value);
    count_configuration_change(database);
    audit(database, act, "kiosk.rename", id.value, before.name + " → " + std::string(words));
    return Done{};
  });
}

Status SqlStore::move_kiosk(const KioskId& id, const VenueId& venue, const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    const auto kiosk = read_kiosk(database, id);
    const auto to = read_venue(database, venue);
    if (to.id == kiosk.venue) return Done{};
    const auto today = BusinessDate::of(act.utc_ms);
    database.run(kNoteFormerVenue, id.value, kiosk.venue.value, today.days());
    database.run(kMoveKiosk, to.id.value, id.value);
    count_configuration_change(database);
    audit(database, act, "kiosk.move", id.value, kiosk.venue.value + " → " + to.id.value);
    return Done{};
  });
}

Result<wire::Configuration> SqlStore::configuration(const KioskId& id, BusinessDate today) {
  return read([&](Database& database) {
    const auto kiosk = read_kiosk(database, id);
    auto configuration = configuration_of(database, kiosk.venue, today);
    configuration.kiosk = kiosk.id;
    configuration.kiosk_name = kiosk.name;
    return configuration;
  });
}

Result<wire::Configuration> SqlStore::venue_configuration(const VenueId& id, BusinessDate today) {
  return read([&](Database& database) {
    auto configuration = configuration_of(database, id, today);
    configuration.kiosk = {std::string(wire::kLocalKiosk)};
    configuration.kiosk_name = configuration.venue_name;
    return configuration;
  });
}

}  // namespace keqian::bureau
