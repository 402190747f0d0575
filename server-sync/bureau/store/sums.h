// What is kept added up (each session's persons, each venue's hours) on its way to what the counted
// lives of all kiosks say, inside one writing transaction: each sum is written once, however many
// rows feed it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "server-sync/bureau/statistics/table.h"
#include "server-sync/bureau/store/database.h"

namespace keqian::bureau {

class Sums {
 public:
  explicit Sums(Database& database) : database_(database) {}

  struct Change {
    const std::string& venue;
    std::int64_t session_key = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t category = 0;
    std::int64_t persons = 0;
    std::int64_t check_ins = 0;
  };
  void add(const Change& change);
  // The session was opened or closed, or its head counts changed, by a life that counts.
  void restate(std::int64_t session_key) { sessions_to_restate_.insert(session_key); }
  // A life of a kiosk; without its `shared` part where the life that it came from counts too.
  struct Life {
    std::int64_t incarnation_key = 0;
    bool whole = true;
  };
  void take_in(const Life& life) { add_life(life, 1); }
  void take_out(const Life& life) { add_life(life, -1); }
  // Writes everything. Call once, after `incarnation.is_counted` says what it should.
  void finish();

 private:
  struct SessionChange {
    CategoryCounts persons{};
    std::int64_t check_ins = 0;
  };
  struct HourChange {
    std::int64_t persons = 0;
    std::int64_t check_ins = 0;
  };
  using HourKey = std::tuple<std::string, std::int64_t, std::int64_t>;  // venue, day, hour

  void add_life(const Life& life, std::int64_t sign);
  void add_rows(const char* sql, std::int64_t incarnation_key, std::int64_t sign);

  Database& database_;
  std::map<std::int64_t, SessionChange> session_changes_;
  std::map<HourKey, HourChange> hour_changes_;
  std::set<std::int64_t> sessions_to_restate_;
};

}  // namespace keqian::bureau
