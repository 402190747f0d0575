// A socket server on this machine that answers every request with the bytes a test gives it,
// however wrong they are. One connection at a time, on its own thread.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace keqian::transfer {

class LoopbackServer {
 public:
  enum class Afterwards {
    kClose,        // the connection, after each answer
    kKeepOpen,     // for the next request
    kStayAwake,    // say nothing more, but do not close either
    kSendForever,  // the answer's bytes again and again
  };
  // `tls` may be null; it outlives the server.
  LoopbackServer(std::string answer, Afterwards afterwards, SSL_CTX* tls = nullptr);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::string url() const;  // "http://127.0.0.1:PORT" or https
  int connections() const { return connections_; }
  std::vector<std::string> requests() const;  // whole, as received

 private:
  class Connection;
  void run();
  void serve(Connection& connection);
  bool read_request(Connection& connection);

  const std::string answer_;
  const Afterwards afterwards_;
  SSL_CTX* const tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// A port of this machine that nobody listens on.
int unused_port();

}  // namespace keqian::transfer
