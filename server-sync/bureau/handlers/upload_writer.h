// Group commit: one thread applies every upload that waits in one transaction, so that many kiosks
// wait for the disk once together. Bounded: what cannot be taken in is refused at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "server-sync/base/result.h"
#include "server-sync/bureau/store/store.h"

namespace keqian::bureau {

inline constexpr std::size_t kUploadsPerCommitMax = 256;
inline constexpr std::size_t kUploadsWaitingMax = 2048;

class UploadWriter {
 public:
  using Answer = std::function<void(Result<UploadOutcome>)>;

  // Begins its thread. `changed` is called on it after each commit that kept something, before the
  // uploads of that commit are answered. The store outlives the writer.
  UploadWriter(Store& store, std::function<void()> changed);
  ~UploadWriter();  // stops
  UploadWriter(const UploadWriter&) = delete;
  UploadWriter& operator=(const UploadWriter&) = delete;

  // From any thread. `answer` is called exactly once: on the writer's thread after the commit, or
  // within this call with kUnavailable when too many wait or the writer has stopped. One upload
  // that the store cannot take fails alone.
  void submit(ReceivedUpload upload, Answer answer);

  // Applies and answers what waits, then ends the thread. Not from the writer's own thread.
  void stop();

 private:
  struct Waiting {
    ReceivedUpload upload;
    Answer answer;
  };

  void run();
  void commit(std::span<const ReceivedUpload> uploads, std::span<const Answer> answers);

  Store& store_;
  const std::function<void()> changed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> waiting_;
  bool is_stopping_ = false;
  std::thread thread_;  // last: it begins when everything else is there
};

}  // namespace keqian::bureau
