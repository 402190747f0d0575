// The thread that owns the storage: it opens it, asks the door and the staff's desk, reads today's
// figures, enrols, and answers each request with news. What takes seconds runs beside it. While the
// storage fails it says so and stays ready for a retry.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "kiosk/app/effect.h"
#include "kiosk/runtime/carrying.h"
#include "kiosk/runtime/desk_work.h"
#include "kiosk/runtime/job_thread.h"
#include "kiosk/runtime/mailbox.h"
#include "kiosk/runtime/station_store.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/transfer/http_client.h"

namespace keqian::kiosk {

struct StoreWorkerParts {
  OpenStore open;
  transfer::HttpClient& enrolment_client;
  Clock& clock;
  Randomness& randomness;
  Mailbox& mailbox;
  std::string version;                              // of this program
  std::function<void(uploader::Outbox&)> enrolled;  // once, when uploads may begin
  std::function<void()> changed;                    // after each commit
  DeskSurroundings surroundings;
  StickPlaces sticks;
};

class StoreWorker {
 public:
  static constexpr MonotonicMs kRefreshMs = 15'000;  // a new day, a session that begins
  static constexpr std::size_t kJobsMax = 64;        // the model asks for far fewer

  explicit StoreWorker(StoreWorkerParts parts);
  ~StoreWorker();  // finishes what was asked, then stops
  StoreWorker(const StoreWorker&) = delete;
  StoreWorker& operator=(const StoreWorker&) = delete;

  void start();
  // Any thread. All effects but those of other parts: sounds, SyncNow, the camera's, ExitProgram.
  void submit(Effect effect);
  // Any thread: the bureau sent new settings.
  void refresh();

  // The thread's work, one at a time; for tests without it.
  void open_store();
  void perform(const Effect& effect);
  void read_place_and_today();

 private:
  void run();
  void answer(RequestId request, Result<DoorAnswer> answer);
  void report(RequestId request, const Error& error);
  void enrol(const Enrol& effect);
  CarryParts carry_parts();
  void perform(const VisitStick& effect);
  void perform(const PackRelay& effect);
  void perform(const TakeRelayed& effect);
  void read_settings();
  void perform_for_staff(const Effect& effect, DeskPace pace);
  void read_today();

  StoreWorkerParts parts_;
  std::unique_ptr<StationStore> store_;
  bool enrolled_ = false;

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<Effect> jobs_;
  bool refresh_wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
  JobThread long_jobs_;  // ends before the store
};

}  // namespace keqian::kiosk
