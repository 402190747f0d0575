#include "kiosk/ledger/ledger.h"

#include <utility>

#include "kiosk/ledger/core.h"
#include "kiosk/ledger/opening.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/schema.h"
#include "server-sync/base/files.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "ledger.db";

constexpr char kBeginLife[] =
    "INSERT INTO kiosk_state (id, incarnation, revision, origin) VALUES (1, ?, 0, '') "
    "ON CONFLICT DO NOTHING";
constexpr char kBeginUploads[] =
    "INSERT INTO upload_state (id, acknowledged_revision) VALUES (1, 0) ON CONFLICT DO NOTHING";
constexpr char kReadConfiguration[] = "SELECT bytes FROM configuration WHERE id = 1";
constexpr char kReadClockReference[] =
    "SELECT bureau_utc_ms, offset_ms, boot_id, utc_minus_monotonic_ms FROM clock_reference "
    "WHERE id = 1";
constexpr char kMovedRows[] = "SELECT 1 FROM moved_session LIMIT 1";
constexpr char kReadStaffClock[] =
    "SELECT boot_id, utc_minus_monotonic_ms FROM staff_clock WHERE id = 1";

std::unique_ptr<Core> make_core(const LedgerOptions& options, Clock& clock,
                                Randomness& randomness) {
  auto core = std::make_unique<Core>();
  core->directory = options.directory;
  core->file = options.directory / kFileName;
  core->vfs = options.vfs;
  core->boot_id = options.boot_id;
  core->opening_id = make_incarnation(randomness);
  core->clock = &clock;
  core->randomness = &randomness;
  return core;
}

Status open_writer(Core& core, const fs::path& file, const std::string& vfs) {
  try {
    core.writer = std::make_unique<Connection>(file, ConnectionMode::kReadWrite, vfs);
    configure_writer(*core.writer);
    migrate(*core.writer, ledger_migrations());
    core.reader = std::make_unique<Connection>(file, ConnectionMode::kReadOnly, vfs);
  } catch (const SQLite::Exception& exception) {
    return to_error(exception, "open " + file.string());
  }
  return core.write("prepare " + file.string(), [&](Connection& connection) -> Status {
    connection.query(kBeginLife).bind(make_incarnation(*core.randomness)).run();
    connection.query(kBeginUploads).run();
    return ok();
  });
}

// A ledger on a medium that cannot be written has no log file beside it; SQLite then wants to be
// told that nobody will.
Status open_reader(Core& core, const fs::path& file, const std::string& vfs) {
  const auto open = [&](ConnectionMode mode) -> Status {
    try {
      core.reader = std::make_unique<Connection>(file, mode, vfs);
      core.reader->execute("SELECT 1 FROM sqlite_schema");
      core.reading_mode = mode;
      return ok();
    } catch (const SQLite::Exception& exception) {
      return to_error(exception, "read " + file.string());
    }
  };
  auto status = open(ConnectionMode::kReadOnly);
  if (status.ok() || storage_fault(status.error()) != StorageFault::kReadOnly) return status;
  std::error_code error;
  const auto log_bytes = fs::file_size(file.string() + "-wal", error);
  if (!error && log_bytes > 0) return status;
  return open(ConnectionMode::kImmutable);
}

}  // namespace

std::vector<std::filesystem::path> ledgers_set_aside(const std::filesystem::path& directory) {
  return files_set_aside(directory / kFileName);
}

Ledger::Ledger(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open_for_counting(const LedgerOptions& options,
                                                          Clock& clock, Randomness& randomness) {
  KEQIAN_CHECK_OK(make_private_directory(options.directory));
  auto core = make_core(options, clock, randomness);
  KEQIAN_TRY(core->folder_lock, FolderLock::acquire(options.directory));
  const auto file = options.directory / kFileName;
  KEQIAN_TRY(const auto judgement, judge_file(file, options.vfs));
  std::optional<SetAside> aside;
  if (judgement.kind == FileJudgement::Kind::kDamaged) {
    KEQIAN_TRY(auto new_name, set_file_aside(file, clock.utc_ms()));
    log_error("the ledger was damaged and set aside as " + new_name.string() + ": " +
              judgement.damage);
    aside = SetAside{std::move(new_name), judgement.damage, false};
  }
  KEQIAN_CHECK_OK(open_writer(*core, file, options.vfs));
  if (aside) {
    aside->enrolment_carried_over = carry_enrolment_over(aside->file, *core->writer);
    const auto name = aside->file.filename().string();
    KEQIAN_CHECK_OK(core->write("note an event", [&](Connection& connection) -> Status {
      log_event(connection, clock.utc_ms(), "damaged_ledger_set_aside", name);
      return ok();
    }));
  }
  std::unique_ptr<Ledger> ledger(new Ledger(std::move(core)));
  ledger->set_aside_ = std::move(aside);
  KEQIAN_CHECK_OK(ledger->load());
  KEQIAN_CHECK_OK(ledger->end_past_days());
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open_for_reading(const LedgerOptions& options, Clock& clock,
                                                         Randomness& randomness) {
  auto core = make_core(options, clock, randomness);
  const auto file = options.directory / kFileName;
  std::error_code error;
  if (!fs::exists(file, error)) {
    return not_found("there is no ledger in " + options.directory.string(),
                     "name the kiosk's data folder with --data");
  }
  KEQIAN_CHECK_OK(open_reader(*core, file, options.vfs));
  KEQIAN_CHECK_OK(core->read("read " + file.string(), [&](Connection& connection) -> Status {
    const auto newest = static_cast<std::int64_t>(ledger_migrations().size());
    if (file_application_id(connection) == kLedgerApplicationId &&
        file_version(connection) == newest) {
      return ok();
    }
    return Error{ErrorKind::kConflict,
                 file.string() + " is not a ledger of this version of keqian-kiosk",
                 "start the kiosk's window once, or use the program that wrote the file"};
  }));
  std::unique_ptr<Ledger> ledger(new Ledger(std::move(core)));
  KEQIAN_CHECK_OK(ledger->load());
  return ledger;
}

Status Ledger::load() {
  struct Loaded {
    std::optional<std::string> configuration;
    std::optional<ClockReference> reference;
    StaffClock staff_clock;
    bool rows_were_moved = false;
  };
  KEQIAN_TRY(const auto loaded,
             core_->read("read the settings", [](Connection& connection) -> Result<Loaded> {
               Loaded found;
               auto configuration = connection.query(kReadConfiguration);
               if (configuration.step()) found.configuration = configuration.text(0);
               auto reference = connection.query(kReadClockReference);
               if (reference.step()) {
                 found.reference = ClockReference{reference.integer(0), reference.integer(1),
                                                  reference.text(2), reference.integer(3)};
               }
               auto staff_clock = connection.query(kReadStaffClock);
               if (staff_clock.step()) {
                 found.staff_clock = {staff_clock.text(0), staff_clock.integer(1)};
               }
               found.rows_were_moved = connection.query(kMovedRows).step();
               return found;
             }));
  if (loaded.reference) core_->publish(*loaded.reference);
  core_->publish(loaded.staff_clock);
  core_->rows_were_moved = loaded.rows_were_moved;
  if (!loaded.configuration) return ok();
  auto configuration = wire::decode_configuration(*loaded.configuration);
  if (!configuration) {
    // It was checked before it was stored; a later version may have written it. It comes again
    // with the next contact.
    log_warning("the stored configuration is not understood: " + configuration.error().text());
    return ok();
  }
  core_->publish(std::make_shared<const ConfigurationSnapshot>(std::move(*configuration)));
  return ok();
}

std::shared_ptr<const wire::Configuration> Ledger::configuration() const {
  const auto snapshot = core_->configuration();
  if (!snapshot) return nullptr;
  return {snapshot, &snapshot->configuration};
}

BusinessDate Ledger::business_date() const {
  return core_->now().business_date;
}

Status Ledger::end_past_days() {
  return core_->end_past_days(core_->now());
}

}  // namespace keqian::kiosk
