// One client of the server: reads requests, has them answered, writes the answers. Part of
// server.cpp alone, as stream.h.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server-sync/base/clock.h"
#include "server-sync/bureau/http/client_address.h"
#include "server-sync/bureau/http/event_topic.h"
#include "server-sync/bureau/http/refusals.h"
#include "server-sync/bureau/http/request_parser.h"
#include "server-sync/bureau/http/response_head.h"
#include "server-sync/bureau/http/server.h"
#include "server-sync/bureau/http/stream.h"

namespace keqian::bureau {

// What every connection needs of its server. Outlives it where somebody still holds a Reply.
struct Shared {
  ServerOptions options;
  Router router;
  SystemClock clock;
  bool tls = false;
  std::unique_ptr<asio::thread_pool> handlers;
  std::atomic<std::size_t> requests_waiting{0};
  std::atomic<bool> stopping{false};

  // Other threads reach a connection only while this is open: after it there is nothing to post to.
  std::mutex gate;
  bool gate_is_open = true;
};

// Its coroutine owns it; other threads only post to its strand, through `tell`.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Shared> shared, std::unique_ptr<Stream> stream)
      : shared_(std::move(shared)),
        stream_(std::move(stream)),
        woken_(stream_->socket().get_executor()) {
    ErrorCode error;
    const auto peer = stream_->socket().remote_endpoint(error).address();
    if (error) return;
    const bool is_mapped = peer.is_v6() && peer.to_v6().is_v4_mapped();
    peer_ = is_mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, peer.to_v6()).to_string()
                      : peer.to_string();
  }

  auto executor() { return stream_->socket().get_executor(); }

  // Requests under way are finished, everything else ends.
  void ask_to_stop() {
    asio::post(executor(), [self = shared_from_this()] {
      if (self->is_idle_) {
        ErrorCode ignored;
        self->stream_->socket().cancel(ignored);
      }
      self->wake();
    });
  }
  void abandon() {
    asio::post(executor(), [self = shared_from_this()] {
      self->abandoned_ = true;
      self->stream_->close();
      self->wake();
    });
  }

  asio::awaitable<void> run() {
    if (co_await shake_hands()) {
      while (!shared_->stopping) {
        const bool goes_on = co_await serve_request();
        if (!goes_on) break;
      }
      co_await say_goodbye();
    }
    stream_->close();
  }

  void close() { stream_->close(); }

 private:
  using AtDeadline = Stream::AtDeadline;
  static constexpr std::size_t kReadBytes = 8 * 1024;
  static constexpr std::size_t kLingerBytesMax = 16 * 1024 * 1024;
  static constexpr std::chrono::milliseconds kLingerTimeMax{2'000};
  static constexpr std::chrono::milliseconds kHandshakeTimeMax{15'000};

  // Runs `function(connection)` on the connection's strand, if there still is one. Any thread.
  template <typename Function>
  static void tell(Shared& shared, const std::weak_ptr<Connection>& weak, Function function) {
    const std::lock_guard lock(shared.gate);
    if (!shared.gate_is_open) return;
    if (auto self = weak.lock()) {
      const auto strand = self->executor();
      asio::post(strand, [self = std::move(self), function = std::move(function)]() mutable {
        function(*self);
      });
    }
  }

  void wake() {
    is_woken_ = true;
    woken_.cancel();
  }

  // Until `wake`, at most `time_max`.
  asio::awaitable<void> wait(std::chrono::milliseconds time_max) {
    if (!is_woken_) {
      ErrorCode ignored;
      woken_.expires_after(time_max);
      co_await woken_.async_wait(into(ignored));
    }
    is_woken_ = false;
  }

  asio::awaitable<bool> shake_hands() {
    ErrorCode error;
    stream_->set_deadline(kHandshakeTimeMax, AtDeadline::kClose);
    is_idle_ = true;
    co_await stream_->handshake(error);
    is_idle_ = false;
    co_return !error;
  }

  // False when it was the connection's last.
  asio::awaitable<bool> serve_request() {
    auto request = co_await read_request();
    if (!request) co_return false;
    // The handler gets the request itself; what the answer's head depends on stays here.
    Request asked;
    asked.method = request->method;
    asked.target = request->target;
    asked.path = request->path;
    asked.headers = request->headers;
    auto response = co_await answer(std::move(*request));
    if (response.events != nullptr) {
      co_await send_events(asked, response);
      co_return false;
    }
    keep_alive_ = keep_alive_ && !shared_->stopping;
    const bool is_sent = co_await send(&asked, response);
    co_return is_sent&& keep_alive_;
  }

  // False at the end of the stream, a deadline or an error.
  asio::awaitable<bool> read_more() {
    if (stream_->deadline_passed()) co_return false;
    const auto held = unread_.size();
    unread_.resize(held + kReadBytes);
    ErrorCode error;
    const auto count =
        co_await stream_->read_some(asio::buffer(unread_.data() + held, kReadBytes), error);
    unread_.resize(held + count);
    co_return !error && count > 0;
  }

  // Empty when the client has left, or was refused and told so.
  asio::awaitable<std::optional<Request>> read_request() {
    if (unread_.empty()) {
      is_idle_ = true;
      stream_->set_deadline(shared_->options.idle_time_max, AtDeadline::kCancelRead);
      const bool is_read = co_await read_more();
      is_idle_ = false;
      if (!is_read) co_return std::nullopt;
    }
    // Before the whole request, not before each read: a client that trickles bytes ends here too.
    stream_->set_deadline(shared_->options.request_time_max, AtDeadline::kCancelRead);
    RequestParser parser({shared_->options.header_bytes_max, shared_->options.body_bytes_max});
    while (parser.state() != RequestParser::State::kDone) {
      std::size_t used = 0;
      auto state = parser.feed(unread_, used);
      unread_.erase(0, used);
      const bool head_was_read = state == RequestParser::State::kHeadRead;
      if (head_was_read) state = co_await take_head(parser);
      if (state == RequestParser::State::kRefused) {
        co_await refuse(parser, parser.refusal_status());
        co_return std::nullopt;
      }
      if (head_was_read || state == RequestParser::State::kDone) continue;
      const bool is_read = co_await read_more();
      if (!is_read) {
        if (stream_->deadline_passed()) co_await refuse(parser, 408);
        co_return std::nullopt;
      }
    }
    stream_->clear_deadline();
    keep_alive_ = parser.keep_alive();
    auto request = parser.take();
    request.remote_address = client_address(peer_, request);
    request.secure = shared_->tls;
    co_return request;
  }

  asio::awaitable<RequestParser::State> take_head(RequestParser& parser) {
    const auto match = shared_->router.match(parser.request().method, parser.request().path);
    const auto state = parser.limit_body(match.body_bytes_max);
    if (state != RequestParser::State::kRefused && parser.expects_continue() && unread_.empty()) {
      ErrorCode ignored;
      co_await stream_->write("HTTP/1.1 100 Continue\r\n\r\n", {}, ignored);
    }
    co_return state;
  }

  // Runs the handler on a handler thread and waits for its reply, from whichever thread.
  asio::awaitable<Response> answer(Request request) {
    if (shared_->requests_waiting.fetch_add(1) >= shared_->options.requests_waiting_max) {
      --shared_->requests_waiting;
      co_return busy();
    }
    answer_.reset();
    is_woken_ = false;
    Reply reply([weak = weak_from_this(), shared = shared_](Response response) {
      --shared->requests_waiting;
      tell(*shared, weak, [response = std::move(response)](Connection& self) mutable {
        self.answer_ = std::move(response);
        self.wake();
      });
    });
    asio::post(*shared_->handlers, [shared = shared_, request = std::move(request),
                                    reply = std::move(reply)]() mutable {
      shared->router.dispatch(std::move(request), std::move(reply));
    });
    while (!answer_ && !abandoned_) co_await wait(std::chrono::hours(1));
    Response response = answer_ ? std::move(*answer_) : busy();
    answer_.reset();
    co_return response;
  }

  // `request` is null where its head was never read.
  asio::awaitable<bool> send(const Request* request, Response& response) {
    if (request != nullptr) {
      suit_to_client(*request, response);
      if (shared_->options.finish) shared_->options.finish(*request, response);
    }
    const auto head = response_head(response, {shared_->clock.utc_ms(), shared_->tls, keep_alive_});
    std::string_view body = response.body;
    if (request != nullptr && request->method == "HEAD") body = {};
    ErrorCode error;
    stream_->set_deadline(shared_->options.write_time_max, AtDeadline::kClose);
    co_await stream_->write(head, body, error);
    co_return !error;
  }

  asio::awaitable<void> refuse(const RequestParser& parser, int status) {
    keep_alive_ = false;
    may_still_send_ = true;
    const bool head_was_read = !parser.request().method.empty();
    auto response = refusal(status);
    co_await send(head_was_read ? &parser.request() : nullptr, response);
  }

  // A viewer's place in a topic, given up however its connection ends.
  class Seat {
   public:
    Seat(std::shared_ptr<EventTopic> topic, std::function<void()> wake)
        : topic_(std::move(topic)), ticket_(topic_->join(std::move(wake))) {}
    ~Seat() { topic_->leave(ticket_); }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

   private:
    const std::shared_ptr<EventTopic> topic_;
    const EventTopic::Ticket ticket_;
  };

  asio::awaitable<void> send_events(const Request& request, Response& response) {
    keep_alive_ = false;
    const auto topic = response.events;
    const bool is_sent = co_await send(&request, response);
    if (!is_sent || request.method == "HEAD") co_return;
    const Seat seat(topic, [weak = weak_from_this(), shared = shared_] {
      tell(*shared, weak, [](Connection& self) { self.wake(); });
    });
    stream_->clear_deadline();
    asio::co_spawn(executor(), notice_departure(shared_from_this()), asio::detached);
    co_await pass_events_on(*topic);
  }

  asio::awaitable<void> pass_events_on(EventTopic& topic) {
    ErrorCode error;
    std::uint64_t version = 0;
    std::string text = "retry: 2000\n\n";
    while (!error && !departed_ && !abandoned_ && !shared_->stopping) {
      for (const auto& frame : topic.frames_after(version)) text += *frame;
      if (text.empty()) text = ": still here\n\n";
      stream_->set_deadline(shared_->options.write_time_max, AtDeadline::kClose);
      co_await stream_->write(text, {}, error);
      stream_->clear_deadline();
      text.clear();
      if (!error) co_await wait(shared_->options.event_comment_interval);
    }
  }

  // A viewer sends nothing more; the end of its stream is how it leaves.
  static asio::awaitable<void> notice_departure(std::shared_ptr<Connection> self) {
    std::array<char, 256> ignored{};
    ErrorCode error;
    while (!error) co_await self->stream_->read_some(asio::buffer(ignored), error);
    self->departed_ = true;
    self->wake();
  }

  // Closing on bytes nobody has read would reset the connection and could take the last answer
  // away from its client, so what it is still sending is read for a while.
  asio::awaitable<void> say_goodbye() {
    if (abandoned_ || departed_) co_return;
    stream_->set_deadline(kLingerTimeMax, AtDeadline::kClose);
    co_await stream_->end_sending();
    ErrorCode error;
    if (!may_still_send_ && unread_.empty() && stream_->socket().available(error) == 0) co_return;
    unread_.resize(kReadBytes);
    for (std::size_t count = 0; !error && count < kLingerBytesMax;) {
      // Below TLS: nobody wants to know what it says.
      count += co_await stream_->socket().async_read_some(asio::buffer(unread_), into(error));
    }
  }

  const std::shared_ptr<Shared> shared_;
  const std::unique_ptr<Stream> stream_;
  std::string peer_;
  std::string unread_;  // received, not yet parsed
  asio::steady_timer woken_;
  std::optional<Response> answer_;
  bool is_woken_ = false;
  bool is_idle_ = false;  // nothing is lost by ending now
  bool keep_alive_ = false;
  bool may_still_send_ = false;
  bool departed_ = false;
  bool abandoned_ = false;
};

}  // namespace keqian::bureau
