#include "kiosk/ledger/station_report.h"

#include <sstream>
#include <system_error>

#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/setting_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kListedMax = 50;
// Time, check-ins, persons and findings of the last check, in this order.
constexpr std::string_view kCheckSetting = "last_ledger_check";
constexpr const char* kFiles[] = {"ledger.db", "ledger.db-wal"};

constexpr char kIdentity[] = "SELECT kiosk_id, kiosk_name, bureau_url FROM identity WHERE id = 1";
constexpr char kIncarnation[] = "SELECT incarnation FROM kiosk_state WHERE id = 1";
constexpr char kOffset[] = "SELECT offset_ms FROM clock_reference WHERE id = 1";
// A check-in of a boot whose true time was heard stands where it belongs, or was moved there.
constexpr char kUnsetRows[] =
    "SELECT COUNT(*) FROM check_in AS unset WHERE clock_state = 'unset' AND reverses IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM boot_clock WHERE unrepaired_until = 0 AND boot_id = "
    "(SELECT boot_id FROM check_in WHERE sequence = COALESCE((SELECT origin FROM "
    "amended_check_in WHERE newest = unset.sequence), unset.sequence))) "
    "AND NOT EXISTS (SELECT 1 FROM check_in WHERE reverses = unset.sequence)";
constexpr char kQuarantine[] =
    "SELECT kind, session_id, COALESCE((SELECT title FROM session WHERE id = session_id), ''), "
    "reason, refused_utc_ms FROM quarantine WHERE resolved_utc_ms = 0 "
    "ORDER BY refused_utc_ms DESC, kind, item LIMIT ?";
// A detail begins with the id of what it is about, where it is about something that has one.
constexpr char kLog[] =
    "SELECT utc_ms, kind, detail, COALESCE("
    "(SELECT title FROM session WHERE id = substr(detail, 1, instr(detail || ' ', ' ') - 1)), "
    "(SELECT kiosk_name FROM identity WHERE kiosk_id = detail), '') "
    "FROM event_log ORDER BY sequence DESC LIMIT ?";

ClockTrust trust_of(ClockState state) {
  switch (state) {
    case ClockState::kSet:
      return ClockTrust::kSet;
    case ClockState::kCorrected:
      return ClockTrust::kCorrected;
    case ClockState::kUnset:
      return ClockTrust::kUnset;
  }
  return ClockTrust::kUnset;
}

std::optional<PastCheck> read_last_check(Connection& connection) {
  std::istringstream words(read_setting(connection, kCheckSetting));
  PastCheck check;
  if (words >> check.utc_ms >> check.check_ins >> check.persons >> check.findings) return check;
  return std::nullopt;
}

void read_identity(Connection& connection, StationReport& report) {
  auto query = connection.query(kIdentity);
  if (!query.step()) return;
  report.kiosk_id = query.text(0);
  report.kiosk_name = query.text(1);
  report.bureau_url = query.text(2);
}

void read_lists(Connection& connection, StationReport& report) {
  auto quarantine = connection.query(kQuarantine);
  quarantine.bind(kListedMax);
  while (quarantine.step()) {
    report.quarantined.push_back({quarantine.text(0),
                                  {quarantine.text(1)},
                                  quarantine.text(2),
                                  quarantine.text(3),
                                  quarantine.integer(4)});
  }
  auto log = connection.query(kLog);
  log.bind(kListedMax);
  while (log.step()) {
    report.log.push_back({log.integer(0), log.text(1), log.text(2), log.text(3)});
  }
}

}  // namespace

Status note_check(Core& core, const LedgerCheck& check) {
  const auto words = std::to_string(check.utc_ms) + " " + std::to_string(check.check_ins) + " " +
                     std::to_string(check.persons) + " " + std::to_string(check.findings.size());
  return core.write("note the check", [&](Connection& connection) {
    return write_setting(connection, kCheckSetting, words);
  });
}

Result<StationReport> read_report(Core& core, const std::string& version) {
  KEQIAN_TRY(auto report, core.read("read the station's state",
                                    [](Connection& connection) -> Result<StationReport> {
                                      StationReport found;
                                      read_identity(connection, found);
                                      {
                                        auto query = connection.query(kIncarnation);
                                        if (query.step()) found.incarnation = query.text(0);
                                      }
                                      {
                                        auto query = connection.query(kOffset);
                                        if (query.step()) found.clock_offset_ms = query.integer(0);
                                      }
                                      {
                                        auto query = connection.query(kUnsetRows);
                                        query.step();
                                        found.unset_rows = query.integer(0);
                                      }
                                      found.ledger_sequence = chain_head(connection).sequence;
                                      found.last_check = read_last_check(connection);
                                      read_lists(connection, found);
                                      found.differences = closing_differences(connection);
                                      return found;
                                    }));
  report.version = version;
  report.clock = trust_of(core.now().clock_state);
  report.date_told = report.clock == ClockTrust::kUnset && core.date_told();
  std::error_code error;
  for (const char* file : kFiles) {
    const auto bytes = std::filesystem::file_size(core.directory / file, error);
    if (!error) report.ledger_bytes += static_cast<std::int64_t>(bytes);
  }
  const auto space = std::filesystem::space(core.directory, error);
  if (!error) report.disk_free_bytes = static_cast<std::int64_t>(space.available);
  return report;
}

}  // namespace keqian::kiosk
