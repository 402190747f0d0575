#include "server-sync/uploader/uploader.h"

#include <gtest/gtest.h>

#include "tests/unit/uploader/fakes.h"

namespace keqian::uploader {
namespace {

using transfer::HttpAnswer;
using transfer::TransferFailure;

class UploaderTest : public ::testing::Test {
 protected:
  UploaderTest() { outbox_.stored_identity = bureau_.make_identity(); }

  void count(int rows) {
    for (int i = 0; i < rows; ++i) outbox_.count(i % 7 + 1);
  }
  std::int64_t persons_counted() const {
    std::int64_t sum = 0;
    for (const auto& row : outbox_.rows) sum += row.persons;
    return sum;
  }
  // Steps whenever the plan says so, until the next attempt lies more than `rest_ms` ahead.
  void run_until_resting(int steps_max = 200) {
    for (int i = 0; i < steps_max; ++i) {
      const SyncState state = uploader_.step();
      if (state.next_attempt_monotonic_ms > clock_.monotonic_ms() &&
          state.failure == SyncFailure::kNone) {
        return;
      }
      clock_.advance(
          std::max<MonotonicMs>(0, state.next_attempt_monotonic_ms - clock_.monotonic_ms()));
    }
    FAIL() << "never rests";
  }

  FakeClock clock_;
  FakeOutbox outbox_;
  FakeBureau bureau_{clock_};
  SeededRandomness randomness_{1};
  Uploader uploader_{outbox_, bureau_, clock_, randomness_};
};

TEST_F(UploaderTest, BringsEverythingInBoundedBatchesAtOnce) {
  count(1203);
  const MonotonicMs start = clock_.monotonic_ms();
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
  EXPECT_EQ(bureau_.log, (std::vector<std::string>{"PUT 500", "GET ", "PUT 500", "PUT 203"}));
  EXPECT_EQ(clock_.monotonic_ms(), start);
  EXPECT_EQ(uploader_.state().pending, 0);
  EXPECT_EQ(uploader_.state().last_success_utc_ms, clock_.utc_ms());
  EXPECT_EQ(uploader_.state().next_attempt_monotonic_ms, start + 60'000);
}

TEST_F(UploaderTest, GivesASignOfLifeWithoutRows) {
  run_until_resting();
  clock_.advance(60'000);
  uploader_.step();
  EXPECT_EQ(bureau_.log, (std::vector<std::string>{"PUT 0", "GET ", "PUT 0"}));
}

TEST_F(UploaderTest, NotesEveryContactAndNoTroubleOfItsOwn) {
  uploader_.step();
  bureau_.failures.push_back(TransferFailure::kTimedOut);
  uploader_.step();
  outbox_.broken = true;
  uploader_.step();
  outbox_.broken = false;
  outbox_.stored_identity.reset();
  uploader_.step();
  EXPECT_EQ(outbox_.contacts, (std::vector<std::string>{"", "timed_out"}));
}

TEST_F(UploaderTest, PlansAChangeFiveSecondsAhead) {
  run_until_resting();
  clock_.advance(1000);
  count(1);
  uploader_.note_change();
  EXPECT_EQ(uploader_.state().next_attempt_monotonic_ms, clock_.monotonic_ms() + 5000);
}

TEST_F(UploaderTest, ResumesByItselfAfterAnyOutage) {
  count(10);
  const std::vector<std::pair<TransferFailure, SyncFailure>> causes = {
      {TransferFailure::kNameNotFound, SyncFailure::kNameNotFound},
      {TransferFailure::kRefused, SyncFailure::kRefused},
      {TransferFailure::kUnreachable, SyncFailure::kUnreachable},
      {TransferFailure::kTimedOut, SyncFailure::kTimedOut},
      {TransferFailure::kCertificate, SyncFailure::kCertificate},
      {TransferFailure::kBrokenAnswer, SyncFailure::kConnectionLost},
      {TransferFailure::kBadUrl, SyncFailure::kBadAddress},
      {TransferFailure::kTooLarge, SyncFailure::kCaptivePortal}};
  int failures = 0;
  for (const auto& [cause, shown] : causes) {
    bureau_.failures = {cause};
    const SyncState state = uploader_.step();
    EXPECT_EQ(state.failure, shown) << name(shown);
    EXPECT_EQ(state.failures, ++failures);
    EXPECT_EQ(state.pending, 10);
    EXPECT_GT(state.next_attempt_monotonic_ms, clock_.monotonic_ms());
    clock_.advance(state.next_attempt_monotonic_ms - clock_.monotonic_ms());
  }
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
  EXPECT_EQ(uploader_.state().failures, 0);
  EXPECT_EQ(uploader_.state().failure, SyncFailure::kNone);
}

TEST_F(UploaderTest, AChangeDoesNotShortenThePauseAndAPersonDoes) {
  bureau_.failures.assign(12, TransferFailure::kRefused);
  for (int i = 0; i < 12; ++i) uploader_.step();
  const auto planned = uploader_.state().next_attempt_monotonic_ms;
  uploader_.note_change();
  EXPECT_EQ(uploader_.state().next_attempt_monotonic_ms, planned);
  uploader_.attempt_now();
  EXPECT_LE(uploader_.state().next_attempt_monotonic_ms, clock_.monotonic_ms());
}

TEST_F(UploaderTest, CountsOnceWhenTheAnswerIsLost) {
  count(5);
  bureau_.spoil = [](HttpAnswer& answer) { answer.headers.clear(); };
  uploader_.step();
  EXPECT_EQ(outbox_.acknowledged, 0);
  bureau_.spoil = nullptr;
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
  EXPECT_EQ(outbox_.acknowledged, 5);
}

TEST_F(UploaderTest, TakesACaptivePortalForWhatItIs) {
  count(1);
  bureau_.spoil = [](HttpAnswer& answer) {
    answer = {200, {{"Content-Type", "text/html"}}, "<html>Sign in to the network</html>"};
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kCaptivePortal);
  bureau_.spoil = [](HttpAnswer& answer) {
    answer = {302, {{"Location", "https://portal.example.org"}}, ""};
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kCaptivePortal);
  EXPECT_EQ(outbox_.acknowledged, 0);
  EXPECT_EQ(uploader_.state().pending, 1);
}

TEST_F(UploaderTest, RefusesAnAnswerChangedAnywhere) {
  count(1);
  const std::vector<std::function<void(HttpAnswer&)>> changes = {
      [](HttpAnswer& answer) { answer.body += " "; },
      [](HttpAnswer& answer) { answer.body = R"({"acknowledged_revision":99})"; },
      [](HttpAnswer& answer) { answer.status = 304; },
      [](HttpAnswer& answer) {
        answer.headers.insert(answer.headers.begin(), {"ETag", "\"x\""});
      },
      [](HttpAnswer& answer) {
        wire::Signature forged{};
        answer.headers.back().value = wire::encode_signature(forged);
      }};
  for (const auto& change : changes) {
    bureau_.spoil = change;
    EXPECT_EQ(uploader_.step().failure, SyncFailure::kBadSignature);
    EXPECT_EQ(outbox_.acknowledged, 0);
  }
}

TEST_F(UploaderTest, RefusesAnotherBureausSignature) {
  count(1);
  SeededRandomness other(99);
  bureau_.keys = wire::make_key_pair(other);
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kBadSignature);
  EXPECT_EQ(outbox_.acknowledged, 0);
}

TEST_F(UploaderTest, RefusesAReplayedAnswer) {
  count(1);
  std::optional<HttpAnswer> recorded;
  bureau_.spoil = [&](HttpAnswer& answer) {
    if (!recorded) recorded = answer;
  };
  run_until_resting();
  count(1);
  bureau_.spoil = [&](HttpAnswer& answer) { answer = *recorded; };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kBadSignature);
  EXPECT_EQ(uploader_.state().pending, 1);
}

TEST_F(UploaderTest, SendsAgainWhatARestoredBureauHasLost) {
  count(700);
  run_until_resting();
  bureau_.acknowledged = 120;
  std::erase_if(bureau_.rows, [](const auto& row) { return row.first > 120; });
  count(3);
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
  EXPECT_EQ(outbox_.acknowledged, 703);
}

TEST_F(UploaderTest, SetsARefusedRowAsideAndLetsTheRestFlowPastIt) {
  count(20);
  bureau_.refuses = {7, 13};
  run_until_resting();
  EXPECT_EQ(outbox_.quarantine, (std::map<wire::Revision, std::string>{{7, "outside_campaign"},
                                                                       {13, "outside_campaign"}}));
  EXPECT_EQ(bureau_.rows.size(), 18U);
  EXPECT_EQ(uploader_.state().pending, 0);
  EXPECT_EQ(uploader_.state().quarantined, 2);
  EXPECT_EQ(uploader_.state().failure, SyncFailure::kNone);
}

TEST_F(UploaderTest, FindsTheOneRowThatTheBureauCannotRead) {
  count(600);
  bureau_.cannot_read = {1, 333, 600};
  run_until_resting();
  EXPECT_EQ(outbox_.quarantine,
            (std::map<wire::Revision, std::string>{
                {1, "bad_message"}, {333, "bad_message"}, {600, "bad_message"}}));
  EXPECT_EQ(bureau_.rows.size(), 597U);
  EXPECT_LT(bureau_.exchanges, 80);
}

TEST_F(UploaderTest, ShowsARefusalOfTheSignOfLifeAsAFailure) {
  bureau_.state_error = [](const auto&) {
    return std::pair{400, wire::ErrorAnswer{"bad_message", "upload.device: is missing", "", 0}};
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kRefusedRequest);
}

TEST_F(UploaderTest, ComparesHistoriesAtOnceAndThenWaits) {
  count(1);
  const wire::LedgerPoint seen{9, std::string(64, 'a')};
  const std::vector openings = {wire::LedgerOpening{1, std::string(32, 'b'), 1}};
  bureau_.state_error =
      [&](const auto& request) -> std::optional<std::pair<int, wire::ErrorAnswer>> {
    if (request.method != "PUT") return std::nullopt;
    return std::pair{
        409, wire::ErrorAnswer{"history_differs", "another history", "", 0, seen, openings}};
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kNone);
  EXPECT_EQ(outbox_.settled, std::vector{seen});
  EXPECT_EQ(outbox_.openings_settled, openings);
  EXPECT_EQ(uploader_.state().next_attempt_monotonic_ms, clock_.monotonic_ms());
  // Settled once, it would have to fit: a bureau that says the same again is in trouble.
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kRefusedRequest);
  EXPECT_EQ(outbox_.settled.size(), 1u);
  EXPECT_GT(uploader_.state().next_attempt_monotonic_ms, clock_.monotonic_ms());
  bureau_.state_error = nullptr;
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kNone);
  EXPECT_EQ(bureau_.persons(), 1);
}

TEST_F(UploaderTest, WaitsAsLongAsABusyBureauAsks) {
  count(1);
  bureau_.state_error = [](const auto&) {
    return std::pair{429, wire::ErrorAnswer{"too_many_requests", "slow down", "", 45}};
  };
  const SyncState state = uploader_.step();
  EXPECT_EQ(state.failure, SyncFailure::kServerBusy);
  EXPECT_GE(state.next_attempt_monotonic_ms, clock_.monotonic_ms() + 45'000);
  EXPECT_LE(state.next_attempt_monotonic_ms, clock_.monotonic_ms() + 75'000);
}

TEST_F(UploaderTest, WaitsAsLongAsAnUnsignedProxyAsks) {
  bureau_.spoil = [](HttpAnswer& answer) { answer = {503, {{"retry-after", "20"}}, "away"}; };
  const SyncState state = uploader_.step();
  EXPECT_EQ(state.failure, SyncFailure::kServerBusy);
  EXPECT_GE(state.next_attempt_monotonic_ms, clock_.monotonic_ms() + 20'000);
  bureau_.spoil = [](HttpAnswer& answer) { answer = {502, {}, "away"}; };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kServerTrouble);
  EXPECT_EQ(uploader_.state().attempts, 2) << "who asked for one sees that it has ended";
}

TEST_F(UploaderTest, BelievesARevocationOnlyWhenItIsSigned) {
  count(1);
  bureau_.state_error = [](const auto&) {
    return std::pair{403, wire::ErrorAnswer{"revoked_kiosk", "withdrawn", "", 0}};
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kRevoked);
  EXPECT_EQ(uploader_.state().pending, 1);
  bureau_.spoil = [](HttpAnswer& answer) { answer.headers.clear(); };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kCaptivePortal);
}

TEST_F(UploaderTest, NamesWhatTheBureauStates) {
  struct Stated {
    int status;
    std::string code;
    SyncFailure shown;
  };
  const std::vector<Stated> statements = {{404, "unknown_kiosk", SyncFailure::kUnknownKiosk},
                                          {426, "unsupported_version", SyncFailure::kVersionTooOld},
                                          {500, "internal", SyncFailure::kServerTrouble},
                                          {503, "unavailable", SyncFailure::kServerBusy},
                                          {401, "bad_signature", SyncFailure::kRefusedRequest},
                                          {418, "a_later_code", SyncFailure::kRefusedRequest}};
  for (const Stated& stated : statements) {
    bureau_.state_error = [&stated](const auto&) {
      return std::pair{stated.status, wire::ErrorAnswer{stated.code, "as stated", "", 0}};
    };
    EXPECT_EQ(uploader_.step().failure, stated.shown) << stated.code;
    EXPECT_NE(uploader_.state().detail.find("as stated"), std::string::npos);
  }
}

TEST_F(UploaderTest, FetchesTheConfigurationOnceAndAgainWhenItIsNew) {
  run_until_resting();
  EXPECT_EQ(outbox_.configuration_version, 1);
  uploader_.step();
  bureau_.configuration_version = 2;
  EXPECT_TRUE(uploader_.step().configuration_changed);
  EXPECT_EQ(outbox_.configuration_version, 2);
  EXPECT_FALSE(uploader_.step().configuration_changed);
  EXPECT_EQ(bureau_.log,
            (std::vector<std::string>{"PUT 0", "GET ", "PUT 0", "PUT 0", "GET \"v1\"", "PUT 0"}));
}

TEST_F(UploaderTest, TakesASignedNotModified) {
  outbox_.etag = "\"v1\"";
  const SyncState state = uploader_.step();
  EXPECT_EQ(state.failure, SyncFailure::kNone);
  EXPECT_FALSE(state.configuration_changed);
  EXPECT_EQ(outbox_.configuration_version, 0);
}

TEST_F(UploaderTest, KeepsItsConfigurationWhenTheNewOneIsNotSigned) {
  run_until_resting();
  bureau_.configuration_version = 2;
  bureau_.spoil = [](HttpAnswer& answer) {
    if (answer.body.find("venue_kind") != std::string::npos) answer.body += "\n";
  };
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kBadSignature);
  EXPECT_EQ(outbox_.configuration_version, 1);
  bureau_.spoil = nullptr;
  EXPECT_TRUE(uploader_.step().configuration_changed);
}

TEST_F(UploaderTest, MeasuresTheClockHalfWayThroughTheRoundTrip) {
  bureau_.clock_ahead_ms = 7000;
  bureau_.travel_ms = 400;
  uploader_.step();
  EXPECT_EQ(outbox_.clock_offset_ms, 7000);
  EXPECT_EQ(uploader_.state().clock_offset_ms, 7000);
}

TEST_F(UploaderTest, ReportsWithAnUnsetClock) {
  const UtcMs right_time = clock_.utc_ms();
  clock_.set_utc(3000);
  bureau_.clock_ahead_ms = right_time - 3000;
  count(4);
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
  EXPECT_EQ(outbox_.clock_offset_ms, right_time - 3000);
}

TEST_F(UploaderTest, SaysThatItIsNotEnrolledWithoutContactingAnybody) {
  outbox_.stored_identity.reset();
  EXPECT_EQ(uploader_.step().failure, SyncFailure::kNotEnrolled);
  EXPECT_EQ(bureau_.exchanges, 0);
}

TEST_F(UploaderTest, SaysThatItsOwnStorageFailed) {
  count(1);
  bureau_.spoil = [&](HttpAnswer&) { outbox_.broken = true; };
  const SyncState state = uploader_.step();
  EXPECT_EQ(state.failure, SyncFailure::kStorage);
  EXPECT_NE(state.detail.find("disk full"), std::string::npos);
  outbox_.broken = false;
  bureau_.spoil = nullptr;
  run_until_resting();
  EXPECT_EQ(bureau_.persons(), persons_counted());
}

TEST(SyncFailureName, IsOneWordEach) {
  EXPECT_EQ(name(SyncFailure::kNone), "none");
  EXPECT_EQ(name(SyncFailure::kConnectionLost), "connection_lost");
  EXPECT_EQ(name(SyncFailure::kInterrupted), "interrupted");
}

}  // namespace
}  // namespace keqian::uploader
