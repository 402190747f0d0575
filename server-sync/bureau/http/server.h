// The bureau's HTTP/1.1 server, over TLS or plain behind a proxy. Asio stays inside server.cpp with
// its connection.h and stream.h, Beast inside request_parser.cpp and gzip.cpp. IO threads move
// bytes, handler threads run the router's handlers; the two never wait for each other.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "server-sync/base/result.h"
#include "server-sync/bureau/http/event_topic.h"
#include "server-sync/bureau/http/message.h"
#include "server-sync/bureau/http/router.h"

namespace keqian::bureau {

struct ServerOptions {
  std::string host = "127.0.0.1";  // an address, or a name that resolves to one
  std::uint16_t port = 0;          // 0: any free one, see Server::port
  // Both or neither; PEM. TLS 1.2 and newer.
  std::filesystem::path tls_certificate;
  std::filesystem::path tls_key;

  int io_threads = 2;
  int handler_threads = 4;
  std::size_t connections_max = 4096;                  // one more is turned away
  std::size_t requests_waiting_max = 2048;             // for their answer; one more gets 503
  std::size_t header_bytes_max = 16 * 1024;            // 431 above
  std::size_t body_bytes_max = 1024 * 1024;            // 413 above; a route may allow less
  std::chrono::milliseconds request_time_max{30'000};  // from its first byte to its last
  std::chrono::milliseconds idle_time_max{90'000};     // between requests of one connection
  std::chrono::milliseconds write_time_max{30'000};
  std::chrono::milliseconds stop_time_max{5'000};  // for requests under way at stop
  std::chrono::milliseconds event_comment_interval{15'000};

  // Runs for every answer to a request whose head was read, refusals (408, 413, 404, 405, 500)
  // included, once its status, ETag and bytes are final and before its head is written: it may add
  // headers (a signature). The request has its method, target, path and headers; nothing more is
  // promised. A body that a HEAD request will not be sent is still in the response. Called on an
  // IO thread, from several at once; it must neither wait nor throw.
  std::function<void(const Request& request, Response& response)> finish;
};

class Server {
 public:
  // Listens and serves until stop. Errors: a bad address, a port taken, unreadable TLS files.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Router router);
  ~Server();  // stops

  std::uint16_t port() const;
  std::size_t connections() const;
  // No new connections; requests under way are answered, event streams end; then returns. A Reply
  // answered later goes nowhere. Waits for handlers that run, so it is never called by one.
  void stop();

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace keqian::bureau
