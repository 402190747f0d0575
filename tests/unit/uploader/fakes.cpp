#include "tests/unit/uploader/fakes.h"

#include <thread>

#include "server-sync/base/assert.h"

namespace keqian::uploader {
namespace {

constexpr char kUrl[] = "https://bureau.example.org";

class CryptoEnvironment final {
 public:
  CryptoEnvironment() { wire::initialise_crypto(); }
};
const CryptoEnvironment kCrypto;

const std::string& header(const transfer::HttpRequest& request, std::string_view wanted) {
  static const std::string kNothing;
  for (const auto& [name, value] : request.headers) {
    if (name == wanted) return value;
  }
  return kNothing;
}

}  // namespace

Result<std::optional<KioskIdentity>> FakeOutbox::identity() {
  if (broken) return Error{ErrorKind::kStorage, "disk full", ""};
  return stored_identity;
}

Status FakeOutbox::store_identity(const KioskIdentity& identity) {
  if (broken) return Error{ErrorKind::kStorage, "disk full", ""};
  stored_identity = identity;
  return ok();
}

Result<wire::Upload> FakeOutbox::pending_upload(std::size_t items_max) {
  wire::Upload upload;
  upload.kiosk = stored_identity->kiosk;
  upload.incarnation = std::string(32, 'a');
  upload.from_revision = upload.to_revision = acknowledged;
  for (const auto& row : rows) {
    if (row.revision <= acknowledged || quarantine.contains(row.revision)) continue;
    if (upload.tallies.size() == items_max) {
      upload.complete = false;
      break;
    }
    upload.tallies.push_back(row);
    upload.to_revision = row.revision;
  }
  upload.device.version = "test";
  return upload;
}

Status FakeOutbox::apply(const wire::Upload&, const wire::UploadAnswer& answer) {
  if (broken) return Error{ErrorKind::kStorage, "disk full", ""};
  acknowledged = answer.acknowledged_revision;
  for (const auto& verdict : answer.refused) quarantine[verdict.revision] = verdict.reason;
  return ok();
}

Status FakeOutbox::settle_history(const wire::LedgerPoint& seen,
                                  const std::vector<wire::LedgerOpening>& openings) {
  openings_settled = openings;
  if (broken) return Error{ErrorKind::kStorage, "disk full", ""};
  settled.push_back(seen);
  return ok();
}

Result<OutboxCounts> FakeOutbox::counts() {
  OutboxCounts counts;
  for (const auto& row : rows) {
    if (quarantine.contains(row.revision)) {
      ++counts.quarantined;
    } else if (row.revision > acknowledged) {
      ++counts.pending;
    }
  }
  return counts;
}

Status FakeOutbox::store_configuration(const wire::Configuration& configuration,
                                       const std::string& bytes, const std::string& new_etag) {
  KEQIAN_ASSERT(!bytes.empty());
  configuration_version = configuration.version;
  etag = new_etag;
  return ok();
}

Status FakeOutbox::store_clock_offset(std::int64_t offset_ms, std::int64_t) {
  clock_offset_ms = offset_ms;
  return ok();
}

void FakeOutbox::count(std::int64_t persons) {
  wire::Tally row;
  row.session = {"daily.museum.2026-05-25.1"};
  row.business_date = *BusinessDate::parse("2026-05-25");
  row.persons = persons;
  row.check_ins = 1;
  row.revision = rows.empty() ? 1 : rows.back().revision + 1;
  rows.push_back(row);
}

FakeBureau::FakeBureau(FakeClock& clock) : clock_(clock) {
  SeededRandomness randomness(77);
  keys = wire::make_key_pair(randomness);
}

KioskIdentity FakeBureau::make_identity() {
  SeededRandomness randomness(78);
  KioskIdentity identity;
  identity.kiosk = {"k-7f3a"};
  identity.venue = {"museum"};
  identity.kiosk_name = "1";
  identity.bureau_url = kUrl;
  identity.bureau_key = keys.public_key;
  identity.keys = wire::make_key_pair(randomness);
  kiosk_key = identity.keys.public_key;
  return identity;
}

std::int64_t FakeBureau::persons() const {
  std::int64_t sum = 0;
  for (const auto& [revision, row] : rows) sum += row.persons;
  return sum;
}

void FakeBureau::interrupt() {
  interrupted_ = true;
}

transfer::HttpResult FakeBureau::send(const transfer::HttpRequest& request) {
  ++exchanges;
  entered = true;
  while (hanging && !interrupted_) std::this_thread::yield();
  if (interrupted_) {
    return transfer::TransferError{transfer::TransferFailure::kInterrupted, "interrupted"};
  }
  const std::lock_guard lock(mutex_);
  clock_.advance(travel_ms);
  if (!failures.empty()) {
    const auto failure = failures.front();
    failures.pop_front();
    return transfer::TransferError{failure, "as the test wishes"};
  }
  KEQIAN_ASSERT(request.url.starts_with(kUrl));
  const std::string path = request.url.substr(std::string_view(kUrl).size());
  const Reply reply = reply_to(request, path);
  const wire::SignedAnswer signed_answer{reply.status,
                                         path,
                                         header(request, wire::kKioskHeader),
                                         header(request, wire::kNonceHeader),
                                         reply.etag,
                                         reply.body};
  transfer::HttpAnswer answer;
  answer.status = reply.status;
  answer.body = reply.body;
  if (!reply.etag.empty()) answer.headers.push_back({"etag", reply.etag});
  if (reply.retry_after_s > 0) {
    answer.headers.push_back({"Retry-After", std::to_string(reply.retry_after_s)});
  }
  answer.headers.push_back(
      {std::string(wire::kSignatureHeader),
       wire::encode_signature(wire::sign(keys, wire::signing_input(signed_answer)))});
  if (spoil) spoil(answer);
  clock_.advance(travel_ms);
  return answer;
}

bool FakeBureau::is_signed(const transfer::HttpRequest& request, const std::string& path) const {
  const auto signature = wire::parse_signature(header(request, wire::kSignatureHeader));
  const wire::SignedRequest signed_request{request.method,
                                           path,
                                           header(request, wire::kKioskHeader),
                                           std::stoll(header(request, wire::kTimeHeader)),
                                           header(request, wire::kNonceHeader),
                                           request.body};
  return signature && wire::is_valid_nonce(signed_request.nonce) &&
         wire::verify(kiosk_key, wire::signing_input(signed_request), *signature);
}

FakeBureau::Reply FakeBureau::error(int status, const wire::ErrorAnswer& answer) {
  return {status, wire::encode(answer), {}, answer.retry_after_s};
}

FakeBureau::Reply FakeBureau::reply_to(const transfer::HttpRequest& request,
                                       const std::string& path) {
  if (path == "/v1/enrolments") {
    const auto enrolment = wire::decode_enrolment_request(request.body);
    if (enrolment) kiosk_key = enrolment->public_key;
  }
  if (!is_signed(request, path)) return error(401, {"bad_signature", "wrong key", "", 0});
  if (state_error) {
    if (auto stated = state_error(request)) return error(stated->first, stated->second);
  }
  if (path == "/v1/enrolments") return enrol(request.body);
  if (path == "/v1/kiosks/k-7f3a/tallies") return take_upload(request.body);
  if (path == "/v1/kiosks/k-7f3a/configuration") return configuration(request);
  return error(404, {"unknown_kiosk", "no such kiosk", "", 0});
}

FakeBureau::Reply FakeBureau::take_upload(const std::string& body) {
  const auto upload = wire::decode_upload(body);
  if (!upload) return error(400, {"bad_message", upload.error().message, "", 0});
  log.push_back("PUT " + std::to_string(upload->tallies.size()));
  for (const auto& row : upload->tallies) {
    if (cannot_read.contains(row.revision)) {
      return error(400, {"bad_message", "upload.tallies: as the test wishes", "", 0});
    }
  }
  wire::UploadAnswer answer;
  for (const auto& row : upload->tallies) {
    if (refuses.contains(row.revision)) {
      answer.refused.push_back({"tally", row.session, row.revision, "outside_campaign"});
    } else {
      rows[row.revision] = row;
    }
  }
  if (upload->from_revision <= acknowledged) {
    acknowledged = std::max(acknowledged, upload->to_revision);
  }
  answer.acknowledged_revision = acknowledged;
  answer.server_utc_ms = clock_.utc_ms() + clock_ahead_ms;
  answer.configuration_version = configuration_version;
  return {200, wire::encode(answer), {}, 0};
}

FakeBureau::Reply FakeBureau::enrol(const std::string& body) {
  const auto request = wire::decode_enrolment_request(body);
  if (!request) return error(400, {"bad_message", request.error().message, "", 0});
  if (request->code != one_time_code) {
    return error(403, {"code_unknown_or_used", "no such code", "", 0});
  }
  const wire::EnrolmentAnswer answer{
      {"k-7f3a"}, {"museum"}, "1", keys.public_key, clock_.utc_ms() + clock_ahead_ms};
  return {200, wire::encode(answer), {}, 0};
}

FakeBureau::Reply FakeBureau::configuration(const transfer::HttpRequest& request) {
  const std::string etag = "\"v" + std::to_string(configuration_version) + "\"";
  log.push_back("GET " + header(request, "If-None-Match"));
  if (header(request, "If-None-Match") == etag) return {304, {}, etag, 0};
  wire::Configuration configuration;
  configuration.version = configuration_version;
  configuration.kiosk = {"k-7f3a"};
  configuration.kiosk_name = "1";
  configuration.venue = {"museum"};
  configuration.venue_name = "Museum";
  return {200, wire::encode(configuration), etag, 0};
}

}  // namespace keqian::uploader
