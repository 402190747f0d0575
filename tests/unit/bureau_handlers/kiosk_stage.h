// A bureau as its kiosks see it, without sockets: a store in a folder of the test's own, the routes
// of the kiosk protocol, the writer, the signer, and kiosks with real keys.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/kiosk_routes.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {

inline const BusinessDate kWeekBegins = *BusinessDate::parse("2026-05-25");
inline const UtcMs kOpeningTime = kWeekBegins.start_utc_ms() + 9 * kMsPerHour;
inline const Act kStaff{"tester", kOpeningTime};

class StageClock final : public Clock {
 public:
  UtcMs utc_ms() override { return now; }
  MonotonicMs monotonic_ms() override { return now - kOpeningTime; }
  UtcMs now = kOpeningTime;
};

struct StageKiosk {
  KioskId id;
  wire::KeyPair keys;
};

class KioskStage : public testing::Test {
 protected:
  KioskStage();

  // A code that the bureau hands out, good for a day from now.
  std::string issue_code(const std::string& venue = "museum");
  StageKiosk enrol(const std::string& venue = "museum");
  void revoke(const KioskId& kiosk);

  // Requests as a kiosk signs them; to be spoilt after that.
  Request signed_request(std::string method, std::string target, std::string kiosk,
                         const wire::KeyPair& keys, std::string body);
  Request enrolment(const std::string& code, const wire::KeyPair& keys);
  Request upload(const StageKiosk& kiosk, const wire::Upload& upload);
  Request configuration(const StageKiosk& kiosk);
  // One counter of the museum's daily opening, at the revision after `from`.
  wire::Upload one_tally(const KioskId& kiosk, std::int64_t persons, wire::Revision from = 0);

  // The answer as it leaves the server, signature and 304 included.
  Response ask(const Request& request);
  bool is_signed(const Request& request, const Response& response) const;
  // Everybody counted in the session of `one_tally`.
  std::int64_t persons();
  // Makes every tally of 666 persons fail in the database, and with it its transaction.
  void break_tallies_of_666();

  TemporaryFolder folder_;
  SeededRandomness randomness_{20260525};
  StageClock clock_;
  wire::KeyPair bureau_keys_;
  std::unique_ptr<Store> store_;
  std::function<void()> changed_ = [] {};  // on the writer's thread
  std::unique_ptr<UploadWriter> writer_;
  std::unique_ptr<AnswerSigner> signer_;
  Router router_;
};

void set_header(Request& request, std::string_view name, std::string value);
std::string response_header(const Response& response, std::string_view name);
// The stated error; fails the test when the body is not one of the protocol.
wire::ErrorAnswer error_of(const Response& response);
// "404 unknown_kiosk"; "200" without an error.
std::string outcome(const Response& response);

}  // namespace keqian::bureau
