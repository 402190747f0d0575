// A server on a free port of this machine, with what its tests fill in before it starts; each test
// runs twice, plain and over TLS.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server-sync/bureau/http/server.h"
#include "tests/unit/bureau_http/client.h"

namespace keqian::bureau {

class Stage {
 public:
  explicit Stage(bool tls);

  ServerOptions options;
  Router router;

  void start();
  Server& server() { return *server_; }
  void drop_server() { server_.reset(); }
  std::unique_ptr<Client> connect();
  // One request on a connection of its own.
  Answer ask(std::string_view request);

 private:
  bool tls_;
  std::unique_ptr<Server> server_;
};

class PlainAndTls : public ::testing::TestWithParam<bool> {
 protected:
  Stage stage{GetParam()};
};
inline std::string plain_or_tls(const ::testing::TestParamInfo<bool>& tested) {
  return tested.param ? "Tls" : "Plain";
}

// "GET /path HTTP/1.1" with a host and `headers`, each of which ends with CR LF.
std::string get(std::string_view path, std::string_view headers = {});
std::string post(std::string_view path, std::string_view body, std::string_view headers = {});

Response text_response(std::string body);

// Waits until it holds; fails its test when it never does.
void await(const std::function<bool()>& condition);

}  // namespace keqian::bureau
