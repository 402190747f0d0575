#include "tests/unit/bureau_http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace keqian::bureau {
namespace {

constexpr int kPatienceMs = 20'000;

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Client::Client(std::uint16_t port, bool tls) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  is_open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  if (!tls || !is_open_) return;
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_options(context_, SSL_OP_IGNORE_UNEXPECTED_EOF);
  ssl_ = SSL_new(context_);
  SSL_set_fd(ssl_, socket_);
  is_open_ = SSL_connect(ssl_) == 1;
}

Client::~Client() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  ::close(socket_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count =
        ssl_ != nullptr
            ? static_cast<ssize_t>(SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())))
            : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::has_news() const {
  pollfd waiting{socket_, POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 1;
}

Answer Client::read_answer(bool head_only) {
  Answer answer;
  const auto head = read_until("\r\n\r\n");
  if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n")) return answer;
  answer.status = std::stoi(head.substr(9, 3));
  for (auto line = head.find("\r\n") + 2; line < head.size() - 2;) {
    const auto colon = head.find(": ", line);
    const auto end = head.find("\r\n", line);
    answer.headers[head.substr(line, colon - line)] = head.substr(colon + 2, end - colon - 2);
    line = end + 2;
  }
  const auto length = answer.header("Content-Length");
  if (head_only || length.empty()) return answer;
  const auto bytes = static_cast<std::size_t>(std::stoul(length));
  while (unread_.size() < bytes && read_more()) {
  }
  answer.body = unread_.substr(0, bytes);
  unread_.erase(0, answer.body.size());
  return answer;
}

std::string Client::read_until(std::string_view marker) {
  auto found = unread_.find(marker);
  while (found == std::string::npos) {
    if (!read_more()) return std::exchange(unread_, {});
    found = unread_.find(marker);
  }
  auto out = unread_.substr(0, found + marker.size());
  unread_.erase(0, out.size());
  return out;
}

std::string Client::read_to_end() {
  while (read_more()) {
  }
  return std::exchange(unread_, {});
}

void Client::end_sending() {
  if (ssl_ != nullptr) SSL_shutdown(ssl_);
  ::shutdown(socket_, SHUT_WR);
}

bool Client::read_more() {
  if (ssl_ == nullptr || SSL_pending(ssl_) == 0) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, kPatienceMs) != 1) {
      ADD_FAILURE() << "nothing came";
      return false;
    }
  }
  std::array<char, 16 * 1024> bytes{};
  const auto count =
      ssl_ != nullptr
          ? static_cast<ssize_t>(SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size())))
          : ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  unread_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

}  // namespace keqian::bureau
