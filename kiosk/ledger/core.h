// What the ledger's parts share: the two connections, their locks, and the configuration. Internal
// to this folder. `write` runs its body in one transaction on the writing connection, `read` in one
// on the reading one; both turn SQLite's exceptions into errors. Any thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "kiosk/ledger/configuration_snapshot.h"
#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/folder_lock.h"
#include "kiosk/ledger/moment.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

class Core {
 public:
  std::filesystem::path directory;
  std::string boot_id;
  std::string opening_id;  // of this opening of the ledger, 32 random hex digits
  Clock* clock = nullptr;
  Randomness* randomness = nullptr;
  std::unique_ptr<FolderLock> folder_lock;  // with `writer`
  std::unique_ptr<Connection> writer;       // empty when opened for reading
  std::unique_ptr<Connection> reader;
  std::filesystem::path file;
  std::string vfs;
  ConnectionMode reading_mode = ConnectionMode::kReadOnly;
  // Whether the repair of the clock ever moved rows between sessions: most kiosks need not look.
  std::atomic<bool> rows_were_moved{false};

  // `body(Connection&)` gives a Result; commits when it is ok and returns it after the commit.
  template <typename Body>
  auto write(const std::string& what, Body body) -> std::invoke_result_t<Body, Connection&> {
    if (!writer) return Error{ErrorKind::kInternal, "the ledger was opened for reading", {}};
    const std::lock_guard lock(writer_mutex_);
    try {
      Transaction transaction(*writer, Transaction::Kind::kWriting);
      auto result = body(*writer);
      if (result.ok()) transaction.commit();
      return result;
    } catch (const SQLite::Exception& exception) {
      return to_error(exception, what);
    }
  }

  // All reads of one body see one state of the file.
  template <typename Body>
  auto read(const std::string& what, Body body) -> std::invoke_result_t<Body, Connection&> {
    const std::lock_guard lock(reader_mutex_);
    try {
      Transaction transaction(*reader, Transaction::Kind::kReading);
      auto result = body(*reader);
      transaction.commit();
      return result;
    } catch (const SQLite::Exception& exception) {
      return to_error(exception, what);
    }
  }

  // The same on a connection of its own: for what takes seconds, while others read on.
  template <typename Body>
  auto read_apart(const std::string& what, Body body) -> std::invoke_result_t<Body, Connection&> {
    try {
      Connection connection(file, reading_mode, vfs);
      Transaction transaction(connection, Transaction::Kind::kReading);
      auto result = body(connection);
      transaction.commit();
      return result;
    } catch (const SQLite::Exception& exception) {
      return to_error(exception, what);
    }
  }

  Moment now();
  std::shared_ptr<const ConfigurationSnapshot> configuration();
  void publish(std::shared_ptr<const ConfigurationSnapshot> configuration);
  void publish(const ClockReference& reference);
  void publish(const StaffClock& staff_clock);
  ClockReference clock_reference();
  bool date_told();  // by the staff, in this boot

  // Closes the sessions and destroys the repeat-guard key of days before the moment's.
  Status end_past_days(const Moment& moment);

  // Cuts the write-ahead log, so that what a transaction destroyed is gone from the disk. A log in
  // use by a reader, or that could not be written, is cut by a later end_past_days.
  void cut_log();

 private:
  std::mutex writer_mutex_;
  std::mutex reader_mutex_;
  std::mutex published_mutex_;
  std::shared_ptr<const ConfigurationSnapshot> configuration_;
  ClockReference clock_reference_;
  StaffClock staff_clock_;
  std::atomic<bool> log_is_uncut_{false};
  std::string settled_;  // the time for which end_past_days has done its work
};

}  // namespace keqian::kiosk
