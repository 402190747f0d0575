#include "server-sync/bureau/handlers/upload_writer.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "server-sync/base/log.h"

namespace keqian::bureau {
namespace {

Error refusal(bool is_stopping) {
  return {ErrorKind::kUnavailable,
          is_stopping ? "the bureau is stopping" : "too many uploads are waiting",
          "try again later"};
}

// One upload must not end the program for all others, whatever it brings up in the store.
Result<std::vector<UploadOutcome>> apply(Store& store, std::span<const ReceivedUpload> uploads) {
  try {
    return store.apply_uploads(uploads);
  } catch (const std::exception& exception) {
    return Error{ErrorKind::kInternal, std::string("an upload failed: ") + exception.what(), {}};
  }
}

bool kept_something(const std::vector<UploadOutcome>& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(), [](const UploadOutcome& outcome) {
    return outcome.problem == UploadProblem::kNone;
  });
}

}  // namespace

UploadWriter::UploadWriter(Store& store, std::function<void()> changed)
    : store_(store), changed_(std::move(changed)), thread_([this] { run(); }) {}

UploadWriter::~UploadWriter() {
  stop();
}

void UploadWriter::submit(ReceivedUpload upload, Answer answer) {
  bool is_stopping = false;
  {
    const std::lock_guard lock(mutex_);
    is_stopping = is_stopping_;
    if (!is_stopping && waiting_.size() < kUploadsWaitingMax) {
      waiting_.push_back({std::move(upload), std::move(answer)});
      wake_.notify_one();
      return;
    }
  }
  answer(refusal(is_stopping));
}

void UploadWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void UploadWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<ReceivedUpload> uploads;
    std::vector<Answer> answers;
    while (!waiting_.empty() && uploads.size() < kUploadsPerCommitMax) {
      uploads.push_back(std::move(waiting_.front().upload));
      answers.push_back(std::move(waiting_.front().answer));
      waiting_.pop_front();
    }
    lock.unlock();
    commit(uploads, answers);
    lock.lock();
  }
}

void UploadWriter::commit(std::span<const ReceivedUpload> uploads,
                          std::span<const Answer> answers) {
  auto outcomes = apply(store_, uploads);
  // A busy database is nobody's fault here, and each half would wait for it again.
  const bool is_somebodys_fault =
      !outcomes.ok() && outcomes.error().kind != ErrorKind::kUnavailable;
  if (is_somebodys_fault && uploads.size() > 1) {
    // Halving finds the one at fault in few transactions; all the others are kept.
    const auto half = uploads.size() / 2;
    commit(uploads.first(half), answers.first(half));
    commit(uploads.subspan(half), answers.subspan(half));
    return;
  }
  if (!outcomes.ok()) {
    log_error("uploads were not kept: " + outcomes.error().text());
    for (const auto& answer : answers) answer(outcomes.error());
    return;
  }
  if (kept_something(*outcomes)) changed_();
  for (std::size_t i = 0; i < answers.size(); ++i) answers[i](std::move((*outcomes)[i]));
}

}  // namespace keqian::bureau
