#include "kiosk/runtime/ledger_store.h"

#include <algorithm>
#include <utility>

#include "kiosk/ledger/configuration_snapshot.h"
#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/runtime/programme.h"

namespace keqian::kiosk {
namespace {

constexpr int kMinutesPerHour = 60;

wire::CameraState reported_state(const Camera& camera) {
  switch (camera.status().state) {
    case CameraState::kStarting:
    case CameraState::kOk:
      return wire::CameraState::kOk;
    case CameraState::kNone:
    case CameraState::kOff:
      return wire::CameraState::kNone;
    case CameraState::kBroken:
      return wire::CameraState::kBroken;
  }
  return wire::CameraState::kBroken;
}

class LedgerStore final : public StationStore {
 public:
  LedgerStore(std::unique_ptr<Ledger> ledger, const std::string& version, const Camera& camera,
              Clock& clock)
      : ledger_(std::move(ledger)),
        clock_(clock),
        door_(*ledger_),
        desk_(*ledger_, version),
        outbox_(*ledger_, version, [&camera] { return reported_state(camera); }) {}

  Door& door() override { return door_; }
  StaffDesk& desk() override { return desk_; }
  uploader::Outbox& outbox() override { return outbox_; }
  uploader::ParcelShelf& shelf() override { return outbox_; }
  Result<std::optional<Place>> place() override;
  Result<Today> today() override;

 private:
  std::unique_ptr<Ledger> ledger_;
  Clock& clock_;
  LedgerDoor door_;
  LedgerDesk desk_;
  LedgerOutbox outbox_;
};

Result<std::optional<Place>> LedgerStore::place() {
  KEQIAN_CHECK_OK(ledger_->end_past_days());
  KEQIAN_TRY(const auto identity, outbox_.identity());
  const auto configuration = ledger_->configuration();
  // Without a bureau a local configuration is enough to count.
  if (!identity && !configuration) return std::optional<Place>{};
  Place place;
  if (identity) place.kiosk_name = identity->kiosk_name;
  KEQIAN_TRY(const auto session, Sessions(*ledger_).current());
  if (session) place.session_title = session->title;
  if (!configuration) return std::optional<Place>(std::move(place));
  place.kiosk_name = configuration->kiosk_name;
  place.venue_name = configuration->venue_name;
  place.venue_kind = configuration->venue_kind;
  const auto today = ledger_->business_date();
  if (const auto* campaign = campaign_of(*configuration, today)) {
    place.campaign_name = campaign->name;
    place.theme = campaign->theme;
  }
  const auto utc_ms = clock_.utc_ms();
  const int minute = business_hour(utc_ms) * kMinutesPerHour + business_minute(utc_ms);
  place.programme = programme_of(*configuration, today, minute);
  return std::optional<Place>(std::move(place));
}

Result<Today> LedgerStore::today() {
  KEQIAN_TRY(const auto counts, count_up(*ledger_, ledger_->business_date()));
  Today today;
  today.persons = counts.all.persons;
  std::transform(counts.by_hour.begin(), counts.by_hour.end(), today.persons_by_hour.begin(),
                 [](const Count& hour) { return hour.persons; });
  return today;
}

}  // namespace

OpenStore ledger_store_opener(LedgerStoreOptions options, const Camera& camera, Clock& clock,
                              Randomness& randomness) {
  return [options = std::move(options), &camera, &clock,
          &randomness]() -> Result<std::unique_ptr<StationStore>> {
    KEQIAN_TRY(auto ledger, Ledger::open_for_counting({options.directory, options.boot_id, {}},
                                                      clock, randomness));
    return std::unique_ptr<StationStore>(
        std::make_unique<LedgerStore>(std::move(ledger), options.version, camera, clock));
  };
}

}  // namespace keqian::kiosk
