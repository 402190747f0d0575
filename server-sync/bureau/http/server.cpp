#include "server-sync/bureau/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <exception>
#include <map>
#include <thread>
#include <vector>

#include "server-sync/base/log.h"
#include "server-sync/bureau/http/connection.h"

namespace keqian::bureau {
namespace {

constexpr std::chrono::milliseconds kAcceptRetryDelay{100};

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
    is_accepting_ = true;
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
    end_accepting();
    for_each_connection([](Connection& connection) { connection.ask_to_stop(); });
    if (!wait_for_connections(shared_->options.stop_time_max)) {
      log_warning("requests under way at the end were cut off");
      shared_->handlers->stop();  // those that wait for a thread; running ones finish
      for_each_connection([](Connection& connection) { connection.abandon(); });
      wait_for_connections(shared_->options.stop_time_max);
    }
    shared_->handlers->join();
    {
      const std::lock_guard lock(shared_->gate);
      shared_->gate_is_open = false;
    }
    work_.reset();
    context_.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    shared_->handlers.reset();  // what waits in it holds `shared_`
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
    // A key that asks for a password is an unreadable key, not a question at a terminal.
    tls_->set_password_callback([](std::size_t, auto) { return std::string(); }, error);
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
      if (shared_->stopping) break;
      if (error) {  // out of descriptors, most likely: others will end
        ErrorCode ignored;
        asio::steady_timer pause(acceptor_.get_executor(), kAcceptRetryDelay);
        co_await pause.async_wait(into(ignored));
        continue;
      }
      if (connections() >= shared_->options.connections_max) continue;  // closes it
      serve(std::move(socket));
    }
    const std::lock_guard lock(mutex_);
    is_accepting_ = false;
    ended_.notify_all();
  }

  void end_accepting() {
    asio::post(acceptor_.get_executor(), [this] {
      ErrorCode ignored;
      acceptor_.close(ignored);
    });
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !is_accepting_; });
  }

  void serve(tcp::socket socket) {
    try {
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
    } catch (const std::exception& exception) {
      log_error(std::string("a connection could not begin: ") + exception.what());
    }
  }

  asio::awaitable<void> run_to_end(std::shared_ptr<Connection> connection) {
    try {
      co_await connection->run();
    } catch (const std::exception& exception) {
      log_error(std::string("a connection failed: ") + exception.what());
      connection->close();
    }
    const std::lock_guard lock(mutex_);
    connections_.erase(connection.get());
    ended_.notify_all();
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
  std::condition_variable ended_;  // a connection, or accepting
  bool is_accepting_ = false;
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
