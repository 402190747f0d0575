// One HTTP request and its answer as plain values: what handlers see. The server owns the wire.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keqian::bureau {

class EventTopic;

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;          // upper case
  std::string target;          // as on the request line, "/api/table?campaign=x"
  std::string path;            // the target before '?', still percent-encoded
  NamedTexts headers;          // names in lower case
  NamedTexts query;            // decoded
  NamedTexts parameters;       // of the route's {names}, decoded; filled by the router
  std::string body;            // complete, within the route's limit
  std::string remote_address;  // of the client; a proxy on this machine is believed about it
  bool secure = false;         // came over our own TLS

  // The first value of that name, or empty.
  std::string_view header(std::string_view lower_case_name) const;
  std::string_view query_text(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  NamedTexts headers;  // further ones; the server adds length, connection and security headers
  std::string etag;    // quoted; the server answers 304 by itself when the client holds it
  std::string cache_control = "no-store";
  // The body is gzip; a client that does not read it gets it unpacked.
  bool body_is_gzip = false;
  // A stream of server-sent events instead of a body: the topic's state, then every change.
  std::shared_ptr<EventTopic> events;
};

// {"code","message","hint"}: the one shape of every refusal outside the kiosk protocol.
Response error_response(int status, std::string_view code, std::string_view message,
                        std::string_view hint = {});
std::string_view reason_phrase(int status);

// The right to answer one request, once, from any thread. Dropped unused, it answers 500, so that
// no client ever waits for a handler that lost its request.
class Reply {
 public:
  explicit Reply(std::function<void(Response)> send) : send_(std::move(send)) {}
  Reply(Reply&& other) noexcept : send_(std::exchange(other.send_, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept;
  ~Reply();
  void operator()(Response response);

 private:
  std::function<void(Response)> send_;
};

int hex_digit(char c);  // 0 to 15, or -1
// "%41" and, where `plus_is_space`, "+" as in queries; malformed escapes stay as they are.
std::string percent_decoded(std::string_view text, bool plus_is_space);
NamedTexts parse_query(std::string_view query);

}  // namespace keqian::bureau
