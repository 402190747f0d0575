// Times uploads through the whole bureau (HTTP, signatures both ways, JSON, group commit) against
// the bare store taking the same rows in transactions of one upload of every kiosk (limit 0.6).
// Kiosks are other machines: what they send is signed before the clock runs, and what they get is
// checked after it. Reading and writing their sockets is in the rate, on the same two cores; the
// processor time is the bureau's alone.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "server-sync/base/assert.h"
#include "server-sync/base/clock.h"
#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/kiosk_routes.h"
#include "server-sync/bureau/http/server.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/messages.h"

namespace {

using namespace keqian;          // NOLINT: a program of one file
using namespace keqian::bureau;  // NOLINT

constexpr double kRatioMin = 0.6;
constexpr int kRounds = 7;
constexpr int kUploadsPerRound = 4096;
constexpr int kRowsPerUpload = 20;
constexpr int kDays = 8;
constexpr int kCategoriesCounted = 4;
const BusinessDate kFirstDay = *BusinessDate::parse("2024-05-25");

class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "keqian-bench-XXXXXX").string();
    KEQIAN_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// What a round cost: by the clock on the wall, and in processor time of this process's threads.
struct Cost {
  double seconds = 0;
  double cpu_seconds = 0;
  double uploads_per_second() const { return kUploadsPerRound / seconds; }
  double cpu_us_per_upload() const { return cpu_seconds * 1e6 / kUploadsPerRound; }
};

double seconds_of(clockid_t clock) {
  timespec now{};
  KEQIAN_ASSERT(::clock_gettime(clock, &now) == 0);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Cost cost_of(const std::function<void()>& work) {
  const double start = seconds_of(CLOCK_MONOTONIC);
  const double cpu_start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  work();
  return {seconds_of(CLOCK_MONOTONIC) - start, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_start};
}

struct Kiosk {
  KioskId id;
  wire::KeyPair keys;
};

VenueId venue_of(int kiosk) {
  return {"venue-" + std::to_string(kiosk)};
}

// A bureau of its own for every measurement, with the same kiosks each time.
class Bureau {
 public:
  explicit Bureau(int kiosks) {
    auto opened = open_sqlite_store(folder_.path(), randomness_);
    KEQIAN_ASSERT(opened.ok());
    store_ = std::move(opened).value();
    CampaignDefinition campaign;
    campaign.id = {"province-2024"};
    campaign.name = campaign.theme = campaign.place = "某省";
    campaign.unit = {"province"};
    campaign.period.starts = kFirstDay;
    campaign.period.ends = kFirstDay.plus_days(kDays - 1);
    campaign.units = {{{"province"}, "某省", {}, UnitLevel::kProvince}};
    for (int i = 0; i < kiosks; ++i) {
      campaign.venues.push_back({venue_of(i), "场馆", VenueKind::kMuseum, {"province"}});
    }
    KEQIAN_ASSERT(store_->import_campaign({campaign, "text", ""}, {"bench", 1}).ok());
    for (int i = 0; i < kiosks; ++i) enrol(i);
  }
  Store& store() { return *store_; }
  const std::vector<Kiosk>& kiosks() const { return kiosks_; }

 private:
  void enrol(int i) {
    const auto keys = wire::make_key_pair(randomness_);
    const auto digest = one_time_digest(std::to_string(i));
    KEQIAN_ASSERT(store_->add_enrolment_code({digest, venue_of(i), 1000}, {"bench", 1}).ok());
    const auto kiosk = store_->enrol_kiosk({digest, keys.public_key, "bench"}, 1);
    KEQIAN_ASSERT(kiosk.ok());
    kiosks_.push_back({kiosk->id, keys});
  }

  TemporaryFolder folder_;
  SeededRandomness randomness_{1};
  std::unique_ptr<Store> store_;
  std::vector<Kiosk> kiosks_;
};

// The n-th upload of a kiosk: counters of half a day; the days come round again, so that rows are
// both new and changed.
wire::Upload nth_upload(const KioskId& kiosk, int venue, int n) {
  wire::Upload upload;
  upload.kiosk = kiosk;
  upload.incarnation = std::string(32, 'a');
  upload.chain_head = std::string(64, 'c');
  upload.device.version = "bench";
  upload.from_revision = upload.to_revision = wire::Revision{n} * kRowsPerUpload;
  const auto day = kFirstDay.plus_days(n % kDays);
  for (int r = 0; r < kRowsPerUpload; ++r) {
    const auto revision = ++upload.to_revision;
    upload.tallies.push_back({session_id({std::string(kDailyOpening)}, venue_of(venue), day, 1),
                              day, 8 + r / kCategoriesCounted,
                              kCategories[static_cast<std::size_t>(r % kCategoriesCounted)],
                              Method::kCamera, revision, revision, revision});
  }
  upload.ledger_sequence = upload.to_revision;
  return upload;
}

Cost bare_cost(int kiosks) {
  Bureau bureau(kiosks);
  const int uploads_each = kUploadsPerRound / kiosks;
  std::vector<std::vector<ReceivedUpload>> batches(static_cast<std::size_t>(uploads_each));
  for (int n = 0; n < uploads_each; ++n) {
    for (int k = 0; k < kiosks; ++k) {
      const auto& id = bureau.kiosks()[static_cast<std::size_t>(k)].id;
      batches[static_cast<std::size_t>(n)].push_back({nth_upload(id, k, n), n + 1});
    }
  }
  return cost_of([&] {
    for (const auto& batch : batches) KEQIAN_ASSERT(bureau.store().apply_uploads(batch).ok());
  });
}

struct SignedUpload {
  std::string bytes;  // the whole HTTP request
  std::string nonce;
};

SignedUpload sign_upload(const Kiosk& kiosk, int venue, int n, Randomness& randomness) {
  wire::SignedRequest request;
  request.method = "PUT";
  request.path = "/v1/kiosks/" + kiosk.id.value + "/tallies";
  request.kiosk = kiosk.id.value;
  request.time_utc_ms = n;
  request.nonce = wire::make_nonce(randomness);
  request.body = wire::encode(nth_upload(kiosk.id, venue, n));
  const auto signature = wire::sign(kiosk.keys, wire::signing_input(request));
  return {request.method + " " + request.path +
              " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              "Content-Length: " +
              std::to_string(request.body.size()) + "\r\nKeqian-Kiosk: " + request.kiosk +
              "\r\nKeqian-Time: " + std::to_string(n) + "\r\nKeqian-Nonce: " + request.nonce +
              "\r\nKeqian-Signature: " + wire::encode_signature(signature) + "\r\n\r\n" +
              request.body,
          request.nonce};
}

// One kiosk's connection, kept open.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    KEQIAN_ASSERT(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Line() { ::close(socket_); }
  Line(const Line&) = delete;

  std::string exchange(const std::string& request) {
    KEQIAN_ASSERT(::send(socket_, request.data(), request.size(), 0) ==
                  static_cast<ssize_t>(request.size()));
    std::string answer;
    while (answer.empty() || answer.size() < length_of(answer)) {
      char buffer[4096];
      const auto read = ::recv(socket_, buffer, sizeof buffer, 0);
      KEQIAN_ASSERT(read > 0);
      answer.append(buffer, static_cast<std::size_t>(read));
    }
    return answer;
  }

 private:
  // Of the whole answer; one more than there is while its head is not complete.
  static std::size_t length_of(const std::string& answer) {
    constexpr std::string_view kLength = "Content-Length: ";
    const auto head_end = answer.find("\r\n\r\n");
    if (head_end == std::string::npos) return answer.size() + 1;
    std::size_t body = 0;
    std::from_chars(answer.data() + answer.find(kLength) + kLength.size(), answer.data() + head_end,
                    body);
    return head_end + 4 + body;
  }

  int socket_;
};

void check_answer(const std::string& answer, const Kiosk& kiosk, const SignedUpload& sent,
                  const wire::PublicKey& bureau_key) {
  constexpr std::string_view kSignature = "\r\nKeqian-Signature: ";
  KEQIAN_ASSERT(answer.starts_with("HTTP/1.1 200 "));
  const auto begin = answer.find(kSignature) + kSignature.size();
  const auto signature = wire::parse_signature(
      std::string_view(answer).substr(begin, answer.find("\r\n", begin) - begin));
  const wire::SignedAnswer signed_answer{
      200, "/v1/kiosks/" + kiosk.id.value + "/tallies", kiosk.id.value, sent.nonce,
      "",  answer.substr(answer.find("\r\n\r\n") + 4)};
  KEQIAN_ASSERT(signature &&
                wire::verify(bureau_key, wire::signing_input(signed_answer), *signature));
}

Cost bureau_cost(int kiosks) {
  Bureau bureau(kiosks);
  SystemClock clock;
  SystemRandomness randomness;
  const auto bureau_keys = wire::make_key_pair(randomness);
  UploadWriter writer(bureau.store(), [] {});
  Router router;
  add_kiosk_routes(router, {bureau.store(), clock, bureau_keys, writer});
  ServerOptions options;
  options.finish = AnswerSigner(bureau_keys);
  const auto server = Server::start(options, std::move(router));
  KEQIAN_ASSERT(server.ok());

  const int uploads_each = kUploadsPerRound / kiosks;
  std::vector<std::vector<SignedUpload>> uploads(static_cast<std::size_t>(kiosks));
  for (int k = 0; k < kiosks; ++k) {
    const auto i = static_cast<std::size_t>(k);
    for (int n = 0; n < uploads_each; ++n) {
      uploads[i].push_back(sign_upload(bureau.kiosks()[i], k, n, randomness));
    }
  }
  std::vector<std::vector<std::string>> answers(uploads.size());
  std::vector<double> kiosks_cpu_seconds(uploads.size());
  Cost cost = cost_of([&] {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < uploads.size(); ++i) {
      threads.emplace_back([&, i] {
        Line line((*server)->port());
        for (const auto& upload : uploads[i]) answers[i].push_back(line.exchange(upload.bytes));
        kiosks_cpu_seconds[i] = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      });
    }
    for (auto& thread : threads) thread.join();
  });
  for (const double kiosk : kiosks_cpu_seconds) cost.cpu_seconds -= kiosk;
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    for (std::size_t n = 0; n < uploads[i].size(); ++n) {
      check_answer(answers[i][n], bureau.kiosks()[i], uploads[i][n], bureau_keys.public_key);
    }
  }
  return cost;
}

// The middle one, and both ends.
struct Spread {
  std::vector<double> values;
  void add(double value) { values.insert(std::ranges::upper_bound(values, value), value); }
  double median() const { return values[values.size() / 2]; }
};

// Rounds take turns and each gives a ratio of its own, because the speed of a disk and of a busy
// machine changes within minutes.
bool measure(int kiosks) {
  Spread rates, ratios, cpu_us, cpu_ratios;
  for (int round = 0; round < kRounds; ++round) {
    const Cost bureau = bureau_cost(kiosks);
    const Cost bare = bare_cost(kiosks);
    rates.add(bureau.uploads_per_second());
    ratios.add(bureau.uploads_per_second() / bare.uploads_per_second());
    cpu_us.add(bureau.cpu_us_per_upload());
    cpu_ratios.add(bare.cpu_us_per_upload() / bureau.cpu_us_per_upload());
  }
  std::printf("uploads of %4d kiosks    %9.0f /s, %.2f of the bare store (limit %.2f, %.2f–%.2f)\n",
              kiosks, rates.median(), ratios.median(), kRatioMin, ratios.values.front(),
              ratios.values.back());
  std::printf("  the bureau's processor  %9.0f us each, bare store to bureau %.2f (%.2f–%.2f)\n",
              cpu_us.median(), cpu_ratios.median(), cpu_ratios.values.front(),
              cpu_ratios.values.back());
  return ratios.median() >= kRatioMin;
}

}  // namespace

int main() {
  wire::initialise_crypto();
  const bool is_good_for_few = measure(16);
  const bool is_good_for_many = measure(128);
  return is_good_for_few && is_good_for_many ? 0 : 1;
}
