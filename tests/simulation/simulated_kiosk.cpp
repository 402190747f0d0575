#include "tests/simulation/simulated_kiosk.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/storage_fault.h"
#include "kiosk/ledger/verification.h"
#include "server-sync/bureau/store/desk.h"
#include "server-sync/uploader/enrolment.h"
#include "server-sync/uploader/uploader.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/raw_database.h"

namespace keqian::simulation {

namespace fs = std::filesystem;

namespace {

constexpr char kVersion[] = "simulated";
constexpr char kBureauUrl[] = "https://bureau.example.org";
constexpr int kWritesUntilPowerCutMax = 40;
constexpr int kUsesUntilPowerCutMax = 30;
constexpr int kContactsUntilDrained = 60;
// The row of a correction is announced by its number only.
constexpr auto kCorrection = std::numeric_limits<std::int64_t>::min();

// The outbox with a canary's fault in it.
class FaultyOutbox final : public uploader::Outbox {
 public:
  FaultyOutbox(uploader::Outbox& outbox, Canary canary) : outbox_(outbox), canary_(canary) {}
  Result<std::optional<uploader::KioskIdentity>> identity() override { return outbox_.identity(); }
  Status store_identity(const uploader::KioskIdentity& identity) override {
    return outbox_.store_identity(identity);
  }
  Result<wire::Upload> pending_upload(std::size_t items_max) override {
    auto upload = outbox_.pending_upload(items_max);
    if (upload.ok() && canary_ == Canary::kComparesNoHistories) upload->after.reset();
    if (upload.ok() && canary_ == Canary::kTellsNoSharedPart) upload->shared_tallies.clear();
    return upload;
  }
  Status apply(const wire::Upload& sent, const wire::UploadAnswer& answer) override {
    auto believed = answer;
    if (canary_ == Canary::kNeverRewinds) {
      believed.acknowledged_revision = std::max(answer.acknowledged_revision, sent.from_revision);
    }
    return outbox_.apply(sent, believed);
  }
  Status settle_history(const wire::LedgerPoint& seen,
                        const std::vector<wire::LedgerOpening>& openings) override {
    return outbox_.settle_history(seen, openings);
  }
  Result<uploader::OutboxCounts> counts() override { return outbox_.counts(); }
  Result<std::string> configuration_etag() override { return outbox_.configuration_etag(); }
  Status store_configuration(const wire::Configuration& configuration, const std::string& bytes,
                             const std::string& etag) override {
    return outbox_.store_configuration(configuration, bytes, etag);
  }
  Status store_clock_offset(std::int64_t offset_ms, std::int64_t round_trip_ms) override {
    return outbox_.store_clock_offset(offset_ms, round_trip_ms);
  }
  void note_contact(std::string_view failure) override { outbox_.note_contact(failure); }

 private:
  uploader::Outbox& outbox_;
  Canary canary_;
};

}  // namespace

// Everything that ends with the program.
struct SimulatedKiosk::Running {
  Running(std::unique_ptr<kiosk::Ledger> opened, transfer::HttpClient& client, Clock& clock,
          Randomness& randomness, Canary canary)
      : ledger(std::move(opened)),
        door(*ledger),
        desk(*ledger, kVersion),
        outbox(*ledger, kVersion),
        faulty_outbox(outbox, canary),
        uploader(faulty_outbox, client, clock, randomness) {}

  std::unique_ptr<kiosk::Ledger> ledger;
  kiosk::LedgerDoor door;
  kiosk::LedgerDesk desk;
  kiosk::LedgerOutbox outbox;
  FaultyOutbox faulty_outbox;
  uploader::Uploader uploader;
};

SimulatedKiosk::SimulatedKiosk(std::string name, std::filesystem::path folder,
                               SimulatedBureau& bureau, WorldTime& world, Dice& dice,
                               Journal& journal, Canary canary)
    : name_(std::move(name)),
      folder_(std::move(folder)),
      world_(world),
      dice_(dice),
      journal_(journal),
      canary_(canary),
      clock_(world),
      network_(bureau, world, dice, journal),
      bureau_(bureau) {}

SimulatedKiosk::~SimulatedKiosk() = default;

// ---- Life ---------------------------------------------------------------------------------------

void SimulatedKiosk::start() {
  const std::string boot_id = name_ + "-boot-" + std::to_string(boots_);
  auto opened =
      kiosk::Ledger::open_for_counting({folder_, boot_id, {}}, clock_, dice_.randomness());
  if (!opened) return journal_.fail(name_ + " does not start: " + opened.error().text());
  if ((*opened)->set_aside()) {
    return journal_.fail(name_ + " set its ledger aside: " + (*opened)->set_aside()->reason);
  }
  running_ = std::make_unique<Running>(std::move(opened).value(), network_, clock_,
                                       dice_.randomness(), canary_);
}

void SimulatedKiosk::restart_program() {
  running_.reset();
  start();
}

void SimulatedKiosk::enrol(const VenueId& venue) {
  const auto code =
      bureau::issue_enrolment_code(bureau_.store(), {venue, {}, kBureauUrl}, bureau_.public_key(),
                                   dice_.randomness(), {"simulation", world_.utc_ms});
  KEQIAN_ASSERT(code.ok());
  const auto string = wire::parse_enrolment_string(code->enrolment);
  KEQIAN_ASSERT(string.ok());
  const auto outcome =
      uploader::enrol(*string, kVersion, running_->outbox, network_, clock_, dice_.randomness());
  KEQIAN_ASSERT(std::holds_alternative<uploader::KioskIdentity>(outcome));
}

bool SimulatedKiosk::wants_contact() {
  return clock_.monotonic_ms() >= running_->uploader.state().next_attempt_monotonic_ms;
}

void SimulatedKiosk::contact_bureau() {
  const auto state = running_->uploader.step();
  journal_.note(name_ + " uploads: " + std::string(uploader::name(state.failure)) + ", pending " +
                std::to_string(state.pending));
  if (state.failure == uploader::SyncFailure::kStorage && !fault_is_expected_) {
    journal_.fail(name_ + " cannot use its ledger: " + state.detail);
  }
}

// ---- People -------------------------------------------------------------------------------------

template <typename Value>
void SimulatedKiosk::note_error(const Result<Value>& result) {
  if (result.ok() || result.error().kind != ErrorKind::kStorage || fault_is_expected_) return;
  journal_.fail(name_ + " cannot use its ledger: " + result.error().text());
}

void SimulatedKiosk::note(const Result<kiosk::DoorAnswer>& answer, bool is_correction) {
  note_error(answer);
  if (!answer.ok() || answer->outcome != kiosk::Outcome::kAccepted) return;
  announced_[answer->sequence] = is_correction ? kCorrection : answer->persons;
  running_->uploader.note_change();
}

void SimulatedKiosk::scan_something(const std::vector<std::string>& passes) {
  const auto& pass = passes[dice_.index(passes.size())];
  const auto method = dice_.percent(70) ? Method::kCamera : Method::kScanner;
  auto answer = running_->door.scan(pass, method, std::nullopt);
  if (answer.ok() && answer->outcome == kiosk::Outcome::kNeedsConfirmation && dice_.percent(80)) {
    note(answer);
    answer = running_->door.scan(pass, method, static_cast<int>(dice_.between(1, 60)));
  }
  note(answer);
}

void SimulatedKiosk::use(const std::vector<std::string>& passes) {
  const auto what = dice_.between(1, 100);
  if (what <= 55) return scan_something(passes);
  if (what <= 57) return note(running_->door.scan("https://example.org/menu", Method::kCamera, {}));
  if (what <= 60) return note_error(running_->door.leave(static_cast<int>(dice_.between(1, 4))));
  if (what <= 85) {
    const auto tap = running_->door.tap(kCategories[dice_.index(kCategories.size())],
                                        static_cast<int>(dice_.between(1, 9)));
    note(tap);
    if (tap.ok() && dice_.percent(20)) {
      const auto amended =
          running_->door.amend(tap->sequence, kCategories[dice_.index(kCategories.size())],
                               static_cast<int>(dice_.between(0, 12)));
      note(amended, true);
    }
    return;
  }
  use_desk();
}

void SimulatedKiosk::use_desk() {
  auto& desk = running_->desk;
  const auto programme = desk.programme();
  note_error(programme);
  if (!programme.ok()) return;
  const auto& held = programme->held;
  const auto reason_for = [this](kiosk::CorrectionAct act) {
    const auto reasons = kiosk::reasons_for(act);
    return reasons[dice_.index(reasons.size())];
  };
  switch (dice_.between(1, 8)) {
    case 1:
      return note_error(desk.open_session(
          {kiosk::AdHocSession{dice_.percent(70) ? Audience::kPublic : Audience::kBusiness},
           {1, dice_.between(0, 3), 0, 2}}));
    case 2:
      if (programme->activities.empty()) return;
      return note_error(desk.open_session(
          {programme->activities[dice_.index(programme->activities.size())].id, {0, 1, 2, 0}}));
    case 3:
      if (!held.empty()) note_error(desk.close_session(held[dice_.index(held.size())].id));
      return;
    case 4:
      if (!held.empty()) {
        note_error(desk.set_head_counts(held[dice_.index(held.size())].id,
                                        {dice_.between(0, 9), 1, dice_.between(0, 9), 0}));
      }
      return;
    case 5:
    case 6: {
      const auto lines = desk.lines({}, 0);
      note_error(lines);
      if (!lines.ok() || lines->lines.empty()) return;
      const auto& line = lines->lines[dice_.index(lines->lines.size())];
      if (dice_.percent(50)) {
        return note(desk.reverse(line.sequence, reason_for(kiosk::CorrectionAct::kVoid)), true);
      }
      return note(desk.amend(line.sequence, kCategories[dice_.index(kCategories.size())],
                             static_cast<int>(dice_.between(1, 12)),
                             reason_for(kiosk::CorrectionAct::kChange)),
                  true);
    }
    case 7:
      if (!held.empty()) {
        const auto persons = static_cast<int>(dice_.between(-6, 40));
        const auto act = persons < 0 ? kiosk::CorrectionAct::kSubtract : kiosk::CorrectionAct::kAdd;
        note(desk.count_by_hand(held[dice_.index(held.size())].id, Category::kPublic, persons,
                                reason_for(act)),
             true);
      }
      return;
    default:
      if (dice_.percent(15)) note_error(desk.close_day());
  }
}

// ---- Faults -------------------------------------------------------------------------------------

void SimulatedKiosk::use_with_failing_disk(const std::vector<std::string>& passes) {
  constexpr test::Fault kFaults[] = {test::Fault::kWriteError, test::Fault::kReadError,
                                     test::Fault::kSyncError, test::Fault::kDiskFull};
  const auto fault = kFaults[dice_.index(std::size(kFaults))];
  journal_.note("the disk of " + name_ + " fails");
  fault_is_expected_ = true;
  test::plan_fault(
      {fault, static_cast<int>(dice_.between(1, 12)), dice_.percent(50), folder_.string()});
  for (int i = 0; i < 3; ++i) use(passes);
  if (dice_.percent(50)) contact_bureau();
  test::plan_fault({});
  fault_is_expected_ = false;
}

void SimulatedKiosk::die(const std::vector<std::string>& passes, bool with_the_machine) {
  fault_is_expected_ = true;
  test::plan_fault({test::Fault::kPowerCut,
                    static_cast<int>(dice_.between(1, kWritesUntilPowerCutMax)), true,
                    folder_.string()});
  for (int i = 0; i < kUsesUntilPowerCutMax && !test::fault_fired(); ++i) {
    if (dice_.percent(25)) {
      contact_bureau();
    } else {
      use(passes);
    }
  }
  if (!test::fault_fired()) {
    test::plan_fault({test::Fault::kPowerCut, 1, true, folder_.string()});
  }
  running_.reset();
  if (with_the_machine) {
    test::lose_power(dice_.number(), folder_.string());
    ++boots_;
    clock_.switch_on(dice_.percent(70));
  }
  test::plan_fault({});
  fault_is_expected_ = false;
  journal_.note(name_ + (with_the_machine ? " lost its power" : " was killed") +
                (clock_.is_unset() ? ", its clock is unset" : ""));
}

void SimulatedKiosk::take_image() {
  running_.reset();
  fs::remove_all(image());
  fs::copy(folder_, image(), fs::copy_options::recursive);
  announced_in_image_ = announced_;
  start();
}

void SimulatedKiosk::put_image_back() {
  if (!fs::exists(image())) return;
  const bool misbehaves = std::exchange(network_.misbehaves, false);
  const bool is_all_sent = dice_.percent(60) && drain();
  network_.misbehaves = misbehaves;
  abandoned_.push_back({incarnation(), ledger(), counters(), is_all_sent});
  journal_.note(name_ + " begins again from an older image" + (is_all_sent ? ", all sent" : ""));
  running_.reset();
  fs::remove_all(folder_);
  fs::copy(image(), folder_, fs::copy_options::recursive);
  test::trust_disk(folder_.string());
  announced_ = announced_in_image_;
  ++boots_;
  clock_.switch_on(true);
  start();
}

void SimulatedKiosk::copy_card_to(SimulatedKiosk& other) {
  running_.reset();
  fs::copy(folder_, other.folder_, fs::copy_options::recursive);
  other.announced_ = announced_;
  start();
  other.start();
}

// ---- What must hold -----------------------------------------------------------------------------

std::vector<std::string> SimulatedKiosk::sql(const std::string& query) const {
  const auto outcome = test::run_sql(folder_ / "ledger.db", query);
  KEQIAN_ASSERT(outcome.error.empty());
  return outcome.rows;
}

void SimulatedKiosk::check_ledger() {
  const auto verified = kiosk::verify_ledger(*running_->ledger);
  if (!verified) return journal_.fail(name_ + ": " + verified.error().text());
  if (!verified->findings.empty()) return journal_.fail(name_ + ": " + verified->findings.front());
  std::map<std::int64_t, std::int64_t> stored;
  for (const auto& row : sql("SELECT sequence, persons FROM check_in")) {
    const auto bar = row.find('|');
    stored[std::stoll(row.substr(0, bar))] = std::stoll(row.substr(bar + 1));
  }
  for (const auto& [sequence, persons] : announced_) {
    const auto row = stored.find(sequence);
    if (row == stored.end() || (persons != kCorrection && row->second != persons)) {
      return journal_.fail(name_ + " announced #" + std::to_string(sequence) +
                           " and does not have it");
    }
  }
}

KioskId SimulatedKiosk::id() const {
  return {sql("SELECT kiosk_id FROM identity").front()};
}

std::string SimulatedKiosk::incarnation() const {
  return sql("SELECT incarnation FROM kiosk_state").front();
}

bool SimulatedKiosk::drain() {
  for (int contacts = 0; contacts < kContactsUntilDrained; ++contacts) {
    world_.pass_ms(kMsPerHour / 6);
    contact_bureau();
    const auto& state = running_->uploader.state();
    const bool is_well = state.failure == uploader::SyncFailure::kNone;
    if (is_well && state.pending == 0 && !wants_contact()) return true;
  }
  return false;
}

std::vector<CounterRow> SimulatedKiosk::counters() const {
  std::vector<CounterRow> rows;
  for (const auto& row : sql("SELECT session_id || ' ' || business_date || ' ' || hour || ' ' || "
                             "category || ' ' || method, persons, check_ins FROM tally "
                             "WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE kind = 'tally' AND "
                             "resolved_utc_ms = 0 AND quarantine.session_id = tally.session_id AND "
                             "quarantine.revision = tally.revision) ORDER BY 1")) {
    const auto first = row.find('|');
    const auto second = row.find('|', first + 1);
    rows.push_back({row.substr(0, first), std::stoll(row.substr(first + 1)),
                    std::stoll(row.substr(second + 1))});
  }
  return rows;
}

std::vector<LedgerRow> SimulatedKiosk::ledger() const {
  std::vector<LedgerRow> rows;
  for (const auto& row : sql("SELECT hex(chain_hash), CASE direction WHEN 'in' THEN session_id || "
                             "' ' || business_date || ' ' || hour || ' ' || category || ' ' || "
                             "method ELSE '' END, persons FROM check_in ORDER BY sequence")) {
    const auto first = row.find('|');
    const auto second = row.find('|', first + 1);
    rows.push_back({row.substr(0, first), row.substr(first + 1, second - first - 1),
                    std::stoll(row.substr(second + 1))});
  }
  return rows;
}

std::int64_t SimulatedKiosk::last_sequence() const {
  return std::stoll(sql("SELECT COALESCE(MAX(sequence), 0) FROM check_in").front());
}

}  // namespace keqian::simulation
