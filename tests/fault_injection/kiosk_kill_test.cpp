// `kill -9` of `keqian-kiosk scan` while it starts and under load, at random instants: everything
// it printed as accepted is in the ledger, and `keqian-kiosk check` finds nothing. KEQIAN_KILLS and
// KEQIAN_SEED change how often and where.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

#include "kiosk/ledger/verification.h"
#include "server-sync/wire/json.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"
#include "tests/support/reliability.h"

namespace keqian::kiosk {
namespace {

constexpr int kKillsByItself = 20;
constexpr int kPollMs = 20'000;
constexpr int kAnswersBeforeKillMax = 60;
constexpr std::uint64_t kStartingRounds = 5;  // one round in so many is killed while it starts
constexpr std::uint64_t kStartingUsMax = 40'000;
constexpr std::uint64_t kCountingUsMax = 4'000;  // some transactions

std::uint64_t number_from(const char* variable, std::uint64_t fallback) {
  const char* given = std::getenv(variable);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : fallback;
}

// The program with its two pipes.
class ScanProcess {
 public:
  explicit ScanProcess(const std::filesystem::path& data) {
    int input[2];
    int output[2];
    KEQIAN_ASSERT(::pipe2(input, O_CLOEXEC) == 0 && ::pipe2(output, O_CLOEXEC) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(input[0], STDIN_FILENO);
      ::dup2(output[1], STDOUT_FILENO);
      ::execl(KEQIAN_KIOSK_PROGRAM, KEQIAN_KIOSK_PROGRAM, "scan", "--data", data.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
    ::fcntl(input_, F_SETFL, O_NONBLOCK);
  }
  ~ScanProcess() {
    kill();
    ::close(input_);
    ::close(output_);
  }
  ScanProcess(const ScanProcess&) = delete;
  ScanProcess& operator=(const ScanProcess&) = delete;

  // As much of the text as the pipe takes; a cut line is continued by the next call.
  void offer(const std::string& line) {
    unsent_ += line;
    const auto written = ::write(input_, unsent_.data(), unsent_.size());
    if (written > 0) unsent_.erase(0, static_cast<std::size_t>(written));
  }
  // Waits for more of the answers; false when there is none within the deadline, or their end.
  bool receive() {
    pollfd waiting{output_, POLLIN, 0};
    if (::poll(&waiting, 1, kPollMs) != 1) return false;
    char buffer[4096];
    const auto count = ::read(output_, buffer, sizeof buffer);
    if (count <= 0) return false;
    answers_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }
  std::size_t lines() const {
    return static_cast<std::size_t>(std::count(answers_.begin(), answers_.end(), '\n'));
  }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  // Everything it printed; call after kill().
  const std::string& all_answers() {
    while (receive()) {
    }
    return answers_;
  }

 private:
  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
  std::string unsent_;
  std::string answers_;
};

void note_accepted(const std::string& answers, std::map<std::int64_t, std::int64_t>& accepted) {
  std::size_t from = 0;
  // A line without its end may have been cut by the kill: it was not printed yet.
  for (auto end = answers.find('\n'); end != std::string::npos; end = answers.find('\n', from)) {
    const auto json = Json::parse(answers.substr(from, end - from));
    from = end + 1;
    ASSERT_TRUE(json.ok());
    JsonReader reader(*json, "answer");
    if (reader.text("outcome", 32) != "accepted") continue;
    accepted[reader.integer("sequence", 1, INT64_MAX)] = reader.integer("persons", 1, 500);
    ASSERT_TRUE(reader.ok()) << reader.error();
  }
}

// One life of the program, ended at a random instant.
void count_until_killed(test::KioskBench& bench, std::uint64_t round, SeededRandomness& dice,
                        ScanProcess& scan) {
  if (round % kStartingRounds == 0) {
    ::usleep(static_cast<useconds_t>(dice.next() % kStartingUsMax));
    return scan.kill();
  }
  const auto answers_wanted = dice.next() % kAnswersBeforeKillMax;
  while (scan.lines() <= answers_wanted) {
    for (int i = 0; i < 20; ++i) {
      scan.offer(i % 2 == 0 ? bench.pass(Category::kYouth, 1 + i) + "\n" : "+2 public\n");
    }
    ASSERT_TRUE(scan.receive()) << "the program stopped answering";
  }
  // Somewhere inside the next transactions, not at their edge.
  ::usleep(static_cast<useconds_t>(dice.next() % kCountingUsMax));
  scan.kill();
}

TEST(KioskKill, LosesNothingThatWasPrintedAsAccepted) {
  const auto kills = number_from("KEQIAN_KILLS", kKillsByItself);
  const auto seed = number_from("KEQIAN_SEED", 2026);
  SCOPED_TRACE("KEQIAN_SEED=" + std::to_string(seed));
  SeededRandomness dice(seed);
  test::KioskBench bench;
  SystemClock clock;
  bench.clock.utc = clock.utc_ms();
  bench.clock.monotonic = clock.monotonic_ms();
  bench.open_enrolled().reset();

  ::signal(SIGPIPE, SIG_IGN);
  std::map<std::int64_t, std::int64_t> accepted;
  for (std::uint64_t round = 0; round < kills; ++round) {
    ScanProcess scan(bench.folder.path());
    count_until_killed(bench, round, dice, scan);
    if (HasFatalFailure()) return;
    note_accepted(scan.all_answers(), accepted);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(accepted.size(), kills);

  const std::string check =
      KEQIAN_KIOSK_PROGRAM " check --data '" + bench.folder.path().string() + "' >&2";
  EXPECT_EQ(std::system(check.c_str()), 0);
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok()) << ledger.error().text();
  EXPECT_FALSE((*ledger)->set_aside().has_value());
  const auto verified = verify_ledger(**ledger);
  ASSERT_TRUE(verified.ok());
  EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
  EXPECT_GE(verified->check_ins, static_cast<std::int64_t>(accepted.size()));
  std::map<std::int64_t, std::int64_t> stored;
  for (const auto& row :
       test::run_sql(bench.file(), "SELECT sequence, persons FROM check_in").rows) {
    const auto bar = row.find('|');
    stored[std::stoll(row.substr(0, bar))] = std::stoll(row.substr(bar + 1));
  }
  for (const auto& [sequence, persons] : accepted) {
    ASSERT_TRUE(stored.contains(sequence)) << "#" << sequence << " was printed and is gone";
    EXPECT_EQ(stored[sequence], persons);
  }
  if (HasFailure()) return;
  keqian::test::note_survived({"kill -9 of `keqian-kiosk scan`", "it counts",
                               static_cast<std::int64_t>(kills),
                               static_cast<std::int64_t>(accepted.size())});
}

}  // namespace
}  // namespace keqian::kiosk
