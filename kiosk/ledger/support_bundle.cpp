#include "kiosk/ledger/support_bundle.h"

#include <system_error>

#include "kiosk/ledger/setting_rows.h"
#include "kiosk/ledger/station_report.h"
#include "kiosk/ledger/tar_archive.h"
#include "server-sync/base/files.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int kLinesMax = 20'000;
constexpr std::size_t kLogBytesMax = 4 * 1024 * 1024;  // of one file
constexpr std::string_view kLogStem = "keqian";
constexpr int kLogFilesMax = 8;

constexpr char kEvents[] =
    "SELECT utc_ms, kind, detail FROM event_log ORDER BY sequence DESC LIMIT ?";
constexpr char kQuarantine[] =
    "SELECT refused_utc_ms, kind, item, reason, resolved_utc_ms FROM quarantine "
    "ORDER BY refused_utc_ms DESC, kind, item LIMIT ?";
constexpr char kSessions[] =
    "SELECT id, opened_utc_ms, closed_utc_ms, revision FROM session ORDER BY opening DESC LIMIT ?";
constexpr char kTallies[] =
    "SELECT session_id, business_date, hour, category, method, persons, check_ins, revision "
    "FROM tally ORDER BY revision DESC LIMIT ?";
constexpr char kState[] =
    "SELECT revision, (SELECT acknowledged_revision FROM upload_state WHERE id = 1), "
    "(SELECT COUNT(*) FROM refusal) FROM kiosk_state WHERE id = 1";

constexpr char kKioskId[] = "SELECT kiosk_id FROM identity WHERE id = 1";

// Columns as tab-separated lines, the newest first.
std::string table(Connection& connection, const char* sql, int columns) {
  std::string text;
  auto query = connection.query(sql);
  query.bind(kLinesMax);
  while (query.step()) {
    for (int i = 0; i < columns; ++i) {
      text += (i == 0 ? "" : "\t") + escape_tabular(query.text(i));
    }
    text += '\n';
  }
  return text;
}

std::string settings_text(Connection& connection) {
  std::string text;
  for (const auto& setting : read_settings(connection)) {
    text += escape_tabular(setting.key) + "\t" + escape_tabular(setting.value) + "\n";
  }
  return text;
}

std::string_view name_of(ClockTrust trust) {
  switch (trust) {
    case ClockTrust::kSet:
      return "set";
    case ClockTrust::kCorrected:
      return "corrected";
    case ClockTrust::kUnset:
      return "unset";
  }
  return "unset";
}

std::string report_text(const StationReport& report) {
  const auto offset = report.clock_offset_ms ? std::to_string(*report.clock_offset_ms) : "unknown";
  return "version " + report.version + "\nkiosk " + report.kiosk_id + "\nbureau " +
         report.bureau_url + "\nincarnation " + report.incarnation + "\nledger_sequence " +
         std::to_string(report.ledger_sequence) + "\nledger_bytes " +
         std::to_string(report.ledger_bytes) + "\ndisk_free_bytes " +
         std::to_string(report.disk_free_bytes) + "\nclock " + std::string(name_of(report.clock)) +
         "\nclock_offset_ms " + offset + "\nunset_rows " + std::to_string(report.unset_rows) + "\n";
}

std::string state_text(Connection& connection) {
  auto query = connection.query(kState);
  query.step();
  return "revision " + query.text(0) + "\nacknowledged_revision " + query.text(1) + "\nrefusals " +
         query.text(2) + "\n";
}

void add_program_log(TarArchive& archive, const fs::path& data) {
  for (int i = 0; i < kLogFilesMax; ++i) {
    const auto file = std::string(kLogStem) + (i == 0 ? "" : "." + std::to_string(i)) + ".log";
    const auto bytes = read_file(data / "log" / file, kLogBytesMax);
    if (bytes.ok()) archive.add("log/" + file, *bytes);
  }
}

std::string export_prefix(Connection& connection) {
  auto query = connection.query(kKioskId);
  return query.step() ? "keqian-" + query.text(0) + "-" : "keqian-";
}

std::string time_for_name(UtcMs utc_ms) {
  std::string text = iso_time(utc_ms).substr(0, 19);
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  return text;
}

}  // namespace

Result<fs::path> write_support_bundle(Core& core, const std::string& version,
                                      const fs::path& folder) {
  KEQIAN_TRY(const auto report, read_report(core, version));
  const auto utc_ms = core.now().utc_ms;
  TarArchive archive(utc_ms);
  KEQIAN_TRY(const auto prefix,
             core.read_apart("put the bundle together", [&](Connection& connection) {
               archive.add("station.txt", report_text(report) + state_text(connection));
               archive.add("settings.txt", settings_text(connection));
               archive.add("events.txt", table(connection, kEvents, 3));
               archive.add("quarantine.txt", table(connection, kQuarantine, 5));
               archive.add("sessions.txt", table(connection, kSessions, 4));
               archive.add("tallies.txt", table(connection, kTallies, 8));
               return Result<std::string>(export_prefix(connection));
             }));
  add_program_log(archive, core.directory);
  auto file = folder / (prefix + "support-" + time_for_name(utc_ms) + ".tar");
  KEQIAN_CHECK_OK(write_to_take_along(file, archive.bytes()));
  return file;
}

}  // namespace keqian::kiosk
