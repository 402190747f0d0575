#include "tests/unit/bureau_http/stage.h"

#include <chrono>
#include <thread>

#include "server-sync/base/assert.h"
#include "tests/unit/bureau_http/tls_files.h"

namespace keqian::bureau {
namespace {

const TlsFiles& tls_files() {
  static const TlsFiles files;
  return files;
}

}  // namespace

Stage::Stage(bool tls) : tls_(tls) {
  if (!tls) return;
  options.tls_certificate = tls_files().certificate();
  options.tls_key = tls_files().key();
}

void Stage::start() {
  auto started = Server::start(options, std::move(router));
  KEQIAN_ASSERT(started.ok());
  server_ = std::move(*started);
}

std::unique_ptr<Client> Stage::connect() {
  return std::make_unique<Client>(server_->port(), tls_);
}

Answer Stage::ask(std::string_view request) {
  const auto client = connect();
  client->send(request);
  return client->read_answer(request.starts_with("HEAD"));
}

std::string get(std::string_view path, std::string_view headers) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: bureau\r\n" + std::string(headers) +
         "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: bureau\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

Response text_response(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

void await(const std::function<bool()>& condition) {
  constexpr int kAttemptsMax = 10'000;
  for (int i = 0; i < kAttemptsMax; ++i) {
    if (condition()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ADD_FAILURE() << "it never came true";
}

}  // namespace keqian::bureau
