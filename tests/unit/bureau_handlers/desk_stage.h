// A bureau without sockets: a store in a folder of the test's own, every route of the pages, a
// clock that the test moves, and browsers that keep their cookie.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/handlers/live_figures.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {

class HandClock final : public Clock {
 public:
  UtcMs utc_ms() override { return now_; }
  MonotonicMs monotonic_ms() override { return now_ - kAct.utc_ms; }
  void advance(std::int64_t ms) { now_ += ms; }

 private:
  UtcMs now_ = kAct.utc_ms;
};

struct Answer {
  Response response;
  Json body;

  int status() const { return response.status; }
  std::string code() const;
  std::string text(std::string_view key) const;
};

class DeskStage;

class Browser {
 public:
  explicit Browser(DeskStage& stage, std::string address = "10.0.0.1")
      : stage_(stage), address_(std::move(address)) {}

  Answer get(const std::string& target);
  // With the token of the last session asked for; asks once by itself. `host` is the address that
  // stands in the browser.
  Answer post(const std::string& path, const Json& body, const std::string& host = "127.0.0.1");
  Answer send(Request request);
  Answer sign_in(const std::string& name, const std::string& password);
  void forget_csrf() { csrf_.reset(); }
  void set_csrf(std::string token) { csrf_ = std::move(token); }
  const std::string& cookie() const { return cookie_; }

 private:
  DeskStage& stage_;
  std::string address_;
  std::string cookie_;
  std::optional<std::string> csrf_;
};

inline constexpr std::string_view kPassword = "quiet river 1958";

class DeskStage : public testing::Test {
 protected:
  DeskStage();

 public:
  Response dispatch(Request request);
  void add_user(const std::string& name, Role role, const std::string& unit = "");
  void import_city();
  // One person of the public at the museum, from a kiosk of its own.
  KioskRecord count_persons(std::int64_t persons);

  TemporaryFolder folder_;
  SeededRandomness randomness_{7};
  HandClock clock_;
  wire::KeyPair keys_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SignIns> sign_ins_;
  std::unique_ptr<LiveFigures> live_;
  Router router_;
};

}  // namespace keqian::bureau
