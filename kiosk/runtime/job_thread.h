// A thread for what may take seconds: jobs one after another, each ending by itself. It starts with
// the first job; the destructor finishes what was asked and stops.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace keqian::kiosk {

class JobThread {
 public:
  static constexpr std::size_t kJobsMax = 64;  // the model asks for far fewer

  JobThread() = default;
  ~JobThread();
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  // Any thread; does not wait.
  void post(std::function<void()> job);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keqian::kiosk
