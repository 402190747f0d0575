#include "server-sync/bureau/http/server.h"

#include <openssl/ssl.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server-sync/base/clock.h"
#include "server-sync/base/log.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/http/request_parser.h"
#include "server-sync/bureau/http/response_head.h"
#include "server-sync/bureau/http/stream.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kReadBytes = 8 * 1024;
constexpr std::size_t kLingerBytesMax = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds kLingerTimeMax{2'000};
constexpr std::chrono::milliseconds kHandshakeTimeMax{15'000};
constexpr std::chrono::milliseconds kAcceptRetryDelay{100};
constexpr int kRetryAfterS = 5;

Response refusal(int status) {
  switch (status) {
    case 408:
      return error_response(408, "request_timeout", "the request took too long to arrive");
    case 413:
      return error_response(413, "too_large", "the body is larger than this address takes");
    case 431:
      return error_response(431, "header_too_large", "the request's header is too large");
    case 501:
      return error_response(501, "not_implemented", "this transfer coding is not understood");
    case 505:
      return error_response(505, "http_version", "only HTTP/1.0 and HTTP/1.1 are understood");
    default:
      return error_response(400, "bad_request", "this is not a request in HTTP/1.1");
  }
}

Response busy() {
  auto response = error_response(503, "busy", "the server has too much to do", "try again soon");
  response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterS));
  return response;
}

bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

// A proxy on this machine appends the address it was called from; nobody else is believed.
std::string client_address(std::string peer, const Request& request) {
  constexpr std::size_t kAddressBytesMax = 64;
  if (!is_loopback(peer)) return peer;
  const auto forwarded = request.header("x-forwarded-for");
  if (forwarded.empty()) return peer;
  const auto last = trim(split(forwarded, ',').back());
  return last.empty() || last.size() > kAddressBytesMax ? peer : std::string(last);
}

// What every connection needs of its server.
struct Shared {
  ServerOptions options;
  Router router;
  SystemClock clock;
  bool tls = false;
  std::unique_ptr<asio::thread_pool> handlers;
  std::atomic<std::size_t> requests_waiting{0};
  std::atomic<bool> stopping{false};
};

// One client. Its coroutine owns it; other threads only post to its strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Shared> shared, std::unique_ptr<Stream> stream)
      : shared_(std::move(shared)),
        stream_(std::move(stream)),
        woken_(stream_->socket().get_executor()) {
    ErrorCode ignored;
    const auto peer = stream_->socket().remote_endpoint(ignored);
    if (!ignored) peer_ = peer.address().to_string();
  }

  auto executor() { return stream_->socket().get_executor(); }

  // Requests under way are finished, everything else ends.
  void ask_to_stop() {
    asio::post(executor(), [self = shared_from_this()] {
      if (self->is_idle_) self->stream_->cancel();
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
    ErrorCode error;
    stream_->set_deadline(kHandshakeTimeMax);
    co_await stream_->handshake(error);
    while (!error && !shared_->stopping) {
      auto request = co_await read_request();
      if (!request) break;
      auto response = co_await answer(*request);
      if (response.events != nullptr) {
        co_await send_events(*request, response);
        break;
      }
      keep_alive_ = keep_alive_ && !shared_->stopping;
      if (!co_await send(&*request, response) || !keep_alive_) break;
    }
    co_await end();
  }

 private:
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

  // False at the end of the stream, a deadline or an error.
  asio::awaitable<bool> read_more() {
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
      stream_->set_deadline(shared_->options.idle_time_max);
      const bool read = co_await read_more();
      is_idle_ = false;
      if (!read) co_return std::nullopt;
    }
    // Before the whole request, not before each read: a client that trickles bytes ends here too.
    stream_->set_deadline(shared_->options.request_time_max);
    RequestParser parser({shared_->options.header_bytes_max, shared_->options.body_bytes_max});
    while (parser.state() != RequestParser::State::kDone) {
      std::size_t used = 0;
      auto state = parser.feed(unread_, used);
      unread_.erase(0, used);
      if (state == RequestParser::State::kHeadRead) state = co_await take_head(parser);
      if (state == RequestParser::State::kRefused) {
        co_await refuse(parser, parser.refusal_status());
        co_return std::nullopt;
      }
      if (state == RequestParser::State::kDone) break;
      if ((used > 0 && !unread_.empty()) || state == RequestParser::State::kHeadRead) continue;
      if (!co_await read_more()) {
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
  asio::awaitable<Response> answer(const Request& request) {
    if (shared_->requests_waiting >= shared_->options.requests_waiting_max) co_return busy();
    ++shared_->requests_waiting;
    answer_.reset();
    is_woken_ = false;
    Reply reply([weak = weak_from_this(), shared = shared_](Response response) {
      --shared->requests_waiting;
      // The connection outlives its server's threads in no case, so whoever finds it may post.
      if (const auto self = weak.lock()) {
        asio::post(self->executor(), [self, response = std::move(response)]() mutable {
          self->answer_ = std::move(response);
          self->wake();
        });
      }
    });
    asio::post(*shared_->handlers, [shared = shared_, request, reply = std::move(reply)]() mutable {
      shared->router.dispatch(std::move(request), std::move(reply));
    });
    while (!answer_ && !abandoned_) co_await wait(std::chrono::hours(1));
    co_return answer_ ? *std::exchange(answer_, std::nullopt) : busy();
  }

  // `request` is null where its head was never read.
  asio::awaitable<bool> send(const Request* request, Response& response) {
    if (request != nullptr) {
      suit_to_client(*request, response);
      if (shared_->options.finish) shared_->options.finish(*request, response);
    }
    const bool head_only = request != nullptr && request->method == "HEAD";
    const auto head = response_head(response, head_context(keep_alive_));
    ErrorCode error;
    stream_->set_deadline(shared_->options.write_time_max);
    co_await stream_->write(head, head_only ? std::string_view{} : response.body, error);
    co_return !error;
  }

  // Answers, then reads what the client is still sending for a while: closing on unread bytes
  // would reset the connection and take the answer away from it.
  asio::awaitable<void> refuse(const RequestParser& parser, int status) {
    keep_alive_ = false;
    const bool head_read = !parser.request().method.empty();
    auto response = refusal(status);
    if (!co_await send(head_read ? &parser.request() : nullptr, response)) co_return;
    stream_->set_deadline(kLingerTimeMax);
    co_await stream_->end_sending();
    for (std::size_t read = 0; read < kLingerBytesMax; read += unread_.size()) {
      unread_.clear();
      if (!co_await read_more()) break;
    }
  }

  asio::awaitable<void> send_events(const Request& request, Response& response) {
    keep_alive_ = false;
    const auto events = response.events;
    auto& topic = *events;
    if (!co_await send(&request, response) || request.method == "HEAD") co_return;
    const auto ticket = topic.join([weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        asio::post(self->executor(), [self] { self->wake(); });
      }
    });
    stream_->clear_deadline();
    asio::co_spawn(executor(), notice_departure(shared_from_this()), asio::detached);
    co_await pass_events_on(topic);
    topic.leave(ticket);
  }

  asio::awaitable<void> pass_events_on(EventTopic& topic) {
    ErrorCode error;
    std::uint64_t version = 0;
    std::string text = "retry: 2000\n\n";
    while (!error && !departed_ && !abandoned_ && !shared_->stopping) {
      for (const auto& frame : topic.frames_after(version)) text += *frame;
      if (text.empty()) text = ": still here\n\n";
      stream_->set_deadline(shared_->options.write_time_max);
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

  asio::awaitable<void> end() {
    if (!abandoned_ && !departed_) {
      stream_->set_deadline(kLingerTimeMax);
      co_await stream_->end_sending();
    }
    stream_->close();
  }

  HeadContext head_context(bool keep_alive) {
    return {shared_->clock.utc_ms(), shared_->tls, keep_alive};
  }

  const std::shared_ptr<Shared> shared_;
  const std::unique_ptr<Stream> stream_;
  std::string peer_;
  std::string unread_;  // received, not yet parsed
  asio::steady_timer woken_;
  std::optional<Response> answer_;
  bool is_woken_ = false;
  bool is_idle_ = false;
  bool keep_alive_ = false;
  bool departed_ = false;
  bool abandoned_ = false;
};

}  // namespace

class Server::Implementation {
 public:
  Implementation(const ServerOptions& options, Router router)
      : shared_(std::make_shared<Shared>()),
        acceptor_(asio::make_strand(context_)),
        work_(asio::make_work_guard(context_)) {
    shared_->options = options;
    shared_->router = std::move(router);
  }
  ~Implementation() { stop(); }

  Status start() {
    const auto& options = shared_->options;
    if (options.tls_certificate.empty() != options.tls_key.empty()) {
      return invalid("TLS needs a certificate and a key", "give both files or neither");
    }
    if (!options.tls_certificate.empty()) KEQIAN_CHECK_OK(load_tls());
    KEQIAN_CHECK_OK(listen());
    const auto handler_threads = static_cast<std::size_t>(options.handler_threads);
    shared_->handlers = std::make_unique<asio::thread_pool>(handler_threads);
    asio::co_spawn(acceptor_.get_executor(), accept_all(), asio::detached);
    for (int i = 0; i < options.io_threads; ++i) {
      threads_.emplace_back([this] { context_.run(); });
    }
    return ok();
  }

  std::uint16_t port() const { return port_; }

  std::size_t connections() {
    const std::lock_guard lock(mutex_);
    return connections_.size();
  }

  void stop() {
    if (threads_.empty()) return;
    shared_->stopping = true;
    asio::post(acceptor_.get_executor(), [this] {
      ErrorCode ignored;
      acceptor_.close(ignored);
    });
    for_each_connection([](Connection& connection) { connection.ask_to_stop(); });
    if (!wait_for_connections(shared_->options.stop_time_max)) {
      log_warning("requests under way at the end were cut off");
      for_each_connection([](Connection& connection) { connection.abandon(); });
      wait_for_connections(shared_->options.stop_time_max);
    }
    shared_->handlers->join();
    work_.reset();
    context_.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  Status load_tls() {
    const auto& options = shared_->options;
    tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    ErrorCode error;
    tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                          asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                          asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                      error);
    // An idle connection keeps no 32 KB of buffers.
    SSL_CTX_set_mode(tls_->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    tls_->use_certificate_chain_file(options.tls_certificate.string(), error);
    if (error) return unreadable("certificate", options.tls_certificate, error);
    tls_->use_private_key_file(options.tls_key.string(), asio::ssl::context::pem, error);
    if (error) return unreadable("key", options.tls_key, error);
    shared_->tls = true;
    return ok();
  }

  static Error unreadable(std::string_view what, const std::filesystem::path& path,
                          const ErrorCode& error) {
    return invalid(
        "cannot use the TLS " + std::string(what) + " " + path.string() + ": " + error.message(),
        "give a PEM file of a certificate and the key that belongs to it");
  }

  Status listen() {
    const auto& options = shared_->options;
    ErrorCode error;
    tcp::resolver resolver(context_);
    const auto found =
        resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
    if (error || found.empty()) {
      return invalid("no such address: " + options.host, "listen on 127.0.0.1 or 0.0.0.0");
    }
    const tcp::endpoint endpoint = *found.begin();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return Error{ErrorKind::kUnavailable,
                   "cannot listen on " + options.host + ":" + std::to_string(options.port) + ": " +
                       error.message(),
                   "another program may hold the port; choose another with --listen"};
    }
    port_ = acceptor_.local_endpoint(error).port();
    return ok();
  }

  asio::awaitable<void> accept_all() {
    while (!shared_->stopping) {
      ErrorCode error;
      auto socket = co_await acceptor_.async_accept(asio::make_strand(context_), into(error));
      if (error == asio::error::operation_aborted || shared_->stopping) break;
      if (error) {  // out of descriptors, most likely: others will end
        asio::steady_timer pause(context_, kAcceptRetryDelay);
        co_await pause.async_wait(asio::use_awaitable);
        continue;
      }
      if (connections() >= shared_->options.connections_max) continue;  // closes it
      serve(std::move(socket));
    }
  }

  void serve(tcp::socket socket) {
    ErrorCode ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::unique_ptr<Stream> stream;
    if (tls_ != nullptr) {
      stream = std::make_unique<TlsStream>(std::move(socket), *tls_);
    } else {
      stream = std::make_unique<PlainStream>(std::move(socket));
    }
    auto connection = std::make_shared<Connection>(shared_, std::move(stream));
    {
      const std::lock_guard lock(mutex_);
      connections_.emplace(connection.get(), connection);
    }
    asio::co_spawn(connection->executor(), run_to_end(connection), asio::detached);
    if (shared_->stopping) connection->ask_to_stop();
  }

  asio::awaitable<void> run_to_end(std::shared_ptr<Connection> connection) {
    try {
      co_await connection->run();
    } catch (const std::exception& exception) {
      log_error(std::string("a connection failed: ") + exception.what());
    }
    const std::lock_guard lock(mutex_);
    connections_.erase(connection.get());
    if (connections_.empty()) ended_.notify_all();
  }

  template <typename Function>
  void for_each_connection(const Function& function) {
    std::vector<std::shared_ptr<Connection>> all;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [key, weak] : connections_) all.push_back(weak.lock());
    }
    for (const auto& connection : all) {
      if (connection != nullptr) function(*connection);
    }
  }

  bool wait_for_connections(std::chrono::milliseconds time_max) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, time_max, [this] { return connections_.empty(); });
  }

  std::shared_ptr<Shared> shared_;
  std::unique_ptr<asio::ssl::context> tls_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<Connection*, std::weak_ptr<Connection>> connections_;
  std::vector<std::thread> threads_;
};

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Router router) {
  auto implementation = std::make_unique<Implementation>(options, std::move(router));
  KEQIAN_CHECK_OK(implementation->start());
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Server::~Server() = default;
std::uint16_t Server::port() const {
  return implementation_->port();
}
std::size_t Server::connections() const {
  return implementation_->connections();
}
void Server::stop() {
  implementation_->stop();
}

}  // namespace keqian::bureau
