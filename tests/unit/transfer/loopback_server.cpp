#include "tests/unit/transfer/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server-sync/base/assert.h"

namespace keqian::transfer {
namespace {

constexpr int kPollMs = 20;

int listen_on_loopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  KEQIAN_ASSERT(listener >= 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  KEQIAN_ASSERT(::bind(listener, generic, length) == 0);
  KEQIAN_ASSERT(::getsockname(listener, generic, &length) == 0);
  port = ntohs(address.sin_port);
  return listener;
}

}  // namespace

// A socket, plain or with TLS.
class LoopbackServer::Connection {
 public:
  Connection(int socket, SSL_CTX* tls) : socket_(socket) {
    if (!tls) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, socket_);
    open_ = SSL_accept(ssl_) == 1;
  }
  ~Connection() {
    if (ssl_) {
      if (open_) SSL_shutdown(ssl_);
      SSL_free(ssl_);
    }
    ::close(socket_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool open() const { return open_; }
  // Waits a moment for bytes; 0 when none came, negative at the end.
  long read(char* buffer, int size) {
    if (!ssl_ || SSL_pending(ssl_) == 0) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, kPollMs) == 0) return 0;
    }
    const long count = ssl_ ? SSL_read(ssl_, buffer, size)
                            : ::recv(socket_, buffer, static_cast<std::size_t>(size), 0);
    return count > 0 ? count : -1;
  }
  bool write(const std::string& bytes) {
    if (bytes.empty()) return true;
    if (ssl_) return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

 private:
  int socket_;
  SSL* ssl_ = nullptr;
  bool open_ = true;
};

LoopbackServer::LoopbackServer(std::string answer, Afterwards afterwards, SSL_CTX* tls)
    : answer_(std::move(answer)), afterwards_(afterwards), tls_(tls) {
  listener_ = listen_on_loopback(port_);
  KEQIAN_ASSERT(::listen(listener_, 16) == 0);
  thread_ = std::thread([this] { run(); });
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

std::string LoopbackServer::url() const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

std::vector<std::string> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void LoopbackServer::run() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, kPollMs) <= 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    Connection connection(socket, tls_);
    if (connection.open()) serve(connection);
  }
}

void LoopbackServer::serve(Connection& connection) {
  while (read_request(connection) && connection.write(answer_)) {
    switch (afterwards_) {
      case Afterwards::kClose:
        return;
      case Afterwards::kKeepOpen:
        break;
      case Afterwards::kStayAwake: {
        char buffer[256];
        while (!stopping_ && connection.read(buffer, sizeof buffer) >= 0) {
        }
        return;
      }
      case Afterwards::kSendForever:
        while (!stopping_ && connection.write(answer_)) {
        }
        return;
    }
  }
}

// True when a whole request was read: its headers and as much body as they announce.
bool LoopbackServer::read_request(Connection& connection) {
  std::string request;
  while (!stopping_) {
    const auto end = request.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto announced = request.find("Content-Length: ");
      const std::size_t body = announced < end ? std::stoul(request.substr(announced + 16)) : 0;
      if (request.size() >= end + 4 + body) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
        return true;
      }
    }
    char buffer[4096];
    const long count = connection.read(buffer, sizeof buffer);
    if (count < 0) return false;
    request.append(buffer, static_cast<std::size_t>(count));
  }
  return false;
}

int unused_port() {
  int port = 0;
  ::close(listen_on_loopback(port));
  return port;
}

}  // namespace keqian::transfer
