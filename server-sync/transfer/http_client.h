// One HTTP exchange at a time, as the uploader and other senders need it. The only folder that
// knows libcurl. Failures are typed, so that a screen can say the real cause in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace keqian::transfer {

struct HttpHeader {
  std::string name;
  std::string value;
  bool operator==(const HttpHeader&) const = default;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<HttpHeader> headers;
  std::string body;
  // SHA-256 of the server's public key (SPKI), 32 bytes: it alone decides then whom we trust, in
  // place of the machine's certificate store. Empty: certificate store and host name decide.
  std::string certificate_sha256;
  std::size_t answer_bytes_max = 256 * 1024;
  std::int64_t connect_timeout_ms = 10'000;
  std::int64_t total_timeout_ms = 60'000;
  // Slower than this many bytes/s for `stalled_timeout_s` seconds is a time-out, too.
  std::int64_t bytes_per_second_min = 16;
  std::int64_t stalled_timeout_s = 20;
};

struct HttpAnswer {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;

  // The value of the first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const;
};

// Why no whole answer came.
enum class TransferFailure {
  kBadUrl,        // not http(s), or http to another machine: nothing was sent
  kNameNotFound,  // the server's name does not resolve: no network, or a wrong address
  kRefused,       // the machine answers, the program does not: the bureau is not running
  kUnreachable,   // no way to the machine
  kTimedOut,      // connected or connecting, then silence or a crawl
  kCertificate,   // TLS failed or the server is not the pinned one
  kTooLarge,      // the answer is longer than `answer_bytes_max`
  kBrokenAnswer,  // cut short or not HTTP
  kInterrupted,   // `interrupt` was called
  kOther
};
std::string_view name(TransferFailure failure);  // "bad_url", "name_not_found", …

struct TransferError {
  TransferFailure failure = TransferFailure::kOther;
  std::string detail;  // one line in English for the log
};

using HttpResult = std::variant<HttpAnswer, TransferError>;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Blocks until the answer is there or failed. One thread at a time. Any status is an answer;
  // redirects are not followed.
  virtual HttpResult send(const HttpRequest& request) = 0;
  // From any thread: the exchange under way and all later ones end with kInterrupted at once.
  virtual void interrupt() = 0;
};

// Over libcurl. Keeps the connection open between exchanges with the same server.
class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient();
  ~CurlHttpClient() override;
  HttpResult send(const HttpRequest& request) override;
  void interrupt() override;

 private:
  class Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace keqian::transfer
