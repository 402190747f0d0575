// A bureau, a ledger and a clock for the uploader's tests. The bureau checks what a real one
// checks and signs what a real one signs; tests then spoil the exchange at one place.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server-sync/base/clock.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/wire/messages.h"

namespace keqian::uploader {

class FakeClock final : public Clock {
 public:
  UtcMs utc_ms() override { return utc_; }
  MonotonicMs monotonic_ms() override { return monotonic_; }
  void advance(std::int64_t ms) {
    utc_ += ms;
    monotonic_ += ms;
  }
  void set_utc(UtcMs utc) { utc_ = utc; }

 private:
  std::atomic<UtcMs> utc_ = 1'779'674'580'000;
  std::atomic<MonotonicMs> monotonic_ = 50'000;
};

// The kiosk's storage in memory: numbered tallies, an acknowledged revision, a quarantine.
class FakeOutbox final : public Outbox {
 public:
  Result<std::optional<KioskIdentity>> identity() override;
  Status store_identity(const KioskIdentity& identity) override;
  Result<wire::Upload> pending_upload(std::size_t items_max) override;
  Status apply(const wire::Upload& sent, const wire::UploadAnswer& answer) override;
  Status settle_history(const wire::LedgerPoint& seen,
                        const std::vector<wire::LedgerOpening>& openings) override;
  Result<OutboxCounts> counts() override;
  Result<std::string> configuration_etag() override { return etag; }
  Status store_configuration(const wire::Configuration& configuration, const std::string& bytes,
                             const std::string& new_etag) override;
  Status store_clock_offset(std::int64_t offset_ms, std::int64_t round_trip_ms) override;
  void note_contact(std::string_view failure) override { contacts.emplace_back(failure); }

  void count(std::int64_t persons);  // one more row, at the next revision

  std::optional<KioskIdentity> stored_identity;
  std::vector<wire::Tally> rows;
  wire::Revision acknowledged = 0;
  std::map<wire::Revision, std::string> quarantine;   // revision → reason
  std::vector<wire::LedgerPoint> settled;             // what the bureau was told to have seen
  std::vector<wire::LedgerOpening> openings_settled;  // with the last of them
  std::string etag;
  std::int64_t configuration_version = 0;
  std::optional<std::int64_t> clock_offset_ms;
  std::vector<std::string> contacts;  // as they were noted
  bool broken = false;                // every call fails
};

// The other end of the line. `send` is what the uploader's HttpClient does.
class FakeBureau final : public transfer::HttpClient {
 public:
  explicit FakeBureau(FakeClock& clock);

  transfer::HttpResult send(const transfer::HttpRequest& request) override;
  void interrupt() override;

  // An identity that this bureau knows.
  KioskIdentity make_identity();
  std::int64_t persons() const;  // the sum it has

  // What the next exchanges do instead of answering, in turn.
  std::deque<transfer::TransferFailure> failures;
  // Changes the signed answer on its way.
  std::function<void(transfer::HttpAnswer&)> spoil;
  // Answers in place of the bureau, signed when it says so.
  std::function<std::optional<std::pair<int, wire::ErrorAnswer>>(const transfer::HttpRequest&)>
      state_error;
  bool hanging = false;  // an exchange waits until it is interrupted
  std::atomic<bool> entered = false;
  std::atomic<int> exchanges = 0;
  std::vector<std::string> log;  // "PUT 3 rows", "GET"
  std::set<wire::Revision> refuses, cannot_read;
  std::map<wire::Revision, wire::Tally> rows;
  wire::Revision acknowledged = 0;
  std::int64_t configuration_version = 1;
  std::int64_t clock_ahead_ms = 0;
  std::int64_t travel_ms = 0;  // each way
  wire::KeyPair keys;
  std::string one_time_code = "7K3M-Q9TD-2XHB";
  wire::PublicKey kiosk_key;

 private:
  struct Reply {
    int status = 200;
    std::string body;
    std::string etag;
    std::int64_t retry_after_s = 0;
  };
  Reply reply_to(const transfer::HttpRequest& request, const std::string& path);
  Reply take_upload(const std::string& body);
  Reply enrol(const std::string& body);
  Reply configuration(const transfer::HttpRequest& request);
  static Reply error(int status, const wire::ErrorAnswer& answer);
  bool is_signed(const transfer::HttpRequest& request, const std::string& path) const;

  FakeClock& clock_;
  std::mutex mutex_;
  std::atomic<bool> interrupted_ = false;
};

}  // namespace keqian::uploader
