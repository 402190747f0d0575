#include "kiosk/platform/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr Patience kShort{
    .pause_ms_min = 1, .pause_ms_max = 4, .steady_ms = 60'000, .silence_ms_max = 60'000};
constexpr MonotonicMs kDeadlineMs = 30'000;

// The supervisor under test runs in a process of its own, since its child is a copy of it. Each
// life leaves a line in a file.
class Supervised : public ::testing::Test {
 protected:
  ~Supervised() override {
    if (supervisor_ > 0) ::kill(supervisor_, SIGKILL);
    fs::remove(notes_);
  }

  // `life` gets the number of this life, from 1.
  void start(const std::function<int(int, const Lifeline&)>& life,
             const Patience& patience = kShort) {
    supervisor_ = ::fork();
    if (supervisor_ != 0) return;
    ::_exit(supervise(
        clock_,
        [&](const Lifeline& lifeline) {
          note(std::to_string(::getpid()) + " " + lifeline.last_end());
          return life(lives(), lifeline);
        },
        patience));
  }

  // The exit status of the supervisor; -1 when a signal ended it or the time was over.
  int result() {
    for (const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
         clock_.monotonic_ms() < end_ms; ::usleep(1000)) {
      int status = 0;
      if (::waitpid(supervisor_, &status, WNOHANG) != supervisor_) continue;
      supervisor_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    return -1;
  }

  bool until_lives(int count) {
    for (const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
         clock_.monotonic_ms() < end_ms; ::usleep(1000)) {
      if (lives() >= count) return true;
    }
    return false;
  }

  void note(const std::string& line) const { std::ofstream(notes_, std::ios::app) << line << "\n"; }
  std::vector<std::string> lines() const {
    std::vector<std::string> result;
    std::ifstream file(notes_);
    for (std::string line; std::getline(file, line);) result.push_back(line);
    return result;
  }
  int lives() const { return static_cast<int>(lines().size()); }
  pid_t last_child() const { return std::stoi(lines().back()); }

  [[noreturn]] static void sleep_for_ever() {
    for (;;) ::pause();
  }

  fs::path notes_ = fs::temp_directory_path() / ("keqian-lives-" + std::to_string(::getpid()));
  SystemClock clock_;
  pid_t supervisor_ = -1;
};

TEST_F(Supervised, AnEndIsTheEnd) {
  start([](int, const Lifeline& lifeline) {
    lifeline.beat();
    return 0;
  });
  EXPECT_EQ(result(), 0);
  EXPECT_EQ(lives(), 1);
}

TEST_F(Supervised, AFailureBeforeTheWorkBeganIsPassedOn) {
  start([](int, const Lifeline&) { return 2; });
  EXPECT_EQ(result(), 2);
  EXPECT_EQ(lives(), 1);
}

TEST_F(Supervised, ACrashIsFollowedByANewLifeThatKnows) {
  start([](int life, const Lifeline& lifeline) {
    lifeline.beat();
    if (life < 4) ::raise(SIGKILL);
    return 0;
  });
  EXPECT_EQ(result(), 0);
  ASSERT_EQ(lives(), 4);
  EXPECT_EQ(lines()[0].find("crashed"), std::string::npos);
  EXPECT_NE(lines()[3].find("it crashed: Killed"), std::string::npos) << lines()[3];
}

TEST_F(Supervised, ALibraryThatCallsExitIsACrash) {
  start([](int life, const Lifeline&) -> int {
    if (life < 3) std::_Exit(1);
    return 0;
  });
  EXPECT_EQ(result(), 0);
  EXPECT_EQ(lives(), 3);
}

TEST_F(Supervised, AFailureAfterTheWorkHadBegunIsTriedAgain) {
  start([](int life, const Lifeline& lifeline) -> int {
    if (life == 1) {
      lifeline.beat();
      std::_Exit(1);  // the display went away …
    }
    return life < 5 ? 1 : 0;  // … and a window cannot be opened until it is back
  });
  EXPECT_EQ(result(), 0);
  EXPECT_EQ(lives(), 5);
}

TEST_F(Supervised, AChildThatHangsIsKilled) {
  start(
      [](int life, const Lifeline& lifeline) {
        lifeline.beat();
        if (life == 1) sleep_for_ever();
        return 0;
      },
      {.pause_ms_min = 1, .pause_ms_max = 1, .steady_ms = 60'000, .silence_ms_max = 300});
  EXPECT_EQ(result(), 0);
  ASSERT_EQ(lives(), 2);
  EXPECT_NE(lines()[1].find("it hung"), std::string::npos);
}

TEST_F(Supervised, BeatsKeepAChildAlive) {
  start(
      [](int, const Lifeline& lifeline) {
        for (int i = 0; i < 40; ++i) {
          lifeline.beat();
          ::usleep(20'000);
        }
        return 0;
      },
      {.pause_ms_min = 1, .pause_ms_max = 1, .steady_ms = 60'000, .silence_ms_max = 500});
  EXPECT_EQ(result(), 0);
  EXPECT_EQ(lives(), 1);
}

TEST_F(Supervised, SignalsToEndAreForTheChild) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    fs::remove(notes_);
    start([number](int, const Lifeline& lifeline) {
      sigset_t set;
      ::sigemptyset(&set);
      ::sigaddset(&set, number);
      ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
      lifeline.beat();
      int taken = 0;
      ::sigwait(&set, &taken);
      return 7;
    });
    ASSERT_TRUE(until_lives(1));
    ::usleep(50'000);
    ::kill(supervisor_, number);
    EXPECT_EQ(result(), 7) << ::strsignal(number);
    EXPECT_EQ(lives(), 1);
  }
}

TEST_F(Supervised, ASignalToEndDuringThePauseEndsIt) {
  start(
      [](int, const Lifeline& lifeline) -> int {
        lifeline.beat();
        std::_Exit(1);
      },
      {.pause_ms_min = 60'000,
       .pause_ms_max = 60'000,
       .steady_ms = 60'000,
       .silence_ms_max = 60'000});
  ASSERT_TRUE(until_lives(1));
  ::usleep(50'000);
  ::kill(supervisor_, SIGTERM);
  EXPECT_GE(result(), 0);
  EXPECT_EQ(lives(), 1);
}

TEST_F(Supervised, TheChildDiesWithItsSupervisor) {
  start([](int, const Lifeline&) -> int { sleep_for_ever(); });
  ASSERT_TRUE(until_lives(1));
  const pid_t child = last_child();
  ::usleep(50'000);
  ::kill(supervisor_, SIGKILL);
  EXPECT_EQ(result(), -1);
  // Somebody else's child now: it is gone when it is nobody's, or a zombie nobody waits for.
  const auto is_gone = [child] {
    std::ifstream file("/proc/" + std::to_string(child) + "/stat");
    std::string stat;
    return !std::getline(file, stat) || stat.find(") Z ") != std::string::npos;
  };
  const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
  while (!is_gone() && clock_.monotonic_ms() < end_ms) ::usleep(1000);
  EXPECT_TRUE(is_gone());
}

TEST_F(Supervised, PausesGrowSoThatACrashAtEachStartCostsLittle) {
  start(
      [](int, const Lifeline&) -> int { std::_Exit(1); },
      {.pause_ms_min = 10, .pause_ms_max = 10'000, .steady_ms = 60'000, .silence_ms_max = 60'000});
  ::usleep(700'000);  // 10 + 20 + 40 + 80 + 160 + 320 ms are over after 630
  EXPECT_LE(lives(), 8);
  EXPECT_GE(lives(), 2);
}

}  // namespace
}  // namespace keqian::kiosk
