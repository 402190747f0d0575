// The uploads of a running kiosk: they begin when it belongs to a bureau. Any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/uploader.h"
#include "server-sync/uploader/uploader_loop.h"

namespace keqian::kiosk {

class Uploads {
 public:
  // `report` is called on the uploader's thread after each contact. `clock` and `randomness`
  // outlive the uploads.
  Uploads(Clock& clock, Randomness& randomness,
          std::function<void(const uploader::SyncState&)> report);
  ~Uploads();  // stops

  // `outbox` lives until stop(). Once.
  void start(uploader::Outbox& outbox);
  // Something was counted: soon.
  void wake();
  // Somebody asks: now.
  void attempt_now();
  // For good; returns when the thread has ended. `outbox` may go then.
  void stop();

 private:
  struct Running {
    Running(uploader::Outbox& outbox, Clock& clock, Randomness& randomness,
            std::function<void(const uploader::SyncState&)> report);
    transfer::CurlHttpClient client;
    uploader::Uploader uploader;
    uploader::UploaderLoop loop;
  };

  Clock& clock_;
  Randomness& randomness_;
  std::function<void(const uploader::SyncState&)> report_;
  std::mutex mutex_;
  std::unique_ptr<Running> running_;
  bool stopped_ = false;
};

}  // namespace keqian::kiosk
