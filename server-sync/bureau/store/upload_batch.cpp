#include "server-sync/bureau/store/upload_batch.h"

#include <algorithm>
#include <concepts>

#include "server-sync/bureau/store/activities.h"
#include "server-sync/bureau/store/closings.h"

namespace keqian::bureau {
namespace {

constexpr std::int64_t kPersonsMax = 1'000'000'000;
constexpr std::int64_t kHeadCountMax = 100'000;  // of one role in one session

constexpr const char* kReadKiosk =
    R"(SELECT venue_id, revoked, revoked_utc_ms, hands_over_until_utc_ms,
         (SELECT COUNT(*) FROM quarantined_item WHERE kiosk_id = kiosk.id)
       FROM kiosk WHERE id = :id)";
constexpr const char* kTouchKiosk =
    R"(UPDATE kiosk SET last_seen_utc_ms = :seen, version = :version, camera = :camera,
         pending = :pending, quarantined = :quarantined, disk_free_mb = :disk,
         clock_offset_ms = :offset
       WHERE id = :id AND last_seen_utc_ms <= :received)";
constexpr const char* kAddIncarnation =
    R"(INSERT INTO incarnation(kiosk_id, id, is_counted, is_forked, acknowledged_revision,
                               ledger_sequence, chain_head, seen_sequence, seen_chain_head,
                               first_heard_utc_ms)
       SELECT :kiosk, :id, NOT EXISTS (SELECT 1 FROM incarnation WHERE kiosk_id = :same_kiosk),
              0, 0, 0, '', 0, '', :heard
       WHERE true ON CONFLICT(kiosk_id, id) DO NOTHING)";
constexpr const char* kReadIncarnation =
    R"(SELECT key, is_counted, acknowledged_revision, ledger_sequence, chain_head, seen_sequence,
         seen_chain_head, counts_whole, origin,
         EXISTS (SELECT 1 FROM closing
                 WHERE incarnation_key = incarnation.key AND state IN (0, 2))
       FROM incarnation WHERE kiosk_id = :kiosk AND id = :id)";
constexpr const char* kSaveIncarnation =
    R"(UPDATE incarnation SET acknowledged_revision = :acknowledged, ledger_sequence = :sequence,
         chain_head = :head, seen_sequence = :seen, seen_chain_head = :seen_head,
         last_heard_utc_ms = MAX(last_heard_utc_ms, :heard)
       WHERE key = :key)";
constexpr const char* kMarkForked = "UPDATE incarnation SET is_forked = 1 WHERE key = :key";
// Where a person has decided which lives count, that stands.
constexpr const char* kIsDecided =
    R"(SELECT COUNT(*) FROM incarnation WHERE kiosk_id = :kiosk AND resolved_sequence >= 0)";
constexpr const char* kReadCounted =
    R"(SELECT key, ledger_sequence FROM incarnation
       WHERE kiosk_id = :kiosk AND is_counted = 1)";
constexpr const char* kSetCounted = "UPDATE incarnation SET is_counted = :counted WHERE key = :key";

constexpr const char* kNoteOrigin =
    R"(UPDATE incarnation SET origin = :origin, parent = :parent, shared_until = :shared
       WHERE key = :key)";
constexpr const char* kNoteOpening =
    R"(INSERT INTO opening(incarnation_key, number, id, first_sequence)
       VALUES (:incarnation, :number, :id, :first)
       ON CONFLICT(incarnation_key, number) DO UPDATE SET id = excluded.id,
         first_sequence = excluded.first_sequence)";
constexpr const char* kListOpenings =
    R"(SELECT number, id, first_sequence FROM (
         SELECT number, id, first_sequence FROM opening WHERE incarnation_key = :incarnation
         ORDER BY number DESC LIMIT :rows_max) AS newest
       ORDER BY number)";

constexpr const char* kCountedThere =
    R"(SELECT COUNT(*) FROM former_venue
       WHERE kiosk_id = :kiosk AND venue_id = :venue AND :day <= until_day)";

constexpr const char* kReadSession =
    "SELECT key, venue_id, business_day FROM session WHERE id = :id";
constexpr const char* kAddSession =
    R"(INSERT INTO session(id, venue_id, activity_id, business_day, audience, opened, still_open,
         check_ins, persons_public, persons_youth, persons_professional, persons_science_worker,
         persons_volunteer, persons_other_staff, head_professional, head_science_worker,
         head_volunteer, head_other_staff)
       VALUES (:id, :venue, :activity, :day, :audience, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))";
constexpr const char* kReadSessionKey = "SELECT key FROM session WHERE id = :id";

constexpr const char* kWriteState =
    R"(INSERT INTO session_state(incarnation_key, session_key, title, audience, opened_utc_ms,
                                 closed_utc_ms, revision)
       VALUES (:incarnation, :session, :title, :audience, :opened, :closed, :revision)
       ON CONFLICT(session_key, incarnation_key) DO UPDATE SET title = excluded.title,
         audience = excluded.audience, opened_utc_ms = excluded.opened_utc_ms,
         closed_utc_ms = excluded.closed_utc_ms, revision = excluded.revision
       WHERE excluded.revision > session_state.revision)";
constexpr const char* kReadCounters =
    R"(SELECT business_day, hour, category, method, persons, check_ins, revision FROM tally
       WHERE incarnation_key = :incarnation AND session_key = :session
       ORDER BY business_day, hour, category, method)";
constexpr const char* kAddTally =
    R"(INSERT INTO tally(persons, check_ins, revision, incarnation_key, session_key, business_day,
                         hour, category, method)
       VALUES (:persons, :check_ins, :revision, :incarnation, :session, :day, :hour, :category,
               :method))";
constexpr const char* kChangeTally =
    R"(UPDATE tally SET persons = :persons, check_ins = :check_ins, revision = :revision
       WHERE incarnation_key = :incarnation AND session_key = :session AND business_day = :day
         AND hour = :hour AND category = :category AND method = :method)";
constexpr const char* kReadShared =
    R"(SELECT persons, check_ins, revision FROM shared_tally
       WHERE incarnation_key = :incarnation AND session_key = :session AND business_day = :day
         AND hour = :hour AND category = :category AND method = :method)";
constexpr const char* kWriteShared =
    R"(INSERT INTO shared_tally(incarnation_key, session_key, business_day, hour, category, method,
                                persons, check_ins, revision)
       VALUES (:incarnation, :session, :day, :hour, :category, :method, :persons, :check_ins,
               :revision)
       ON CONFLICT(incarnation_key, session_key, business_day, hour, category, method)
       DO UPDATE SET persons = excluded.persons, check_ins = excluded.check_ins,
         revision = excluded.revision)";
constexpr const char* kWriteHeadCount =
    R"(INSERT INTO head_count(incarnation_key, session_key, role, persons, revision)
       VALUES (:incarnation, :session, :role, :persons, :revision)
       ON CONFLICT(session_key, incarnation_key, role) DO UPDATE SET persons = excluded.persons,
         revision = excluded.revision WHERE excluded.revision > head_count.revision)";
constexpr const char* kQuarantine =
    R"(INSERT INTO quarantined_item(kiosk_id, incarnation, kind, item, session_id, title, persons,
                                    revision, reason, received_utc_ms)
       VALUES (:kiosk, :incarnation, :kind, :item, :session, :title, :persons, :revision, :reason,
               :received)
       ON CONFLICT(kiosk_id, incarnation, kind, item) DO UPDATE SET title = excluded.title,
         persons = excluded.persons, revision = excluded.revision, reason = excluded.reason)";
// Or by its revision, where it was refused by an older program.
constexpr const char* kRelease =
    R"(DELETE FROM quarantined_item WHERE kiosk_id = :kiosk AND incarnation = :incarnation
         AND kind = :kind AND item IN (:item, '#' || :revision))";
constexpr const char* kReadAlias =
    "SELECT activity_id FROM activity_alias WHERE venue_id = :venue AND alias = :alias";

BusinessDate day_of(std::int64_t days) {
  return BusinessDate::from_days(static_cast<std::int32_t>(days));
}

// What a refused row is about, for the person who looks at it.
template <typename Row>
const SessionId& session_of(const Row& row) {
  if constexpr (std::same_as<Row, wire::SessionState>) {
    return row.id;
  } else {
    return row.session;
  }
}
template <typename Row>
std::string title_of(const Row& row) {
  if constexpr (std::same_as<Row, wire::SessionState>) return row.title;
  return {};
}
template <typename Row>
std::int64_t persons_of(const Row& row) {
  if constexpr (std::same_as<Row, wire::SessionState>) {
    return 0;
  } else {
    return row.persons;
  }
}

std::int64_t position(Category category) {
  return static_cast<std::int64_t>(category);
}

}  // namespace

UploadOutcome UploadBatch::apply(const ReceivedUpload& received) {
  const auto& upload = received.upload;
  UploadOutcome outcome;
  using I = std::int64_t;
  const auto row = database_.one<std::string, I, I, I, I>(kReadKiosk, upload.kiosk.value);
  if (!row) {
    outcome.problem = UploadProblem::kUnknownKiosk;
    return outcome;
  }
  const auto& [venue, revoked, revoked_utc_ms, hands_over_until, refused_items] = *row;
  if (revoked != 0 && received.received_utc_ms >= hands_over_until) {
    outcome.problem = UploadProblem::kRevokedKiosk;
    return outcome;
  }
  Kiosk kiosk{upload.kiosk, {venue}, {}, refused_items};
  if (revoked != 0 && revoked_utc_ms > 0) kiosk.last_day = BusinessDate::of(revoked_utc_ms);
  auto incarnation = open_incarnation(kiosk, upload.incarnation, received.received_utc_ms);
  if (!continues(upload, incarnation)) {
    outcome.problem = UploadProblem::kHistoryDiffers;
    outcome.seen = incarnation.seen;
    outcome.openings = openings(incarnation);
    return outcome;
  }
  note_history(upload, incarnation);
  apply_rows(kiosk, incarnation, received, upload.sessions, "session", outcome.answer);
  apply_rows(kiosk, incarnation, received, upload.tallies, "tally", outcome.answer);
  apply_rows(kiosk, incarnation, received, upload.staff_head_counts, "staff_head_count",
             outcome.answer);
  for (const auto& shared : upload.shared_tallies) apply_shared(kiosk, incarnation, shared);
  note_closings(database_, incarnation.key, upload.closings);
  acknowledge(received, incarnation);
  if (incarnation.has_unsettled_closings || !upload.closings.empty())
    outcome.answer.differing_closings =
        compare_closings(database_, incarnation.key, incarnation.acknowledged);
  choose_counted(kiosk, incarnation);
  const auto& device = upload.device;
  database_.run(kTouchKiosk, received.received_utc_ms, device.version,
                static_cast<int>(device.camera), device.pending, device.quarantined,
                device.disk_free_mb, device.clock_offset_ms, kiosk.id.value,
                received.received_utc_ms);
  outcome.answer.acknowledged_revision = incarnation.acknowledged;
  outcome.answer.server_utc_ms = received.received_utc_ms;
  outcome.answer.configuration_version = configuration_version_;
  return outcome;
}

UploadBatch::Incarnation UploadBatch::open_incarnation(const Kiosk& kiosk, const std::string& id,
                                                       UtcMs now) {
  using I = std::int64_t;
  using T = std::string;
  const auto read = [&] {
    return database_.one<I, I, I, I, T, I, T, I, I, I>(kReadIncarnation, kiosk.id.value, id);
  };
  auto row = read();
  if (!row) {
    database_.run(kAddIncarnation, kiosk.id.value, id, kiosk.id.value, now);
    row = read();
  }
  const auto& [key, is_counted, acknowledged, ledger_sequence, chain_head, seen, seen_head,
               counts_whole, origin, has_unsettled_closings] = *row;
  return {key,
          is_counted != 0,
          counts_whole != 0,
          static_cast<LifeOrigin>(origin),
          acknowledged,
          ledger_sequence,
          chain_head,
          {seen, seen_head},
          has_unsettled_closings != 0};
}

void UploadBatch::note_history(const wire::Upload& upload, const Incarnation& incarnation) {
  if (upload.origin && incarnation.origin == LifeOrigin::kUnknown) {
    const auto& [parent, shared] = *upload.origin;
    const auto origin = parent.empty() ? LifeOrigin::kEmpty : LifeOrigin::kCopy;
    database_.run(kNoteOrigin, static_cast<int>(origin), parent, shared, incarnation.key);
  }
  for (const auto& opening : upload.openings)
    database_.run(kNoteOpening, incarnation.key, opening.number, opening.id,
                  opening.first_sequence);
}

std::vector<wire::LedgerOpening> UploadBatch::openings(const Incarnation& incarnation) {
  std::vector<wire::LedgerOpening> found;
  database_.each<std::int64_t, std::string, std::int64_t>(
      kListOpenings,
      [&found](std::int64_t number, const std::string& id, std::int64_t first) {
        found.push_back({number, id, first});
      },
      incarnation.key, wire::kOpeningsMax);
  return found;
}

std::string UploadBatch::refusal_at(const Kiosk& kiosk, const VenueId& venue, BusinessDate date) {
  const bool may_count_there =
      venue == kiosk.venue ||
      database_.integer(kCountedThere, kiosk.id.value, venue.value, date.days()) > 0;
  if (!may_count_there) return "other_venue";
  return kiosk.last_day && date > *kiosk.last_day ? "after_withdrawal" : "";
}

UploadBatch::Judged UploadBatch::judge(const Kiosk& kiosk, const SessionId& id) {
  if (const auto known = sessions_.find(id.value); known != sessions_.end()) {
    const auto reason = refusal_at(kiosk, known->second.venue, known->second.date);
    return {reason.empty() ? &known->second : nullptr, reason};
  }
  SessionIdParts parts;
  if (!parse_session_id(id.value, parts)) return {nullptr, "unknown_session"};
  if (auto reason = refusal_at(kiosk, parts.venue, parts.date); !reason.empty())
    return {nullptr, std::move(reason)};
  if (const auto row =
          database_.one<std::int64_t, std::string, std::int64_t>(kReadSession, id.value)) {
    const auto& [key, venue, day] = *row;
    return {&sessions_.try_emplace(id.value, Session{key, {venue}, day_of(day)}).first->second, {}};
  }
  auto activity = find_activity(database_, parts.activity, parts.venue, parts.date);
  if (!activity) {
    const auto alias =
        database_.one<std::string>(kReadAlias, parts.venue.value, parts.activity.value);
    if (alias) activity = find_activity(database_, {std::get<0>(*alias)}, parts.venue, parts.date);
  }
  if (!activity) return {nullptr, "unknown_session"};
  if (!activity->runs_that_day) return {nullptr, "outside_campaign"};
  database_.run(kAddSession, id.value, parts.venue.value, activity->id.value, parts.date.days(),
                static_cast<int>(activity->audience));
  const auto key = database_.integer(kReadSessionKey, id.value);
  return {&sessions_.try_emplace(id.value, Session{key, parts.venue, parts.date}).first->second,
          {}};
}

template <typename Row>
void UploadBatch::apply_rows(const Kiosk& kiosk, const Incarnation& incarnation,
                             const ReceivedUpload& received, const std::vector<Row>& rows,
                             std::string_view kind, wire::UploadAnswer& answer) {
  const auto& life = received.upload.incarnation;
  for (const auto& row : rows) {
    const auto item = wire::item_name(row);
    const auto& session = session_of(row);
    const auto reason = apply_row(kiosk, incarnation, row);
    if (!reason.empty()) {
      answer.refused.push_back({std::string(kind), session, row.revision, reason});
      database_.run(kQuarantine, kiosk.id.value, life, kind, item, session.value, title_of(row),
                    persons_of(row), row.revision, reason, received.received_utc_ms);
    } else if (kiosk.refused_items > 0) {
      database_.run(kRelease, kiosk.id.value, life, kind, item, row.revision);
    }
  }
}

std::string UploadBatch::apply_row(const Kiosk& kiosk, const Incarnation& incarnation,
                                   const wire::SessionState& row) {
  const auto judged = judge(kiosk, row.id);
  if (judged.session == nullptr) return judged.reason;
  const auto changed = database_.run(kWriteState, incarnation.key, judged.session->key, row.title,
                                     static_cast<int>(row.audience), row.opened_utc_ms,
                                     row.closed_utc_ms, row.revision);
  if (changed > 0 && incarnation.is_counted) sums_.restate(judged.session->key);
  return {};
}

std::string UploadBatch::apply_row(const Kiosk& kiosk, const Incarnation& incarnation,
                                   const wire::Tally& row) {
  const auto judged = judge(kiosk, row.session);
  if (judged.session == nullptr) return judged.reason;
  // A session may run past midnight, not longer.
  const auto days_after = row.business_date.days() - judged.session->date.days();
  if (days_after < 0 || days_after > 1 || row.hour < 0 || row.hour > 23 ||
      row.persons < -kPersonsMax || row.persons > kPersonsMax || row.check_ins < 0 ||
      row.check_ins > kPersonsMax)
    return "out_of_range";
  const auto day = row.business_date.days();
  const auto category = position(row.category);
  const auto method = static_cast<int>(row.method);
  const auto session = judged.session->key;
  auto& counter = counters(incarnation.key, session)[{day, row.hour, category, method}];
  if (row.revision <= counter.revision) return {};
  database_.run(counter.is_stored ? kChangeTally : kAddTally, row.persons, row.check_ins,
                row.revision, incarnation.key, session, day, row.hour, category, method);
  if (incarnation.is_counted)
    sums_.add({judged.session->venue.value, session, day, row.hour, category,
               row.persons - counter.persons, row.check_ins - counter.check_ins});
  counter = {true, row.persons, row.check_ins, row.revision};
  return {};
}

void UploadBatch::apply_shared(const Kiosk& kiosk, const Incarnation& incarnation,
                               const wire::Tally& row) {
  const auto judged = judge(kiosk, row.session);
  if (judged.session == nullptr) return;
  const auto day = row.business_date.days();
  const auto category = position(row.category);
  const auto method = static_cast<int>(row.method);
  const auto session = judged.session->key;
  const auto& known = counters(incarnation.key, session);
  const auto counter = known.find({day, row.hour, category, method});
  if (counter == known.end() || !counter->second.is_stored) return;
  const auto before = database_.one<std::int64_t, std::int64_t, std::int64_t>(
      kReadShared, incarnation.key, session, day, row.hour, category, method);
  const auto [persons, check_ins, revision] =
      before.value_or(std::tuple<std::int64_t, std::int64_t, std::int64_t>(0, 0, -1));
  if (row.revision <= revision) return;
  database_.run(kWriteShared, incarnation.key, session, day, row.hour, category, method,
                row.persons, row.check_ins, row.revision);
  if (incarnation.is_counted && !incarnation.counts_whole)
    sums_.add({judged.session->venue.value, session, day, row.hour, category, persons - row.persons,
               check_ins - row.check_ins});
}

// What the sums must change by is known from what was there. Reading a session's counters at once
// and writing plainly is far quicker than a look before each row, or than RETURNING; the writing
// transaction keeps everybody else out meanwhile.
UploadBatch::Counters& UploadBatch::counters(std::int64_t incarnation_key,
                                             std::int64_t session_key) {
  using I = std::int64_t;
  const auto [place, is_new] = counters_.try_emplace({incarnation_key, session_key});
  auto& known = place->second;
  if (is_new)
    database_.each<I, I, I, I, I, I, I>(
        kReadCounters,
        [&known](I day, I hour, I category, I method, I persons, I check_ins, I revision) {
          known[{day, hour, category, method}] = {true, persons, check_ins, revision};
        },
        incarnation_key, session_key);
  return known;
}

std::string UploadBatch::apply_row(const Kiosk& kiosk, const Incarnation& incarnation,
                                   const wire::StaffHeadCount& row) {
  const auto judged = judge(kiosk, row.session);
  if (judged.session == nullptr) return judged.reason;
  if (!is_staff(row.role) || row.persons < 0 || row.persons > kHeadCountMax) return "out_of_range";
  const auto changed = database_.run(kWriteHeadCount, incarnation.key, judged.session->key,
                                     position(row.role), row.persons, row.revision);
  if (changed > 0 && incarnation.is_counted) sums_.restate(judged.session->key);
  return {};
}

// Or it ends where the last one ended: the same history, sent again.
bool UploadBatch::continues(const wire::Upload& upload, const Incarnation& incarnation) {
  const wire::LedgerPoint end{upload.ledger_sequence, upload.chain_head};
  return !upload.after || incarnation.seen.sequence == 0 || *upload.after == incarnation.seen ||
         end == incarnation.seen;
}

void UploadBatch::acknowledge(const ReceivedUpload& received, Incarnation& incarnation) {
  const auto& upload = received.upload;
  incarnation.seen = {upload.ledger_sequence, upload.chain_head};
  // Rows between what we have and what this upload starts from are missing (we were restored from
  // a backup): the answer says what we really have and the kiosk sends again from there.
  const bool has_a_gap = upload.from_revision > incarnation.acknowledged;
  if (!has_a_gap) incarnation.acknowledged = std::max(incarnation.acknowledged, upload.to_revision);
  if (upload.complete && !has_a_gap) {
    const bool is_same_row = upload.ledger_sequence == incarnation.ledger_sequence;
    if (is_same_row && upload.ledger_sequence > 0 && !incarnation.chain_head.empty() &&
        upload.chain_head != incarnation.chain_head)
      database_.run(kMarkForked, incarnation.key);
    if (upload.ledger_sequence > incarnation.ledger_sequence) {
      incarnation.ledger_sequence = upload.ledger_sequence;
      incarnation.chain_head = upload.chain_head;
    }
  }
  database_.run(kSaveIncarnation, incarnation.acknowledged, incarnation.ledger_sequence,
                incarnation.chain_head, incarnation.seen.sequence, incarnation.seen.chain_head,
                received.received_utc_ms, incarnation.key);
}

void UploadBatch::choose_counted(const Kiosk& kiosk, const Incarnation& incarnation) {
  if (incarnation.is_counted || database_.integer(kIsDecided, kiosk.id.value) > 0) return;
  const auto counted = database_.one<std::int64_t, std::int64_t>(kReadCounted, kiosk.id.value);
  if (counted && std::get<1>(*counted) >= incarnation.ledger_sequence) return;
  if (counted) {
    sums_.take_out({std::get<0>(*counted), true});
    database_.run(kSetCounted, 0, std::get<0>(*counted));
  }
  sums_.take_in({incarnation.key, true});
  database_.run(kSetCounted, 1, incarnation.key);
}

}  // namespace keqian::bureau
