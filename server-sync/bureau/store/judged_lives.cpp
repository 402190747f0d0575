#include "server-sync/bureau/store/judged_lives.h"

#include <algorithm>
#include <set>

#include "server-sync/bureau/store/form_rules.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kChoicesMax = 16;
constexpr std::size_t kLivesCombinedMax = 4;  // of more, all or one

const IncarnationRecord* find(std::span<const IncarnationRecord> lives, const std::string& id) {
  const auto found = std::find_if(lives.begin(), lives.end(),
                                  [&id](const IncarnationRecord& life) { return life.id == id; });
  return found == lives.end() ? nullptr : &*found;
}

// Where the line of copies began that a life belongs to: two lives of one line share check-ins.
struct Beginning {
  std::string incarnation;
  bool is_empty = false;
};
Beginning beginning_of(std::span<const IncarnationRecord> lives, const IncarnationRecord& life) {
  const auto* first = &life;
  // A line is at most as long as there are lives; a longer one goes round in a circle.
  for (std::size_t steps = 0; steps <= lives.size(); ++steps) {
    if (first->origin != LifeOrigin::kCopy) break;
    const auto* parent = find(lives, first->parent);
    if (parent == nullptr) return {first->parent, false};
    first = parent;
  }
  return {first->id, first->origin == LifeOrigin::kEmpty};
}

void add_choice(std::span<const IncarnationRecord> lives, std::vector<std::string> chosen,
                std::vector<std::vector<std::string>>& choices) {
  if (choices.size() < kChoicesMax && judge_lives(lives, chosen).ok())
    choices.push_back(std::move(chosen));
}

}  // namespace

Result<std::vector<Verdict>> judge_lives(std::span<const IncarnationRecord> lives,
                                         std::span<const std::string> counted) {
  const auto counts = [&counted](const std::string& id) {
    return std::find(counted.begin(), counted.end(), id) != counted.end();
  };
  std::vector<Verdict> verdicts;
  std::set<std::string> lines;
  int wholes = 0;
  int wholes_from_nothing = 0;
  for (const auto& life : lives) {
    auto& verdict = verdicts.emplace_back();
    verdict.counts = counts(life.id);
    if (!verdict.counts) continue;
    verdict.whole = !(life.origin == LifeOrigin::kCopy && counts(life.parent) &&
                      find(lives, life.parent) != nullptr);
    if (!verdict.whole) continue;
    const auto beginning = beginning_of(lives, life);
    if (!lines.insert(beginning.incarnation).second)
      return broken(rules::kLivesApart, "count the history as well that both were copied from");
    ++wholes;
    if (beginning.is_empty) ++wholes_from_nothing;
  }
  if (wholes == 0) return broken(rules::kLivesNone, "choose one");
  // What an older program does not tell the origin of may be a copy of anything older.
  if (wholes - wholes_from_nothing > 1)
    return broken(rules::kLivesApart, "an older program does not tell where they part; choose one");
  return verdicts;
}

std::vector<std::vector<std::string>> possible_choices(std::span<const IncarnationRecord> lives) {
  std::vector<std::vector<std::string>> choices;
  const auto count = lives.size();
  const bool combines = count <= kLivesCombinedMax;
  for (auto size = count; size > 0; --size) {
    if (!combines && size != count && size != 1) continue;
    std::vector<bool> taken(count, false);
    std::fill(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(size), true);
    do {
      std::vector<std::string> chosen;
      for (std::size_t i = 0; i < count; ++i) {
        if (taken[i]) chosen.push_back(lives[i].id);
      }
      add_choice(lives, std::move(chosen), choices);
    } while (std::prev_permutation(taken.begin(), taken.end()));
  }
  return choices;
}

}  // namespace keqian::bureau
