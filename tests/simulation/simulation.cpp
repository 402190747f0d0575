#include "tests/simulation/simulation.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "server-sync/bureau/store/desk.h"
#include "server-sync/bureau/store/judged_lives.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::simulation {
namespace {

constexpr int kKiosks = 3;
constexpr int kStepsMin = 150;
constexpr int kStepsMax = 400;
constexpr int kPassesMax = 60;
constexpr int kDaysAround = 30;

using Rows = std::vector<CounterRow>;

class Simulation {
 public:
  Simulation(std::uint64_t seed, Canary canary)
      : canary_(canary), dice_(seed), bureau_(folder_.path() / "bureau", time_, dice_, journal_) {
    test::plan_fault({});
    test::watch_disks(canary == Canary::kDiskLiesAboutSyncs ? test::DiskManners::kLies
                                                            : test::DiskManners::kHonest);
    wire::initialise_crypto();
    bureau_.start();
    import_campaign();
    for (int i = 0; i < kKiosks; ++i) {
      const auto name = "kiosk-" + std::to_string(i);
      kiosks_.push_back(std::make_unique<SimulatedKiosk>(name, folder_.path() / name, bureau_,
                                                         time_, dice_, journal_, canary));
      auto& kiosk = *kiosks_.back();
      kiosk.network().misbehaves = false;
      kiosk.start();
      kiosk.enrol({i < 2 ? "museum" : "square"});  // two doors of one venue
      kiosk.contact_bureau();
      kiosk.network().misbehaves = true;
    }
    bureau_.take_backup();
  }

  Report run() {
    const auto steps = dice_.between(kStepsMin, kStepsMax);
    for (journal_.step = 1; journal_.step <= steps && journal_.failure().empty(); ++journal_.step) {
      step();
    }
    if (journal_.failure().empty()) settle();
    if (journal_.failure().empty()) compare();
    Report report{journal_.failure(), journal_.text(), 0, 0, copies_beside_, copies_exact_};
    for (const auto& kiosk : kiosks_) {
      report.check_ins += kiosk->check_ins_announced();
      if (!report.failure.empty()) continue;
      for (const auto& row : kiosk->counters()) report.persons += row.persons;
    }
    kiosks_.clear();
    bureau_.stop();
    return report;
  }

 private:
  void import_campaign() {
    bureau::CampaignDefinition campaign;
    campaign.id = kCampaign;
    campaign.name = "某市科技活动周";
    campaign.theme = "弘扬科学家精神";
    campaign.place = "某市";
    campaign.unit = {"city"};
    const auto today = BusinessDate::of(time_.utc_ms);
    campaign.period.starts = today.plus_days(-kDaysAround);
    campaign.period.ends = today.plus_days(kDaysAround);
    campaign.units = {{{"city"}, "某市", {}, bureau::UnitLevel::kCity}};
    campaign.venues = {{{"museum"}, "博物馆", VenueKind::kMuseum, {"city"}},
                       {{"square"}, "广场", VenueKind::kSquare, {"city"}}};
    bureau::ActivityDefinition lecture;
    lecture.id = {"lecture"};
    lecture.title = "专题讲座";
    lecture.organiser = "博物馆";
    lecture.venues = {{"museum"}};
    campaign.activities = {lecture};
    const auto imported = bureau_.store().import_campaign({campaign, "text", ""}, act());
    KEQIAN_ASSERT(imported.ok());
  }

  bureau::Act act() const { return {"simulation", time_.utc_ms}; }

  void issue_pass() {
    if (!bureau_.is_running()) return;
    const bureau::PassOrder order{kCampaign, kCategories[dice_.index(kCategories.size())], 1, 1};
    auto bigger = order;
    if (!is_staff(order.category)) bigger.persons = static_cast<int>(dice_.between(1, 40));
    const auto issued = bureau::issue_passes(bureau_.store(), bigger,
                                             BusinessDate::of(time_.utc_ms), dice_.randomness());
    if (!issued) return journal_.fail("no pass is issued: " + issued.error().text());
    passes_.push_back(issued->passes.front());
    if (passes_.size() > kPassesMax) passes_.erase(passes_.begin());
  }

  void step() {
    let_time_pass();
    if (passes_.empty() || dice_.percent(30)) issue_pass();
    trouble_bureau();
    if (passes_.empty()) return;
    auto& kiosk = *kiosks_[dice_.index(kiosks_.size())];
    if (!kiosk.is_running()) {
      kiosk.start();
      if (kiosk.is_running()) kiosk.check_ledger();
      return;
    }
    trouble_kiosk(kiosk);
    if (!kiosk.is_running()) return;
    for (auto uses = dice_.between(0, 4); uses > 0; --uses) kiosk.use(passes_);
    if (kiosk.wants_contact() || dice_.percent(5)) kiosk.contact_bureau();
  }

  void let_time_pass() {
    time_.pass_ms(dice_.between(0, 90'000));
    if (dice_.percent(5)) time_.pass_ms(dice_.between(1, 4) * kMsPerHour);
  }

  void trouble_bureau() {
    if (!bureau_.is_running()) {
      if (dice_.percent(40)) bureau_.start();
      return;
    }
    const auto what = dice_.between(1, 1000);
    if (what <= 10) {
      journal_.note("the bureau is stopped");
      bureau_.stop();
    } else if (what <= 20) {
      journal_.note("the bureau's backup is taken");
      bureau_.take_backup();
    } else if (what <= 26) {
      journal_.note("the bureau's backup is put back");
      bureau_.put_backup_back();
      for (auto& kiosk : kiosks_) kiosk->abandoned_lives_may_lack_rows();
      passes_.clear();  // their key may be unknown now
    } else if (what <= 32) {
      journal_.note("the pass key is changed");
      KEQIAN_ASSERT(bureau_.store().rotate_pass_key(kCampaign, 0, act()).ok());
    } else if (what <= 62) {
      judge_histories(kiosks_[dice_.index(kiosks_.size())]->id());
    } else if (what <= 80) {
      bureau_.lose_power_during(static_cast<int>(dice_.between(1, 25)), [this] {
        for (auto& kiosk : kiosks_) {
          if (kiosk->is_running()) kiosk->contact_bureau();
        }
      });
    }
  }

  // A person at the bureau says which of a kiosk's histories count.
  void judge_histories(const KioskId& id) {
    const auto lives = bureau_.store().incarnations(id);
    if (!lives) return;  // a bureau put back to before the kiosk was enrolled
    if (lives->size() < 2) return;
    const auto choices = bureau::possible_choices(*lives);
    const auto& counted = choices[dice_.percent(60) ? 0 : dice_.index(choices.size())];
    bureau::LifeChoice choice{id, {}};
    for (const auto& life : *lives) {
      const bool counts = std::find(counted.begin(), counted.end(), life.id) != counted.end();
      choice.lives.push_back({life.id, counts, life.ledger_sequence});
    }
    journal_.note("somebody says that " + std::to_string(counted.size()) + " of " +
                  std::to_string(lives->size()) + " histories of " + id.value + " count");
    const auto resolved = bureau_.store().resolve_incarnations(choice, "simulated", act());
    if (!resolved) journal_.fail("histories are not settled: " + resolved.error().text());
    judged_.insert(id.value);
  }

  void trouble_kiosk(SimulatedKiosk& kiosk) {
    const auto what = dice_.between(1, 1000);
    if (what <= 15) {
      kiosk.die(passes_, true);
    } else if (what <= 30) {
      kiosk.die(passes_, false);
    } else if (what <= 40) {
      journal_.note(kiosk.name() + " is restarted");
      kiosk.restart_program();
    } else if (what <= 60) {
      kiosk.use_with_failing_disk(passes_);
    } else if (what <= 75) {
      journal_.note(kiosk.name() + "'s clock jumps");
      kiosk.clock().set_wrong_by(dice_.between(-30, 30) * kMsPerHour);
    } else if (what <= 105) {
      kiosk.network().plugged_in = !kiosk.network().plugged_in;
    } else if (what <= 135) {
      kiosk.network().deliver_late();
    } else if (what <= 143) {
      journal_.note("the card of " + kiosk.name() + " is copied");
      kiosk.take_image();
    } else if (what <= 148) {
      kiosk.put_image_back();
    } else if (what <= 150 && kiosks_.size() == kKiosks) {
      make_twin(kiosk);
    }
  }

  void make_twin(SimulatedKiosk& kiosk) {
    const auto name = kiosk.name() + "-twin";
    journal_.note(name + " begins");
    kiosks_.push_back(std::make_unique<SimulatedKiosk>(name, folder_.path() / name, bureau_, time_,
                                                       dice_, journal_, canary_));
    kiosk.copy_card_to(*kiosks_.back());
  }

  // The faults stop, and everybody has time. Twice: of two devices that were one, the first hears
  // only then of the second.
  void settle() {
    journal_.note("the faults stop");
    test::plan_fault({});
    if (!bureau_.is_running()) bureau_.start();
    for (auto& kiosk : kiosks_) {
      if (!kiosk->is_running()) kiosk->start();
      if (!kiosk->is_running()) return;
      kiosk->network().plugged_in = true;
      kiosk->network().misbehaves = false;
      kiosk->network().deliver_late();
    }
    for (std::size_t i = 0; i < 2 * kiosks_.size(); ++i) {
      auto& kiosk = kiosks_[i % kiosks_.size()];
      if (!kiosk->drain()) journal_.fail(kiosk->name() + " does not get rid of its rows");
      kiosk->check_ledger();
    }
    std::set<std::string> ids;
    for (const auto& kiosk : kiosks_) ids.insert(kiosk->id().value);
    for (const auto& id : ids) {
      if (dice_.percent(70)) judge_histories({id});
    }
  }

  // Of the devices and images that were one kiosk, one counts, or as many as somebody has said: the
  // bureau has exactly their counters, with what they share once.
  void compare() {
    std::set<std::string> ids;
    for (const auto& kiosk : kiosks_) ids.insert(kiosk->id().value);
    std::int64_t persons = 0;
    for (const auto& id : ids) {
      const auto counted = at_bureau({id});
      for (const auto& row : counted) persons += row.persons;
      check_counted({id}, counted);
    }
    const auto figures = bureau_.store().venue_figures(kCampaign, BusinessDate::of(time_.utc_ms));
    KEQIAN_ASSERT(figures.ok());
    std::int64_t shown = 0;
    for (const auto& venue : *figures) shown += venue.persons_campaign;
    if (shown != persons) {
      journal_.fail("the counters say " + std::to_string(persons) + ", the bureau shows " +
                    std::to_string(shown));
    }
  }

  // What the one ledger that ended under the name of that life had, all of it sent.
  struct Sent {
    std::vector<LedgerRow> ledger;
    Rows counters;
  };
  std::optional<Sent> all_sent(const std::string& incarnation) const {
    std::optional<Sent> sent;
    for (const auto& kiosk : kiosks_) {
      if (kiosk->incarnation() == incarnation) sent = {kiosk->ledger(), kiosk->counters()};
      for (const auto& life : kiosk->abandoned()) {
        if (life.incarnation != incarnation) continue;
        if (!life.was_all_sent) return std::nullopt;
        sent = {life.ledger, life.counters};
      }
    }
    if (ledgers_of(incarnation).size() != 1) return std::nullopt;
    return sent;
  }
  // All ledgers that ended under the name of that life.
  std::vector<std::vector<LedgerRow>> ledgers_of(const std::string& incarnation) const {
    std::vector<std::vector<LedgerRow>> ledgers;
    for (const auto& kiosk : kiosks_) {
      if (kiosk->incarnation() == incarnation) ledgers.push_back(kiosk->ledger());
      for (const auto& life : kiosk->abandoned()) {
        if (life.incarnation == incarnation) ledgers.push_back(life.ledger);
      }
    }
    return ledgers;
  }

  // A copy must not claim what its original has; that it claims less than it may is told apart.
  void check_shared(const bureau::IncarnationRecord& copy, const std::vector<LedgerRow>& ledger) {
    std::size_t shared = 0;
    for (const auto& original : ledgers_of(copy.parent)) {
      const auto end =
          std::mismatch(ledger.begin(), ledger.end(), original.begin(), original.end(),
                        [](const auto& a, const auto& b) { return a.chain_hash == b.chain_hash; });
      shared = std::max(shared, static_cast<std::size_t>(end.first - ledger.begin()));
    }
    ++copies_beside_;
    if (copy.shared_until == static_cast<std::int64_t>(shared)) ++copies_exact_;
    if (copy.shared_until < static_cast<std::int64_t>(shared)) {
      journal_.fail("a copy claims #" + std::to_string(copy.shared_until + 1) + " to #" +
                    std::to_string(shared) + " of its original for itself");
    }
  }

  // Several lives count. Where each of them is in a device, or was all sent before it was
  // abandoned, the bureau's counters must be theirs.
  void check_several(const std::vector<bureau::IncarnationRecord>& lives, const Rows& counted) {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> expected;
    for (const auto& life : lives) {
      if (!life.is_counted) continue;
      const auto sent = all_sent(life.id);
      if (!sent) return;
      const auto& ledger = sent->ledger;
      if (!life.counts_whole) check_shared(life, ledger);
      std::map<std::string, std::pair<std::int64_t, std::int64_t>> own;
      for (const auto& row : sent->counters) own[row.key] = {row.persons, row.check_ins};
      const auto shared = life.counts_whole ? 0 : static_cast<std::size_t>(life.shared_until);
      for (std::size_t i = 0; i < shared; ++i) {
        const auto found = own.find(ledger[i].key);
        if (found == own.end()) continue;  // refused, or in no counter
        found->second.first -= ledger[i].persons;
        --found->second.second;
      }
      for (const auto& [key, sums] : own) {
        expected[key].first += sums.first;
        expected[key].second += sums.second;
      }
    }
    Rows rows;
    for (const auto& [key, sums] : expected) rows.push_back({key, sums.first, sums.second});
    if (rows != counted) journal_.fail("histories that count together have other counters");
  }

  void check_counted(const KioskId& id, const Rows& counted) {
    const auto record = bureau_.store().kiosk(id);
    KEQIAN_ASSERT(record.ok());
    const auto known = bureau_.store().incarnations(id);
    KEQIAN_ASSERT(known.ok());
    if (std::count_if(known->begin(), known->end(),
                      [](const auto& life) { return life.is_counted; }) > 1) {
      return check_several(*known, counted);
    }
    std::vector<AbandonedLife> abandoned;
    std::int64_t lives = 0;
    for (const auto& kiosk : kiosks_) {
      if (kiosk->id() != id) continue;
      ++lives;
      abandoned.insert(abandoned.end(), kiosk->abandoned().begin(), kiosk->abandoned().end());
      if (kiosk->incarnation() != record->incarnation) continue;
      if (counted != kiosk->counters()) {
        journal_.fail("the bureau has other counters of " + kiosk->name());
      }
      if (record->differing_closings > 0) {
        journal_.fail("a closed day of " + kiosk->name() + " does not add up at the bureau");
      }
      if (record->ledger_sequence != kiosk->last_sequence()) {
        journal_.fail("the bureau has " + kiosk->name() + " complete to #" +
                      std::to_string(record->ledger_sequence) + " instead of #" +
                      std::to_string(kiosk->last_sequence()));
      }
      return;
    }
    const bool is_one_of_them = std::any_of(
        abandoned.begin(), abandoned.end(),
        [&](const auto& life) { return !life.was_all_sent || life.counters == counted; });
    if (!is_one_of_them) journal_.fail("the bureau counts no life of kiosk " + id.value);
    if (judged_.count(id.value) == 0 && record->incarnations_pending_review < lives) {
      journal_.fail("the bureau does not show a life of " + id.value + " that is not counted");
    }
  }

  // The counters that count, of every session that any device had.
  Rows at_bureau(const KioskId& id) {
    std::set<std::string> sessions;
    const auto note_sessions = [&](const Rows& rows) {
      for (const auto& row : rows) sessions.insert(row.key.substr(0, row.key.find(' ')));
    };
    for (const auto& kiosk : kiosks_) {
      note_sessions(kiosk->counters());
      for (const auto& life : kiosk->abandoned()) note_sessions(life.counters);
    }
    Rows rows;
    for (const auto& session : sessions) {
      const auto records = bureau_.store().tallies({session});
      KEQIAN_ASSERT(records.ok());
      for (const auto& [owner, tally] : *records) {
        if (owner != id) continue;
        rows.push_back({session + " " + tally.business_date.iso() + " " +
                            std::to_string(tally.hour) + " " + std::string(name(tally.category)) +
                            " " + std::string(name(tally.method)),
                        tally.persons, tally.check_ins});
      }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  const Canary canary_;
  test::TemporaryFolder folder_;
  WorldTime time_;
  Dice dice_;
  Journal journal_;
  SimulatedBureau bureau_;
  std::vector<std::unique_ptr<SimulatedKiosk>> kiosks_;
  std::vector<std::string> passes_;
  std::set<std::string> judged_;  // kiosks of whose histories somebody has chosen
  std::int64_t copies_beside_ = 0;
  std::int64_t copies_exact_ = 0;
};

}  // namespace

Report simulate(std::uint64_t seed, Canary canary) {
  return Simulation(seed, canary).run();
}

}  // namespace keqian::simulation
