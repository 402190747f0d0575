#include "kiosk/runtime/store_worker.h"

#include <chrono>
#include <utility>

#include "kiosk/ledger/storage_fault.h"
#include "kiosk/runtime/sync_words.h"
#include "server-sync/base/assert.h"
#include "server-sync/base/log.h"
#include "server-sync/uploader/enrolment.h"

namespace keqian::kiosk {
namespace {

StorageCause cause_of(const Error& error) {
  switch (storage_fault(error)) {
    case StorageFault::kDiskFull:
      return StorageCause::kDiskFull;
    case StorageFault::kReadOnly:
      return StorageCause::kReadOnly;
    case StorageFault::kDamaged:
      return StorageCause::kDamaged;
    case StorageFault::kDeviceError:
      return StorageCause::kDeviceError;
    case StorageFault::kNone:
    case StorageFault::kBusy:
    case StorageFault::kOther:
      return StorageCause::kOther;
  }
  KEQIAN_ASSERT(false);
}

RequestId request_of(const Effect& effect) {
  if (const auto* scan = std::get_if<RecordScan>(&effect)) return scan->request;
  if (const auto* tap = std::get_if<RecordTap>(&effect)) return tap->request;
  if (const auto* leaving = std::get_if<RecordLeaving>(&effect)) return leaving->request;
  if (const auto* amend = std::get_if<AmendRow>(&effect)) return amend->request;
  return 0;
}

RequestId carrying_request_of(const Effect& effect) {
  if (const auto* visit = std::get_if<VisitStick>(&effect)) return visit->request;
  if (const auto* relay = std::get_if<PackRelay>(&effect)) return relay->request;
  if (const auto* answers = std::get_if<TakeRelayed>(&effect)) return answers->request;
  return 0;
}

// The screens say in their own words what happened; the cause stands in the log.
void log_failure(const StaffNews& news) {
  if (const auto* failed = std::get_if<StaffFailed>(&news)) {
    log_warning("staff: " + failed->trouble.detail);
  }
  if (const auto* checked = std::get_if<LedgerChecked>(&news)) {
    for (const auto& finding : checked->check.findings) log_warning("ledger check: " + finding);
  }
}

}  // namespace

StoreWorker::StoreWorker(StoreWorkerParts parts) : parts_(std::move(parts)) {}

StoreWorker::~StoreWorker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void StoreWorker::start() {
  thread_ = std::thread([this] { run(); });
}

void StoreWorker::submit(Effect effect) {
  {
    const std::lock_guard lock(mutex_);
    KEQIAN_ASSERT(jobs_.size() < kJobsMax);
    jobs_.push_back(std::move(effect));
  }
  wanted_.notify_all();
}

void StoreWorker::refresh() {
  {
    const std::lock_guard lock(mutex_);
    refresh_wanted_ = true;
  }
  wanted_.notify_all();
}

void StoreWorker::run() {
  open_store();
  for (;;) {
    Effect job;
    {
      std::unique_lock lock(mutex_);
      wanted_.wait_for(lock, std::chrono::milliseconds(kRefreshMs),
                       [this] { return stopping_ || refresh_wanted_ || !jobs_.empty(); });
      if (jobs_.empty()) {
        if (stopping_) return;
        refresh_wanted_ = false;
        lock.unlock();
        if (store_) read_place_and_today();
        continue;
      }
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    perform(job);
  }
}

void StoreWorker::open_store() {
  auto opened = parts_.open();
  if (!opened) return report(0, opened.error());
  store_ = std::move(*opened);
  read_settings();
  read_place_and_today();
}

void StoreWorker::read_settings() {
  SettingsRead read;
  for (const auto key : kSettingKeys) {
    auto value = store_->desk().setting(key);
    if (!value) return report(0, value.error());
    if (!value->empty()) read.stored.push_back({std::string(key), std::move(*value)});
  }
  parts_.mailbox.post(StaffNews(std::move(read)));
}

void StoreWorker::read_place_and_today() {
  auto place = store_->place();
  if (!place) return report(0, place.error());
  if (!place->has_value()) {
    parts_.mailbox.post(NotEnrolledFound{});
    return;
  }
  parts_.mailbox.post(PlaceChanged{std::move(**place)});
  read_today();
  if (!std::exchange(enrolled_, true)) parts_.enrolled(store_->outbox());
}

void StoreWorker::read_today() {
  auto today = store_->today();
  if (!today) return report(0, today.error());
  parts_.mailbox.post(TodayChanged{*today});
}

void StoreWorker::perform(const Effect& effect) {
  if (std::holds_alternative<RetryStorage>(effect)) {
    // The uploader may hold on to the store that is open; it works again by itself when its
    // cause is gone. Only a store that never opened is opened anew.
    if (!store_) {
      open_store();
    } else {
      read_place_and_today();
    }
    if (store_ && store_->today().ok()) parts_.mailbox.post(StorageRecovered{});
    return;
  }
  const DeskPace pace = pace_of(effect);
  if (pace != DeskPace::kNotTheDesks) return perform_for_staff(effect, pace);
  if (!store_) {
    if (const RequestId request = carrying_request_of(effect); request != 0) {
      const StaffTrouble trouble{StaffProblem::kStorage, "the ledger is not open"};
      parts_.mailbox.post(StaffNews(StaffFailed{request, trouble}));
      return;
    }
    return report(request_of(effect), {ErrorKind::kStorage, "the ledger is not open", {}});
  }
  Door& door = store_->door();
  if (const auto* scan = std::get_if<RecordScan>(&effect)) {
    answer(scan->request, door.scan(scan->code, scan->method, scan->confirmed_persons));
  } else if (const auto* tap = std::get_if<RecordTap>(&effect)) {
    answer(tap->request, door.tap(tap->category, tap->persons));
  } else if (const auto* leaving = std::get_if<RecordLeaving>(&effect)) {
    answer(leaving->request, door.leave(leaving->persons));
  } else if (const auto* amend = std::get_if<AmendRow>(&effect)) {
    answer(amend->request, door.amend(amend->sequence, amend->category, amend->persons));
  } else if (const auto* enrolment = std::get_if<Enrol>(&effect)) {
    enrol(*enrolment);
  } else if (const auto* visit = std::get_if<VisitStick>(&effect)) {
    perform(*visit);
  } else if (const auto* relay = std::get_if<PackRelay>(&effect)) {
    perform(*relay);
  } else if (const auto* answers = std::get_if<TakeRelayed>(&effect)) {
    perform(*answers);
  }
}

CarryParts StoreWorker::carry_parts() {
  return {store_->outbox(), store_->shelf(), parts_.clock, parts_.randomness, parts_.version};
}

void StoreWorker::perform(const PackRelay& effect) {
  long_jobs_.post([this, effect] {
    auto codes = pack_relay(carry_parts());
    if (!codes) {
      StaffNews failed = StaffFailed{effect.request, trouble_of(codes.error())};
      log_failure(failed);
      parts_.mailbox.post(std::move(failed));
      return;
    }
    parts_.mailbox.post(StaffNews(RelayPacked{effect.request, std::move(*codes)}));
  });
}

void StoreWorker::perform(const TakeRelayed& effect) {
  long_jobs_.post([this, effect] {
    const auto receipt = take_relayed(carry_parts(), effect.bytes);
    parts_.mailbox.post(StaffNews(RelayTaken{effect.request, receipt}));
    refresh();
  });
}

void StoreWorker::perform(const VisitStick& effect) {
  long_jobs_.post([this, effect] {
    const auto visit = visit_stick(carry_parts(), parts_.sticks, effect.enrolment);
    parts_.mailbox.post(StaffNews(StickVisited{effect.request, visit}));
    if (visit.answers_taken > 0) refresh();
  });
}

void StoreWorker::perform_for_staff(const Effect& effect, DeskPace pace) {
  if (!store_) {
    const StaffTrouble trouble{StaffProblem::kStorage, "the ledger is not open"};
    parts_.mailbox.post(StaffNews(StaffFailed{desk_request_of(effect), trouble}));
    return;
  }
  if (pace == DeskPace::kLong) {
    long_jobs_.post([this, effect] {
      StaffNews news = ask_desk(store_->desk(), effect, parts_.surroundings);
      log_failure(news);
      parts_.mailbox.post(std::move(news));
    });
    return;
  }
  StaffNews news = ask_desk(store_->desk(), effect, parts_.surroundings);
  log_failure(news);
  const bool changed = !std::holds_alternative<StaffFailed>(news) && changes_the_day(effect);
  parts_.mailbox.post(std::move(news));
  if (!changed) return;
  parts_.changed();
  read_place_and_today();
}

void StoreWorker::answer(RequestId request, Result<DoorAnswer> answer) {
  if (!answer) return report(request, answer.error());
  const bool counted = answer->outcome == Outcome::kAccepted;
  parts_.mailbox.post(DoorAnswered{request, std::move(*answer)});
  if (!counted) return;
  parts_.changed();
  read_today();
}

void StoreWorker::report(RequestId request, const Error& error) {
  log_error("storage: " + error.text());
  parts_.mailbox.post(StorageFailed{request, cause_of(error)});
}

void StoreWorker::enrol(const Enrol& effect) {
  const auto enrolment = wire::parse_enrolment_string(effect.enrolment);
  if (!enrolment) {
    parts_.mailbox.post(
        EnrolmentFailed{EnrolmentProblem::kNotAnEnrolmentCode, enrolment.error().text()});
    return;
  }
  const auto outcome = uploader::enrol(*enrolment, parts_.version, store_->outbox(),
                                       parts_.enrolment_client, parts_.clock, parts_.randomness);
  if (const auto* failure = std::get_if<uploader::EnrolmentFailure>(&outcome)) {
    log_warning("enrolment: " + failure->detail);
    parts_.mailbox.post(EnrolmentFailed{enrolment_problem_of(failure->failure), failure->detail});
    // Who counted without a bureau before goes on so.
    auto place = store_->place();
    if (place && place->has_value()) parts_.mailbox.post(PlaceChanged{std::move(**place)});
    return;
  }
  read_place_and_today();
}

}  // namespace keqian::kiosk
