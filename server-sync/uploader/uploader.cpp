#include "server-sync/uploader/uploader.h"

#include <algorithm>

#include "server-sync/uploader/exchange.h"

namespace keqian::uploader {
namespace {

ExchangeFailure storage_failure(const Error& error) {
  return failed(SyncFailure::kStorage, error.text());
}

ExchangePartners partners_of(const KioskIdentity& identity) {
  return {identity.bureau_url, identity.certificate_sha256, identity.bureau_key, identity.keys};
}

// The verdict that a refused upload of a single row amounts to.
wire::UploadAnswer verdict_on_single_row(const wire::Upload& sent, const std::string& code) {
  wire::UploadAnswer answer;
  answer.acknowledged_revision = sent.to_revision;
  const auto refuse = [&](std::string_view kind, const SessionId& session, wire::Revision row) {
    answer.refused.push_back({std::string(kind), session, row, code});
  };
  for (const auto& row : sent.sessions) refuse("session", row.id, row.revision);
  for (const auto& row : sent.tallies) refuse("tally", row.session, row.revision);
  for (const auto& row : sent.staff_head_counts) {
    refuse("staff_head_count", row.session, row.revision);
  }
  return answer;
}

// Whether a step that ended so was a contact with the bureau, or an attempt at one.
bool was_contact(SyncFailure failure) {
  return failure != SyncFailure::kNotEnrolled && failure != SyncFailure::kStorage &&
         failure != SyncFailure::kInterrupted;
}

}  // namespace

Uploader::Uploader(Outbox& outbox, transfer::HttpClient& client, Clock& clock,
                   Randomness& randomness, RetryPolicy policy)
    : outbox_(outbox), client_(client), clock_(clock), randomness_(randomness), policy_(policy) {}

SyncState Uploader::step() {
  state_.configuration_changed = false;
  more_pending_ = false;
  const auto failure = contact();
  const MonotonicMs now = clock_.monotonic_ms();
  ++state_.attempts;
  if (failure) {
    state_.failure = failure->failure;
    state_.detail = failure->detail;
    ++state_.failures;
    state_.next_attempt_monotonic_ms =
        now + delay_after_failure_ms(policy_, state_.failures, failure->retry_after_s,
                                     randomness_.next());
  } else {
    state_.failure = SyncFailure::kNone;
    state_.detail.clear();
    state_.failures = 0;
    state_.last_success_utc_ms = clock_.utc_ms();
    state_.last_success_monotonic_ms = now;
    state_.next_attempt_monotonic_ms = attempt_after_success(policy_, now, more_pending_);
  }
  if (was_contact(state_.failure)) outbox_.note_contact(failure ? name(state_.failure) : "");
  refresh_counts();
  return state_;
}

void Uploader::note_change() {
  state_.next_attempt_monotonic_ms = attempt_after_change(
      policy_, clock_.monotonic_ms(), state_.next_attempt_monotonic_ms, state_.failures > 0);
  refresh_counts();
}

void Uploader::attempt_now() {
  state_.next_attempt_monotonic_ms = 0;
}

std::optional<ExchangeFailure> Uploader::contact() {
  const auto identity = outbox_.identity();
  if (!identity) return storage_failure(identity.error());
  if (!*identity) {
    return failed(SyncFailure::kNotEnrolled, "this kiosk is not enrolled");
  }
  if (auto failure = upload(**identity)) return failure;
  return configuration_due_ ? fetch_configuration(**identity) : std::nullopt;
}

std::optional<ExchangeFailure> Uploader::upload(const KioskIdentity& identity) {
  const auto pending = outbox_.pending_upload(items_max_);
  if (!pending) return storage_failure(pending.error());
  const ExchangeRequest request{.method = "PUT",
                                .path = wire::tallies_path(identity.kiosk),
                                .kiosk = identity.kiosk.value,
                                .body = wire::encode(*pending)};
  auto result = exchange(partners_of(identity), request, client_, clock_, randomness_);
  if (auto* failure = std::get_if<ExchangeFailure>(&result)) {
    if (failure->code == wire::kHistoryDiffers) return settle_history(std::move(*failure));
    const bool is_about_the_body = failure->code == "bad_message" || failure->code == "too_large";
    return is_about_the_body ? narrow(*pending, std::move(*failure)) : std::move(*failure);
  }
  return accept(*pending, std::get<ExchangeAnswer>(result));
}

std::optional<ExchangeFailure> Uploader::accept(const wire::Upload& sent,
                                                const ExchangeAnswer& answer) {
  const auto verdict = wire::decode_upload_answer(answer.body);
  if (!verdict) return failed(SyncFailure::kBadAnswer, verdict.error().message);
  if (const auto stored = outbox_.apply(sent, *verdict); !stored) {
    return storage_failure(stored.error());
  }
  const std::int64_t offset_ms = answer.clock_offset_ms(verdict->server_utc_ms);
  if (const auto stored = outbox_.store_clock_offset(offset_ms, answer.round_trip_ms); !stored) {
    return storage_failure(stored.error());
  }
  state_.clock_offset_ms = offset_ms;
  history_was_settled_ = false;
  if (verdict->configuration_version != state_.configuration_version) configuration_due_ = true;
  state_.configuration_version = verdict->configuration_version;
  // What a bureau's refusal had narrowed opens up again as rows get through.
  items_max_ = std::min(items_max_ * 2, wire::kUploadItemsMax);
  // Behind means sent for nothing: at once again only when there was progress to be made.
  const bool made_progress = verdict->acknowledged_revision != sent.from_revision;
  more_pending_ =
      made_progress && (!sent.complete || verdict->acknowledged_revision < sent.to_revision);
  return std::nullopt;
}

// Once at once; a bureau that goes on is waited for like any other trouble.
std::optional<ExchangeFailure> Uploader::settle_history(ExchangeFailure refusal) {
  if (!refusal.ledger || history_was_settled_) {
    history_was_settled_ = false;
    return refusal;
  }
  const auto stored = outbox_.settle_history(*refusal.ledger, refusal.openings);
  if (!stored) return storage_failure(stored.error());
  history_was_settled_ = true;
  more_pending_ = true;
  return std::nullopt;
}

// The bureau cannot read this upload. Halving the batch finds the row at fault, which is set aside
// so that the rest flows past it.
std::optional<ExchangeFailure> Uploader::narrow(const wire::Upload& sent, ExchangeFailure refusal) {
  const std::size_t items = wire::item_count(sent);
  if (items == 0) return refusal;
  if (items > 1) {
    items_max_ = items / 2;
    more_pending_ = true;
    return std::nullopt;
  }
  const auto stored = outbox_.apply(sent, verdict_on_single_row(sent, refusal.code));
  if (!stored) return storage_failure(stored.error());
  more_pending_ = true;
  return std::nullopt;
}

std::optional<ExchangeFailure> Uploader::fetch_configuration(const KioskIdentity& identity) {
  const auto etag = outbox_.configuration_etag();
  if (!etag) return storage_failure(etag.error());
  const ExchangeRequest request{.method = "GET",
                                .path = wire::configuration_path(identity.kiosk),
                                .kiosk = identity.kiosk.value,
                                .etag = *etag,
                                .answer_bytes_max = wire::kConfigurationBytesMax};
  const auto result = exchange(partners_of(identity), request, client_, clock_, randomness_);
  if (const auto* failure = std::get_if<ExchangeFailure>(&result)) return *failure;
  const auto& answer = std::get<ExchangeAnswer>(result);
  if (answer.status == 200) {
    if (auto failure = take_configuration(outbox_, identity.kiosk, answer.body, answer.etag)) {
      return failure;
    }
    state_.configuration_changed = true;
  }
  configuration_due_ = false;
  return std::nullopt;
}

void Uploader::refresh_counts() {
  const auto counts = outbox_.counts();
  if (!counts) return;  // the same fault has already ended the step, or will end the next
  state_.pending = counts->pending;
  state_.quarantined = counts->quarantined;
  state_.pending_check_ins = counts->check_ins;
  state_.differing = counts->differing;
}

}  // namespace keqian::uploader
