#include "kiosk/platform/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <optional>
#include <string_view>

#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr int kFailure = 1;
constexpr char kBeat = 'b';
constexpr char kReturned = 'r';  // the work returned: its status is the process's own

// How one life of the child ended.
struct End {
  std::optional<int> status;  // of the work, where it returned
  std::string how;            // otherwise
};

class Supervisor {
 public:
  Supervisor(Clock& clock, const Patience& patience) : clock_(clock), patience_(patience) {
    ::sigemptyset(&signals_);
    for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&signals_, number);
    ::pthread_sigmask(SIG_BLOCK, &signals_, &signals_before_);
    incoming_ = ::signalfd(-1, &signals_, SFD_CLOEXEC | SFD_NONBLOCK);
  }
  ~Supervisor() {
    ::close(incoming_);
    ::pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  int run(const std::function<int(const Lifeline&)>& work);

 private:
  enum class Side { kSupervisor, kChild, kFailed };
  Side start();
  int live(const std::function<int(const Lifeline&)>& work) const;
  End watch();
  End end_of(int status, bool hung) const;
  void pause(MonotonicMs duration_ms);
  // Waits for signals and words up to `timeout_ms` (-1: for ever); false when nothing came.
  bool wait(MonotonicMs timeout_ms);
  void take_signals();
  void take_words();

  Clock& clock_;
  const Patience patience_;
  sigset_t signals_{};
  sigset_t signals_before_{};
  int incoming_ = -1;  // signals, as a descriptor

  pid_t child_ = -1;
  int words_ = -1;           // the pipe's end: for reading here, for writing in the child
  bool beats_ = false;       // this child has begun its work
  bool returned_ = false;    // its work returned
  int silent_waits_ = 0;     // since its last beat
  bool has_worked_ = false;  // some child had begun its work
  bool asked_to_end_ = false;
  std::string last_end_;
};

Supervisor::Side Supervisor::start() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return Side::kFailed;
  beats_ = false;
  returned_ = false;
  const pid_t parent = ::getpid();
  child_ = ::fork();
  words_ = ends[child_ == 0 ? 1 : 0];
  ::close(ends[child_ == 0 ? 0 : 1]);
  if (child_ > 0) return Side::kSupervisor;
  if (child_ < 0) return Side::kFailed;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kFailure);  // it was killed before that
  return Side::kChild;
}

int Supervisor::live(const std::function<int(const Lifeline&)>& work) const {
  ::pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
  const int status = work(Lifeline(words_, last_end_));
  [[maybe_unused]] const auto written = ::write(words_, &kReturned, 1);
  return status;
}

int Supervisor::run(const std::function<int(const Lifeline&)>& work) {
  MonotonicMs pause_ms = patience_.pause_ms_min;
  for (;;) {
    const MonotonicMs started_ms = clock_.monotonic_ms();
    const Side side = start();
    if (side == Side::kChild) return live(work);
    if (side == Side::kFailed) {
      log_error(std::string("supervisor: no process can be started: ") + std::strerror(errno));
      return kFailure;
    }
    const End end = watch();
    has_worked_ = has_worked_ || beats_;
    const bool is_final = !has_worked_ || asked_to_end_ || end.status == 0;
    if (end.status && is_final) return *end.status;
    if (!end.status) {
      last_end_ = end.how;
      log_error("supervisor: " + end.how);
    }
    const bool was_steady = clock_.monotonic_ms() - started_ms >= patience_.steady_ms;
    if (was_steady) pause_ms = patience_.pause_ms_min;
    if (!asked_to_end_) pause(pause_ms);
    if (asked_to_end_) return end.status.value_or(kFailure);
    pause_ms = std::min(2 * pause_ms, patience_.pause_ms_max);
  }
}

End Supervisor::watch() {
  // Many short waits instead of one long: time that passes while the whole machine sleeps is no
  // silence of the child's.
  constexpr int kSilentWaitsMax = 10;
  silent_waits_ = 0;
  int status = 0;
  while (::waitpid(child_, &status, WNOHANG) != child_) {
    const bool may_hang = beats_ && silent_waits_ < kSilentWaitsMax;
    const bool heard = wait(may_hang ? patience_.silence_ms_max / kSilentWaitsMax : -1);
    if (!heard && ++silent_waits_ == kSilentWaitsMax) ::kill(child_, SIGKILL);
  }
  child_ = -1;
  take_words();
  if (words_ >= 0) ::close(words_);
  words_ = -1;
  return end_of(status, silent_waits_ == kSilentWaitsMax);
}

End Supervisor::end_of(int status, bool hung) const {
  if (returned_ && WIFEXITED(status)) return {WEXITSTATUS(status), {}};
  if (hung) return {std::nullopt, "it hung and was killed"};
  if (WIFSIGNALED(status)) {
    return {std::nullopt, std::string("it crashed: ") + ::strsignal(WTERMSIG(status))};
  }
  return {std::nullopt,
          "it ended amid its work with status " + std::to_string(WEXITSTATUS(status))};
}

void Supervisor::pause(MonotonicMs duration_ms) {
  const MonotonicMs end_ms = clock_.monotonic_ms() + duration_ms;
  while (!asked_to_end_) {
    const MonotonicMs left_ms = end_ms - clock_.monotonic_ms();
    if (left_ms <= 0) return;
    wait(left_ms);
  }
}

bool Supervisor::wait(MonotonicMs timeout_ms) {
  // A negative descriptor is passed over: that of a child whose end is closed already.
  pollfd waited[] = {{incoming_, POLLIN, 0}, {words_, POLLIN, 0}};
  if (::poll(waited, std::size(waited), static_cast<int>(timeout_ms)) == 0) return false;
  take_signals();
  take_words();
  return true;
}

void Supervisor::take_signals() {
  signalfd_siginfo signal{};
  while (::read(incoming_, &signal, sizeof signal) == sizeof signal) {
    const auto number = static_cast<int>(signal.ssi_signo);
    if (number == SIGCHLD) continue;
    asked_to_end_ = true;
    if (child_ > 0) ::kill(child_, number);
  }
}

void Supervisor::take_words() {
  if (words_ < 0) return;
  char buffer[256];
  ssize_t length = 0;
  while ((length = ::read(words_, buffer, sizeof buffer)) > 0) {
    const std::string_view words(buffer, static_cast<std::size_t>(length));
    returned_ = returned_ || words.find(kReturned) != std::string_view::npos;
    if (words.find(kBeat) == std::string_view::npos) continue;
    beats_ = true;
    silent_waits_ = 0;
  }
  if (length != 0) return;  // nothing more for now
  ::close(words_);
  words_ = -1;
}

}  // namespace

void Lifeline::beat() const {
  // A full pipe holds beats enough.
  [[maybe_unused]] const auto written = ::write(descriptor_, &kBeat, 1);
}

int supervise(Clock& clock, const std::function<int(const Lifeline&)>& work,
              const Patience& patience) {
  return Supervisor(clock, patience).run(work);
}

}  // namespace keqian::kiosk
