#include "kiosk/runtime/store_worker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "kiosk/ledger/storage_fault.h"
#include "tests/unit/runtime/fake_desk.h"

namespace keqian::kiosk {
namespace {

class FakeClock final : public Clock {
 public:
  UtcMs utc_ms() override { return 0; }
  MonotonicMs monotonic_ms() override { return 0; }
};

class FakeOutbox final : public uploader::Outbox, public uploader::ParcelShelf {
 public:
  Result<std::optional<uploader::KioskIdentity>> identity() override {
    return std::optional<uploader::KioskIdentity>{};
  }
  Status store_identity(const uploader::KioskIdentity&) override { return ok(); }
  Result<wire::Upload> pending_upload(std::size_t) override { return wire::Upload{}; }
  Status apply(const wire::Upload&, const wire::UploadAnswer&) override { return ok(); }
  Status settle_history(const wire::LedgerPoint&,
                        const std::vector<wire::LedgerOpening>&) override {
    return ok();
  }
  Result<uploader::OutboxCounts> counts() override { return uploader::OutboxCounts{}; }
  Result<std::string> configuration_etag() override { return std::string(); }
  Status store_configuration(const wire::Configuration&, const std::string&,
                             const std::string&) override {
    return ok();
  }
  Status store_clock_offset(std::int64_t, std::int64_t) override { return ok(); }
  void note_contact(std::string_view) override {}
  Result<wire::Upload> pending_upload_after(const wire::Upload&, std::size_t) override {
    return wire::Upload{};
  }
  Status keep_parcel(const std::string&, const std::string&) override { return ok(); }
  Result<std::string> kept_parcel(const std::string&) override { return not_found("none", ""); }
};

// What the storage of a test does next, shared between the test and the store it opened.
struct Behaviour {
  std::optional<Error> open_error;
  std::optional<Error> door_error;
  std::optional<Error> read_error;
  std::optional<Place> place = Place{.venue_name = "市图书馆"};
  Outcome outcome = Outcome::kAccepted;
  std::int64_t persons = 0;
  FakeDesk desk;
};

class FakeStore final : public StationStore, public Door {
 public:
  explicit FakeStore(Behaviour& behaviour) : behaviour_(behaviour) {}

  Door& door() override { return *this; }
  StaffDesk& desk() override { return behaviour_.desk; }
  Result<std::optional<Place>> place() override {
    if (behaviour_.read_error) return *behaviour_.read_error;
    return behaviour_.place;
  }
  Result<Today> today() override {
    if (behaviour_.read_error) return *behaviour_.read_error;
    return Today{.persons = behaviour_.persons};
  }
  uploader::Outbox& outbox() override { return outbox_; }
  uploader::ParcelShelf& shelf() override { return outbox_; }

  Result<DoorAnswer> scan(std::string_view, Method, std::optional<int>) override {
    return count(1);
  }
  Result<DoorAnswer> tap(Category, int persons) override { return count(persons); }
  Result<DoorAnswer> leave(int persons) override { return count(persons); }
  Result<DoorAnswer> amend(wire::Sequence, Category, int persons) override {
    return count(persons);
  }

 private:
  Result<DoorAnswer> count(int persons) {
    if (behaviour_.door_error) return *behaviour_.door_error;
    if (behaviour_.outcome == Outcome::kAccepted) behaviour_.persons += persons;
    return DoorAnswer{.outcome = behaviour_.outcome, .persons = persons};
  }

  Behaviour& behaviour_;
  FakeOutbox outbox_;
};

class NoNetwork final : public transfer::HttpClient {
 public:
  transfer::HttpResult send(const transfer::HttpRequest&) override {
    return transfer::TransferError{transfer::TransferFailure::kUnreachable, "no network"};
  }
  void interrupt() override {}
};

class StoreWorkerTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<StationStore>> open() {
    if (behaviour_.open_error) return *behaviour_.open_error;
    return std::unique_ptr<StationStore>(std::make_unique<FakeStore>(behaviour_));
  }

  Behaviour behaviour_;
  FakeClock clock_;
  SeededRandomness randomness_{1};
  NoNetwork client_;
  Mailbox mailbox_{[] {}};
  int enrolled_ = 0;
  int changed_ = 0;
  StoreWorker worker_{{.open = [this] { return open(); },
                       .enrolment_client = client_,
                       .clock = clock_,
                       .randomness = randomness_,
                       .mailbox = mailbox_,
                       .version = "test",
                       .enrolled = [this](uploader::Outbox&) { ++enrolled_; },
                       .changed = [this] { ++changed_; },
                       .surroundings = {},
                       .sticks = {.usb_stick = [] { return std::nullopt; },
                                  .locked_stick = [] { return std::nullopt; }}}};
};

TEST_F(StoreWorkerTest, TellsPlaceAndTodayWhenTheStorageOpens) {
  worker_.open_store();
  EXPECT_EQ(mailbox_.take(),
            (std::vector<News>{StaffNews(SettingsRead{}), PlaceChanged{*behaviour_.place},
                               TodayChanged{Today{}}}));
  EXPECT_EQ(enrolled_, 1);
}

TEST_F(StoreWorkerTest, AnnouncesACountAfterTheDoorAnsweredThenTodaysFigure) {
  worker_.open_store();
  mailbox_.take();
  worker_.perform(RecordTap{7, Category::kPublic, 3});
  const auto news = mailbox_.take();
  ASSERT_EQ(news.size(), 2U);
  EXPECT_EQ(std::get<DoorAnswered>(news[0]).request, 7U);
  EXPECT_EQ(std::get<DoorAnswered>(news[0]).answer.persons, 3);
  EXPECT_EQ(std::get<TodayChanged>(news[1]).today.persons, 3);
  EXPECT_EQ(changed_, 1);
}

TEST_F(StoreWorkerTest, WakesNobodyForARefusal) {
  worker_.open_store();
  mailbox_.take();
  behaviour_.outcome = Outcome::kAlreadyCheckedIn;
  worker_.perform(RecordScan{1, "KQ1", Method::kCamera, {}});
  EXPECT_EQ(mailbox_.take().size(), 1U);
  EXPECT_EQ(changed_, 0);
}

TEST_F(StoreWorkerTest, SaysWhyACountFailedAndThatNothingWasCounted) {
  worker_.open_store();
  mailbox_.take();
  behaviour_.door_error = storage_error(StorageFault::kDiskFull, "write", "no space");
  worker_.perform(RecordTap{9, Category::kPublic, 1});
  const auto news = mailbox_.take();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(std::get<StorageFailed>(news[0]).request, 9U);
  EXPECT_EQ(std::get<StorageFailed>(news[0]).cause, StorageCause::kDiskFull);
  EXPECT_EQ(changed_, 0);
}

TEST_F(StoreWorkerTest, RecoversWhenTheStorageOpensAtAnotherTry) {
  behaviour_.open_error = storage_error(StorageFault::kReadOnly, "open the ledger", "read-only");
  worker_.open_store();
  EXPECT_EQ(std::get<StorageFailed>(mailbox_.take().at(0)).cause, StorageCause::kReadOnly);
  worker_.perform(RecordTap{3, Category::kPublic, 1});
  EXPECT_EQ(std::get<StorageFailed>(mailbox_.take().at(0)).request, 3U);
  behaviour_.open_error.reset();
  worker_.perform(RetryStorage{});
  const auto news = mailbox_.take();
  ASSERT_EQ(news.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<StorageRecovered>(news.back()));
}

TEST_F(StoreWorkerTest, StaysInTroubleWhileReadingFails) {
  worker_.open_store();
  mailbox_.take();
  behaviour_.read_error = storage_error(StorageFault::kDeviceError, "read", "bad sector");
  worker_.perform(RetryStorage{});
  for (const auto& news : mailbox_.take()) {
    EXPECT_FALSE(std::holds_alternative<StorageRecovered>(news));
  }
}

TEST_F(StoreWorkerTest, AsksForEnrolmentAndNamesWhatWentWrongWithIt) {
  behaviour_.place.reset();
  worker_.open_store();
  EXPECT_EQ(mailbox_.take(), (std::vector<News>{StaffNews(SettingsRead{}), NotEnrolledFound{}}));
  EXPECT_EQ(enrolled_, 0);
  worker_.perform(Enrol{"https://example.org/not-a-code"});
  EXPECT_EQ(std::get<EnrolmentFailed>(mailbox_.take().at(0)).problem,
            EnrolmentProblem::kNotAnEnrolmentCode);
  worker_.perform(Enrol{wire::encode_enrolment_string(
      {.bureau_url = "https://bureau.example.org", .code = "7K3M-Q9TD-2XHB"})});
  EXPECT_EQ(std::get<EnrolmentFailed>(mailbox_.take().at(0)).problem,
            EnrolmentProblem::kUnreachable);
}

TEST_F(StoreWorkerTest, TellsTheSettingsBeforeThePlace) {
  behaviour_.desk.settings = {{"language", "en"}, {"setup", "sound"}, {"unknown", "x"}};
  worker_.open_store();
  EXPECT_EQ(mailbox_.take().front(),
            News(StaffNews(SettingsRead{{{"language", "en"}, {"setup", "sound"}}})));
}

TEST_F(StoreWorkerTest, AsksTheDeskAndTellsWhatItChanged) {
  worker_.open_store();
  mailbox_.take();
  worker_.perform(LoadProgramme{4});
  EXPECT_EQ(mailbox_.take(), std::vector<News>{StaffNews(ProgrammeRead{4, {}})});
  EXPECT_EQ(changed_, 0);
  worker_.perform(CloseSession{5, {"s-1"}});
  EXPECT_EQ(mailbox_.take(),
            (std::vector<News>{StaffNews(StaffDone{5}), PlaceChanged{*behaviour_.place},
                               TodayChanged{Today{}}}));
  EXPECT_EQ(changed_, 1) << "the bureau hears of it";
  behaviour_.desk.error = Error{ErrorKind::kConflict, "closed already", {}};
  worker_.perform(CloseSession{6, {"s-1"}});
  const auto news = mailbox_.take();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(std::get<StaffFailed>(std::get<StaffNews>(news[0])).request, 6U);
  EXPECT_EQ(changed_, 1);
}

TEST_F(StoreWorkerTest, AnswersTheStaffWhileTheStorageIsNotOpen) {
  behaviour_.open_error = storage_error(StorageFault::kReadOnly, "open the ledger", "read-only");
  worker_.open_store();
  mailbox_.take();
  worker_.perform(LoadReport{7});
  const auto news = mailbox_.take();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(std::get<StaffFailed>(std::get<StaffNews>(news[0])).request, 7U);
}

TEST_F(StoreWorkerTest, LongWorkIsAnsweredFromItsOwnThread) {
  worker_.open_store();
  mailbox_.take();
  worker_.perform(CheckLedger{8});
  std::vector<News> news;
  for (int i = 0; i < 2000 && news.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    news = mailbox_.take();
  }
  EXPECT_EQ(news, std::vector<News>{StaffNews(LedgerChecked{8, {}})});
}

TEST_F(StoreWorkerTest, FinishesWhatWasAskedBeforeItStops) {
  {
    StoreWorker worker{{.open = [this] { return open(); },
                        .enrolment_client = client_,
                        .clock = clock_,
                        .randomness = randomness_,
                        .mailbox = mailbox_,
                        .version = "test",
                        .enrolled = [](uploader::Outbox&) {},
                        .changed = [] {},
                        .surroundings = {}}};
    worker.start();
    for (RequestId i = 1; i <= 5; ++i) worker.submit(RecordTap{i, Category::kPublic, 2});
  }
  EXPECT_EQ(behaviour_.persons, 10);
}

}  // namespace
}  // namespace keqian::kiosk
