// A batch of uploads on its way into the tables, inside one writing transaction: rows first, then
// the sums they change, each sum once however many rows of the batch feed it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "server-sync/bureau/store/database.h"
#include "server-sync/bureau/store/records.h"
#include "server-sync/bureau/store/sums.h"

namespace keqian::bureau {

class UploadBatch {
 public:
  UploadBatch(Database& database, std::int64_t configuration_version)
      : database_(database), configuration_version_(configuration_version), sums_(database) {}

  UploadOutcome apply(const ReceivedUpload& received);
  // Writes the sums. Call once, after the last upload.
  void finish() { sums_.finish(); }

 private:
  struct Kiosk {
    KioskId id;
    VenueId venue;
    std::optional<BusinessDate> last_day;  // of a withdrawn one, which hands over
    std::int64_t refused_items = 0;
  };
  struct Incarnation {
    std::int64_t key = 0;
    bool is_counted = false;
    bool counts_whole = true;
    LifeOrigin origin = LifeOrigin::kUnknown;
    wire::Revision acknowledged = 0;
    wire::Sequence ledger_sequence = 0;  // complete to
    std::string chain_head;
    wire::LedgerPoint seen;  // the ledger's end as the last upload told it, complete or not
    bool has_unsettled_closings = false;
  };
  struct Session {
    std::int64_t key = 0;
    VenueId venue;
    BusinessDate date;
  };
  struct CounterKey {
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t category = 0;
    std::int64_t method = 0;
    bool operator==(const CounterKey&) const = default;
  };
  struct HashCounterKey {
    std::size_t operator()(const CounterKey& key) const {
      return static_cast<std::size_t>(((key.day * 24 + key.hour) * 8 + key.category) * 8 +
                                      key.method);
    }
  };
  struct Counter {
    bool is_stored = false;
    std::int64_t persons = 0;
    std::int64_t check_ins = 0;
    wire::Revision revision = -1;
  };
  using Counters = std::unordered_map<CounterKey, Counter, HashCounterKey>;

  Incarnation open_incarnation(const Kiosk& kiosk, const std::string& id, UtcMs now);
  // How the life began and when its ledger was open, where the upload tells it.
  void note_history(const wire::Upload& upload, const Incarnation& incarnation);
  std::vector<wire::LedgerOpening> openings(const Incarnation& incarnation);
  // Why a kiosk may not count at that venue on that day; empty where it may: at its own, or at one
  // where it was then, and a withdrawn one up to the day of its withdrawal.
  std::string refusal_at(const Kiosk& kiosk, const VenueId& venue, BusinessDate date);
  // A session of the kiosk's venue, or the reason why it is refused.
  struct Judged {
    const Session* session = nullptr;
    std::string reason;
  };
  Judged judge(const Kiosk& kiosk, const SessionId& id);

  // Each returns why the row is refused; empty when it stands.
  std::string apply_row(const Kiosk& kiosk, const Incarnation& incarnation,
                        const wire::SessionState& row);
  std::string apply_row(const Kiosk& kiosk, const Incarnation& incarnation, const wire::Tally& row);
  std::string apply_row(const Kiosk& kiosk, const Incarnation& incarnation,
                        const wire::StaffHeadCount& row);
  // The part of a counter that the life's origin made, once the counter stands.
  void apply_shared(const Kiosk& kiosk, const Incarnation& incarnation, const wire::Tally& row);
  template <typename Row>
  void apply_rows(const Kiosk& kiosk, const Incarnation& incarnation,
                  const ReceivedUpload& received, const std::vector<Row>& rows,
                  std::string_view kind, wire::UploadAnswer& answer);

  Counters& counters(std::int64_t incarnation_key, std::int64_t session_key);
  // Whether the upload continues what we have seen of this life, and does not only bear its name.
  static bool continues(const wire::Upload& upload, const Incarnation& incarnation);
  void acknowledge(const ReceivedUpload& received, Incarnation& incarnation);
  void choose_counted(const Kiosk& kiosk, const Incarnation& incarnation);

  Database& database_;
  std::int64_t configuration_version_;
  std::unordered_map<std::string, Session> sessions_;                   // judged good, by id
  std::map<std::pair<std::int64_t, std::int64_t>, Counters> counters_;  // incarnation, session
  Sums sums_;
};

}  // namespace keqian::bureau
