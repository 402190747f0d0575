#include "server-sync/bureau/handlers/overview.h"

#include <map>

namespace keqian::bureau {
namespace {

using Hours = std::array<std::int64_t, 24>;

Json hours_json(const Hours& hours) {
  auto list = Json::array();
  for (const auto persons : hours) list.push(persons);
  return list;
}

Json kiosk_json(const KioskRecord& kiosk) {
  const auto& device = kiosk.device;
  return Json::object({{"id", kiosk.id.value},
                       {"name", kiosk.name},
                       {"last_seen_utc_ms",
                        kiosk.last_seen_utc_ms == 0 ? Json(nullptr) : Json(kiosk.last_seen_utc_ms)},
                       {"pending", device.pending},
                       {"version", device.version},
                       {"camera", wire::name(device.camera)},
                       {"quarantined", device.quarantined},
                       {"disk_free_mb", device.disk_free_mb},
                       {"clock_offset_ms", device.clock_offset_ms},
                       {"complete_to", kiosk.ledger_sequence},
                       {"histories", kiosk.incarnations},
                       {"incarnations_pending_review", kiosk.incarnations_pending_review},
                       {"persons_pending_review", kiosk.persons_pending_review},
                       {"differing_closings", kiosk.differing_closings},
                       {"hands_over_until_utc_ms", kiosk.hands_over_until_utc_ms},
                       {"revoked", kiosk.revoked}});
}

Json kinds_json(const PersonsByKind& kinds) {
  return Json::object({{"visitors", kinds.visitors}, {"staff", kinds.staff}});
}

void add(PersonsByKind& sum, const PersonsByKind& kinds) {
  sum.visitors += kinds.visitors;
  sum.staff += kinds.staff;
}

Json venue_json(const VenueFigures& figures, Json kiosks) {
  const auto& venue = figures.venue;
  return Json::object({{"id", venue.id.value},
                       {"name", venue.name},
                       {"kind", name(venue.kind)},
                       {"unit", venue.unit.value},
                       {"unit_name", venue.unit_name},
                       {"persons_today", figures.persons_today},
                       {"persons_campaign", figures.persons_campaign},
                       {"hours", hours_json(figures.persons_by_hour_today)},
                       {"open_sessions", figures.open_sessions},
                       {"opens_minute", venue.opens_minute},
                       {"closes_minute", venue.closes_minute},
                       {"kiosks", std::move(kiosks)}});
}

}  // namespace

Result<Json> overview_json(Store& store, const CampaignId& campaign, UtcMs now) {
  const auto today = BusinessDate::of(now);
  KEQIAN_TRY(const auto record, store.campaign(campaign));
  KEQIAN_TRY(const auto venues, store.venue_figures(campaign, today));
  KEQIAN_TRY(const auto kiosks, store.kiosks());
  std::map<VenueId, Json> kiosks_by_venue;
  std::map<VenueId, std::int64_t> pending_review_by_venue;
  for (const auto& kiosk : kiosks) {
    kiosks_by_venue[kiosk.venue].push(kiosk_json(kiosk));
    pending_review_by_venue[kiosk.venue] += kiosk.persons_pending_review;
  }

  std::int64_t persons_today = 0;
  std::int64_t persons_campaign = 0;
  std::int64_t check_ins_today = 0;
  std::int64_t persons_pending_review = 0;
  PersonsByKind kinds_today;
  PersonsByKind kinds_campaign;
  Hours hours{};
  auto list = Json::array();
  for (const auto& figures : venues) {
    persons_today += figures.persons_today;
    persons_campaign += figures.persons_campaign;
    check_ins_today += figures.check_ins_today;
    persons_pending_review += pending_review_by_venue[figures.venue.id];
    add(kinds_today, figures.kinds_today);
    add(kinds_campaign, figures.kinds_campaign);
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
      hours[hour] += figures.persons_by_hour_today[hour];
    }
    const auto found = kiosks_by_venue.find(figures.venue.id);
    list.push(venue_json(figures, found == kiosks_by_venue.end() ? Json::array() : found->second));
  }
  const bool runs_today = record.starts && *record.starts <= today && today <= *record.ends;
  return Json::object({{"campaign", record.id.value},
                       {"today", today.iso()},
                       {"runs_today", runs_today},
                       {"persons_today", persons_today},
                       {"persons_campaign", persons_campaign},
                       {"check_ins_today", check_ins_today},
                       {"kinds_today", kinds_json(kinds_today)},
                       {"kinds_campaign", kinds_json(kinds_campaign)},
                       {"persons_pending_review", persons_pending_review},
                       {"hours", hours_json(hours)},
                       {"venues", std::move(list)},
                       {"server_utc_ms", now}});
}

}  // namespace keqian::bureau
