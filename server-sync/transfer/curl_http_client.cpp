#include <curl/curl.h>

#include <atomic>
#include <cerrno>
#include <optional>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/messages.h"

namespace keqian::transfer {
namespace {

constexpr std::size_t kHeaderBytesMax = 16 * 1024;  // of all headers of an answer

// libcurl wants its process-wide part set up once, before any thread uses it.
void initialise_curl_once() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  KEQIAN_ASSERT(initialised == CURLE_OK);
}

// What arrives of one answer, with its bounds.
struct Arrival {
  HttpAnswer answer;
  std::size_t body_bytes_max = 0;
  std::size_t header_bytes = 0;
  bool headers_complete = false;  // libcurl takes a connection closed among them for their end
  bool too_large = false;
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& arrival = *static_cast<Arrival*>(user);
  if (arrival.answer.body.size() + count > arrival.body_bytes_max) {
    arrival.too_large = true;
    return CURL_WRITEFUNC_ERROR;
  }
  arrival.answer.body.append(bytes, count);
  return count;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& arrival = *static_cast<Arrival*>(user);
  arrival.header_bytes += count;
  if (arrival.header_bytes > kHeaderBytesMax) {
    arrival.too_large = true;
    return CURL_WRITEFUNC_ERROR;
  }
  const std::string_view line(bytes, count);
  // After "100 Continue" the real answer's status line begins a new set of headers.
  if (line.starts_with("HTTP/")) arrival.answer.headers.clear();
  arrival.headers_complete = line == "\r\n" || line == "\n";
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    arrival.answer.headers.push_back(
        {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return count;
}

bool is_host_unreachable(long system_error) {
  return system_error == ENETUNREACH || system_error == EHOSTUNREACH || system_error == ENETDOWN;
}

TransferFailure failure_of(CURLcode code, long system_error) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return TransferFailure::kBadUrl;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransferFailure::kNameNotFound;
    case CURLE_COULDNT_CONNECT:
      return is_host_unreachable(system_error) ? TransferFailure::kUnreachable
                                               : TransferFailure::kRefused;
    case CURLE_OPERATION_TIMEDOUT:
      return TransferFailure::kTimedOut;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return TransferFailure::kCertificate;
    case CURLE_UNSUPPORTED_PROTOCOL:  // the address was checked before: the answer is not HTTP/1
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return TransferFailure::kBrokenAnswer;
    default:
      return TransferFailure::kOther;
  }
}

// The request's header lines as libcurl's list.
class HeaderList {
 public:
  explicit HeaderList(const HttpRequest& request) {
    for (const auto& [name, value] : request.headers) {
      std::string line = name;
      line += ": ";
      line += value;
      add(line);
    }
    add("Expect:");           // no round trip to ask whether a body is welcome
    add("Accept-Encoding:");  // signatures are over the bytes as they are
  }
  ~HeaderList() { curl_slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  curl_slist* get() const { return list_; }

 private:
  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    KEQIAN_ASSERT(longer != nullptr);
    list_ = longer;
  }
  curl_slist* list_ = nullptr;
};

// "https://host:port", of an address that may go on with a path.
std::string_view origin_of(std::string_view url) {
  const auto host = url.find("//");
  return host == std::string_view::npos ? url : url.substr(0, url.find('/', host + 2));
}

}  // namespace

// The easy handle of the exchange under way inside a multi handle, which alone can be woken from
// another thread and keeps connections open.
class CurlHttpClient::Handles {
 public:
  Handles() {
    initialise_curl_once();
    multi_ = curl_multi_init();
    easy_ = curl_easy_init();
    KEQIAN_ASSERT(multi_ != nullptr && easy_ != nullptr);
  }
  ~Handles() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
  }
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;

  HttpResult send(const HttpRequest& request) {
    if (interrupted_) return TransferError{TransferFailure::kInterrupted, "interrupted"};
    Arrival arrival;
    arrival.body_bytes_max = request.answer_bytes_max;
    const HeaderList headers(request);
    char text[CURL_ERROR_SIZE] = "";
    curl_easy_reset(easy_);
    curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, text);
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers.get());
    describe(request);
    limit(request);
    trust(request);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &arrival);
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, &arrival);
    const std::optional<CURLcode> code = perform();
    if (!code) return TransferError{TransferFailure::kInterrupted, "interrupted"};
    if (arrival.too_large) {
      return TransferError{TransferFailure::kTooLarge, "the answer is longer than allowed"};
    }
    if (*code != CURLE_OK) {
      long system_error = 0;
      curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &system_error);
      return TransferError{failure_of(*code, system_error),
                           text[0] != '\0' ? text : curl_easy_strerror(*code)};
    }
    if (!arrival.headers_complete) {
      return TransferError{TransferFailure::kBrokenAnswer, "the answer ends among its headers"};
    }
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    arrival.answer.status = static_cast<int>(status);
    return std::move(arrival.answer);
  }

  void interrupt() {
    interrupted_ = true;
    curl_multi_wakeup(multi_);
  }

 private:
  void describe(const HttpRequest& request) {
    curl_easy_setopt(easy_, CURLOPT_URL, request.url.c_str());
    if (request.method == "GET") {
      curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);
    } else {
      curl_easy_setopt(easy_, CURLOPT_POST, 1L);
      curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
      curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    // Plain http is for this very machine; a proxy of the environment must not carry it elsewhere.
    if (request.url.starts_with("http://")) curl_easy_setopt(easy_, CURLOPT_NOPROXY, "*");
  }

  void limit(const HttpRequest& request) {
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(request.connect_timeout_ms));
    curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout_ms));
    curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_LIMIT,
                     static_cast<long>(request.bytes_per_second_min));
    curl_easy_setopt(easy_, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stalled_timeout_s));
  }

  // The pinned key alone decides, or the certificate store and the host's name; never nothing.
  void trust(const HttpRequest& request) {
    const bool pinned = !request.certificate_sha256.empty();
    curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, pinned ? 0L : 1L);
    curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, pinned ? 0L : 2L);
    if (pinned) {
      const std::string pin = "sha256//" + wire::base64(request.certificate_sha256);
      curl_easy_setopt(easy_, CURLOPT_PINNEDPUBLICKEY, pin.c_str());
    }
  }

  // The outcome; empty when interrupted.
  std::optional<CURLcode> perform() {
    constexpr int kPollMsMax = 1000;
    KEQIAN_ASSERT(curl_multi_add_handle(multi_, easy_) == CURLM_OK);
    std::optional<CURLcode> outcome;
    for (int running = 1; !outcome && !interrupted_;) {
      CURLMcode code = curl_multi_perform(multi_, &running);
      if (code == CURLM_OK && running > 0) {
        code = curl_multi_poll(multi_, nullptr, 0, kPollMsMax, nullptr);
      }
      int waiting = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_, &waiting)) {
        if (message->msg == CURLMSG_DONE) outcome = message->data.result;
      }
      if (code != CURLM_OK && !outcome) outcome = CURLE_FAILED_INIT;
    }
    curl_multi_remove_handle(multi_, easy_);
    return outcome;
  }

  CURLM* multi_ = nullptr;
  CURL* easy_ = nullptr;
  std::atomic<bool> interrupted_ = false;
};

CurlHttpClient::CurlHttpClient() : handles_(std::make_unique<Handles>()) {}
CurlHttpClient::~CurlHttpClient() = default;

HttpResult CurlHttpClient::send(const HttpRequest& request) {
  if (!wire::is_acceptable_bureau_url(origin_of(request.url))) {
    return TransferError{TransferFailure::kBadUrl,
                         "the address must be https, or http to this very machine"};
  }
  return handles_->send(request);
}

void CurlHttpClient::interrupt() {
  handles_->interrupt();
}

}  // namespace keqian::transfer
