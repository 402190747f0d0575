// The thread around Uploader::step: sleeps until the planned attempt, wakes at once on `wake` and
// ends at once on `stop`, also in the middle of an exchange.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "server-sync/base/clock.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/uploader.h"

namespace keqian::uploader {

class UploaderLoop {
 public:
  // `report` is called on the loop's thread after each step and each change; it must not call back
  // into the loop.
  // `uploader`, `client` (the uploader's own) and `clock` outlive the loop.
  UploaderLoop(Uploader& uploader, transfer::HttpClient& client, Clock& clock,
               std::function<void(const SyncState&)> report);
  ~UploaderLoop();  // stops
  UploaderLoop(const UploaderLoop&) = delete;
  UploaderLoop& operator=(const UploaderLoop&) = delete;

  void start();
  // From any thread: something was counted or changed.
  void wake();
  // From any thread: attempt at once, whatever pause is running.
  void attempt_now();
  // From any thread but the loop's own; returns when the thread has ended.
  void stop();

 private:
  void run();

  Uploader& uploader_;
  transfer::HttpClient& client_;
  Clock& clock_;
  std::function<void(const SyncState&)> report_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool change_noted_ = false;
  bool attempt_wanted_ = false;
  std::thread thread_;
};

}  // namespace keqian::uploader
