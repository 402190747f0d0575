// One TCP connection, plain or TLS, as coroutines with a deadline. Part of server.cpp alone, the
// one file that compiles Asio. Everything runs on the connection's strand.
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace keqian::bureau {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

inline auto into(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

class Stream {
 public:
  explicit Stream(tcp::socket& socket) : timer_(socket.get_executor()) {}
  virtual ~Stream() = default;

  virtual asio::awaitable<void> handshake(ErrorCode& error) = 0;
  virtual asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) = 0;
  virtual asio::awaitable<void> write(std::string_view head, std::string_view body,
                                      ErrorCode& error) = 0;
  // Tells the peer that nothing more comes, without waiting for it; it may still send.
  virtual asio::awaitable<void> end_sending() = 0;
  virtual tcp::socket& socket() = 0;

  // Past a deadline, a read under way fails and an answer can still be written; anything else is of
  // several steps, and only a closed socket stops the next one.
  enum class AtDeadline { kCancelRead, kClose };

  // From now on everything together takes at most `time_max`. A timer that runs already and ends
  // sooner is left alone and looks again when it ends: most deadlines are only a number.
  void set_deadline(std::chrono::milliseconds time_max, AtDeadline action) {
    deadline_passed_ = false;
    at_deadline_ = action;
    deadline_ = Clock::now() + time_max;
    if (!timer_runs_ || deadline_ < timer_.expiry()) run_timer();
  }
  void clear_deadline() { deadline_ = kNever; }
  // To be asked before each read: one that had its bytes already is not failed by a cancel.
  bool deadline_passed() const { return deadline_passed_; }

  void cancel() {
    ErrorCode ignored;
    socket().cancel(ignored);
  }
  void close() {
    clear_deadline();
    ErrorCode ignored;
    socket().close(ignored);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  void run_timer() {
    timer_runs_ = true;
    timer_.expires_at(deadline_);
    timer_.async_wait(
        [this, run = ++timer_run_, alive = std::weak_ptr<char>(alive_)](const ErrorCode& error) {
          // A wait that was already due when it was replaced still comes here: it is an old one.
          if (error || alive.expired() || run != timer_run_) return;
          timer_runs_ = false;
          if (deadline_ == kNever) return;
          if (Clock::now() < deadline_) return run_timer();
          meet_deadline();
        });
  }
  void meet_deadline() {
    deadline_passed_ = true;
    deadline_ = kNever;
    ErrorCode ignored;
    if (at_deadline_ == AtDeadline::kClose) {
      socket().close(ignored);
    } else {
      socket().cancel(ignored);
    }
  }

  asio::steady_timer timer_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
  Clock::time_point deadline_ = kNever;
  AtDeadline at_deadline_ = AtDeadline::kClose;
  std::uint64_t timer_run_ = 0;
  bool timer_runs_ = false;
  bool deadline_passed_ = false;
};

template <typename Socket>
asio::awaitable<void> write_both(Socket& socket, std::string_view head, std::string_view body,
                                 ErrorCode& error) {
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
  co_await asio::async_write(socket, buffers, into(error));
}

class PlainStream final : public Stream {
 public:
  explicit PlainStream(tcp::socket socket) : Stream(socket), socket_(std::move(socket)) {}

  asio::awaitable<void> handshake(ErrorCode& error) override {
    error = {};
    co_return;
  }
  asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) override {
    return socket_.async_read_some(buffer, into(error));
  }
  asio::awaitable<void> write(std::string_view head, std::string_view body,
                              ErrorCode& error) override {
    return write_both(socket_, head, body, error);
  }
  asio::awaitable<void> end_sending() override {
    ErrorCode ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
  }
  tcp::socket& socket() override { return socket_; }

 private:
  tcp::socket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(tcp::socket socket, asio::ssl::context& context)
      : Stream(socket), stream_(std::move(socket), context) {}

  asio::awaitable<void> handshake(ErrorCode& error) override {
    return stream_.async_handshake(asio::ssl::stream_base::server, into(error));
  }
  asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) override {
    return stream_.async_read_some(buffer, into(error));
  }
  asio::awaitable<void> write(std::string_view head, std::string_view body,
                              ErrorCode& error) override {
    return write_both(stream_, head, body, error);
  }
  asio::awaitable<void> end_sending() override {
    ErrorCode ignored;
    // Counts the peer's own goodbye as received: clients that keep idle connections never send it.
    SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
    co_await stream_.async_shutdown(into(ignored));
    socket().shutdown(tcp::socket::shutdown_send, ignored);
  }
  tcp::socket& socket() override { return stream_.next_layer(); }

 private:
  asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace keqian::bureau
