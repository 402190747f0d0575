#include "server-sync/bureau/handlers/upload_writer.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "tests/unit/bureau_handlers/kiosk_stage.h"

namespace keqian::bureau {
namespace {

class Writing : public KioskStage {
 protected:
  ReceivedUpload one(const KioskId& kiosk, std::int64_t persons, wire::Revision from = 0) {
    return {one_tally(kiosk, persons, from), kOpeningTime};
  }
  std::future<Result<UploadOutcome>> submit(ReceivedUpload upload) {
    auto answered = std::make_shared<std::promise<Result<UploadOutcome>>>();
    auto future = answered->get_future();
    writer_->submit(std::move(upload), [answered](Result<UploadOutcome> outcome) {
      answered->set_value(std::move(outcome));
    });
    return future;
  }
  // Holds the writer's thread after its next commit until `release`.
  void hold() {
    changed_ = [this] {
      if (commits_++ == 0) {
        held_.count_down();
        released_.wait();
      }
    };
    first_ = submit(one(enrol().id, 1));
    held_.wait();
  }
  void release() { released_.count_down(); }

  std::atomic<int> commits_ = 0;  // that kept something
  std::latch held_{1}, released_{1};
  std::future<Result<UploadOutcome>> first_;
};

TEST_F(Writing, KeepsAnUploadAndAnswers) {
  const auto kiosk = enrol();
  const auto outcome = submit(one(kiosk.id, 57)).get();
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  EXPECT_EQ(outcome->answer.acknowledged_revision, 1);
  EXPECT_EQ(outcome->answer.server_utc_ms, kOpeningTime);
  EXPECT_EQ(persons(), 57);
}

TEST_F(Writing, AppliesWhatWaitsInOneTransactionUpToABound) {
  const auto kiosk = enrol();
  hold();
  std::vector<std::future<Result<UploadOutcome>>> answers;
  for (wire::Revision i = 0; i < static_cast<wire::Revision>(kUploadsPerCommitMax) + 10; ++i) {
    answers.push_back(submit(one(kiosk.id, i, i)));
  }
  release();
  wire::Revision revision = 0;
  for (auto& answer : answers) EXPECT_EQ(answer.get()->answer.acknowledged_revision, ++revision);
  EXPECT_EQ(commits_, 3);  // the held one, the bound, the rest
}

TEST_F(Writing, TellsOfACommitBeforeItAnswers) {
  std::atomic<bool> told = false;
  changed_ = [&told] { told = true; };
  EXPECT_TRUE(submit(one(enrol().id, 1)).get().ok());
  EXPECT_TRUE(told);
}

TEST_F(Writing, TellsNobodyWhenNothingWasKept) {
  changed_ = [this] { ++commits_; };
  const auto outcome = submit(one({"k-nobody"}, 1)).get();
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->problem, UploadProblem::kUnknownKiosk);
  EXPECT_EQ(commits_, 0);
}

TEST_F(Writing, OneThatTheStoreCannotTakeFailsAlone) {
  break_tallies_of_666();
  std::vector<StageKiosk> kiosks;
  for (int i = 0; i < 50; ++i) kiosks.push_back(enrol());
  hold();
  std::vector<std::future<Result<UploadOutcome>>> answers;
  for (int i = 0; i < 50; ++i) {
    answers.push_back(submit(one(kiosks[static_cast<std::size_t>(i)].id, i == 17 ? 666 : 2)));
  }
  release();
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].get().ok(), i != 17) << i;
  EXPECT_EQ(persons(), 1 + 49 * 2);
}

TEST_F(Writing, FiftyThreadsDoNotDisturbEachOther) {
  break_tallies_of_666();
  constexpr int kUploadsEach = 8;
  std::vector<StageKiosk> kiosks;
  for (int i = 0; i < 50; ++i) kiosks.push_back(enrol());
  std::atomic<int> kept = 0, refused = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kiosks.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kUploadsEach; ++i) {
        const bool is_bad = t == 31 && i == 3;
        const auto outcome = submit(one(kiosks[t].id, is_bad ? 666 : i, i)).get();
        if (!outcome.ok()) {
          ++refused;
        } else {
          ++kept;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(kept, 50 * kUploadsEach - 1);
  EXPECT_EQ(persons(), 50 * (kUploadsEach - 1));
}

TEST_F(Writing, RefusesAtOnceWhenTooManyWait) {
  const auto kiosk = enrol();
  hold();
  std::atomic<int> answered = 0;
  for (std::size_t i = 0; i < kUploadsWaitingMax; ++i) {
    writer_->submit(one(kiosk.id, 1), [&answered](const Result<UploadOutcome>& outcome) {
      answered += outcome.ok();
    });
  }
  bool refused = false;
  writer_->submit(one(kiosk.id, 1), [&refused](const Result<UploadOutcome>& outcome) {
    refused = !outcome.ok() && outcome.error().kind == ErrorKind::kUnavailable;
  });
  EXPECT_TRUE(refused);
  EXPECT_EQ(answered, 0);
  release();
  writer_->stop();
  EXPECT_EQ(answered, static_cast<int>(kUploadsWaitingMax));
}

TEST_F(Writing, StopAppliesWhatWaits) {
  const auto kiosk = enrol();
  hold();
  auto waiting = submit(one(kiosk.id, 5));
  std::thread stopping([this] { writer_->stop(); });
  release();
  stopping.join();
  EXPECT_TRUE(waiting.get().ok());
  EXPECT_EQ(persons(), 1 + 5);
}

TEST_F(Writing, RefusesAfterStop) {
  const auto kiosk = enrol();
  writer_->stop();
  const auto outcome = submit(one(kiosk.id, 5)).get();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(persons(), 0);
}

TEST_F(Writing, StopUnderLoadAnswersEverybodyExactlyOnce) {
  constexpr int kThreads = 8;
  constexpr int kUploadsEach = 400;
  std::vector<StageKiosk> kiosks;
  for (int i = 0; i < kThreads; ++i) kiosks.push_back(enrol());
  std::vector<std::atomic<int>> answers(kThreads * kUploadsEach);
  std::atomic<int> kept = 0;
  std::latch under_load{kThreads};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kUploadsEach; ++i) {
        if (i == kUploadsEach / 4) under_load.count_down();
        auto& count = answers[static_cast<std::size_t>(t * kUploadsEach + i)];
        writer_->submit(one(kiosks[static_cast<std::size_t>(t)].id, i, i),
                        [&count, &kept](const Result<UploadOutcome>& outcome) {
                          ++count;
                          kept += outcome.ok();
                        });
      }
    });
  }
  under_load.wait();
  writer_->stop();
  for (auto& thread : threads) thread.join();
  for (const auto& count : answers) EXPECT_EQ(count, 1);
  EXPECT_GE(kept, kThreads * kUploadsEach / 4);
}

}  // namespace
}  // namespace keqian::bureau
