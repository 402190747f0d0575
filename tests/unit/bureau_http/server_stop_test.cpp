// Starting and, above all, ending.
#include <gtest/gtest.h>

#include <dirent.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/unit/bureau_http/stage.h"

namespace keqian::bureau {
namespace {

using std::chrono::milliseconds;

std::size_t entries_of(const char* folder) {
  std::size_t count = 0;
  DIR* const open = ::opendir(folder);
  while (::readdir(open) != nullptr) ++count;
  ::closedir(open);
  return count;
}
std::size_t threads_running() {
  return entries_of("/proc/self/task");
}
std::size_t files_open() {
  return entries_of("/proc/self/fd");
}

class Stop : public PlainAndTls {
 protected:
  void SetUp() override {
    stage.router.add("GET", "/hello", [](const Request&) { return text_response("hello"); });
    stage.router.add("GET", "/held", [this](const Request&) {
      ++held_;
      release_.get_future().wait();
      return text_response("held");
    });
    stage.router.add_deferred("GET", "/kept", [this](auto, Reply reply) {
      kept_ = std::make_unique<Reply>(std::move(reply));
      is_kept_ = true;
    });
  }

  std::atomic<int> held_ = 0;
  std::promise<void> release_;
  std::unique_ptr<Reply> kept_;
  std::atomic<bool> is_kept_ = false;
};
INSTANTIATE_TEST_SUITE_P(All, Stop, ::testing::Bool(), plain_or_tls);

TEST_P(Stop, LeavesNoThreadNoConnectionAndNoFile) {
  Stage(GetParam()).start();  // whatever is made once stays
  const auto threads = threads_running();
  const auto files = files_open();
  stage.start();
  EXPECT_GT(threads_running(), threads);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(stage.connect());
  for (const auto& client : clients) {
    client->send(get("/hello"));
    EXPECT_EQ(client->read_answer().status, 200);
  }
  const Client silent(stage.server().port(), false);  // has not even shaken hands
  await([&] { return stage.server().connections() == 11; });
  stage.server().stop();
  EXPECT_EQ(stage.server().connections(), 0U);
  for (const auto& client : clients) EXPECT_EQ(client->read_to_end(), "");
  clients.clear();
  stage.drop_server();
  await([&] { return threads_running() == threads; });
  EXPECT_EQ(files_open(), files + 1);  // the silent client's own
}

TEST_P(Stop, IsNotHeldUpByIdleConnections) {
  stage.options.stop_time_max = std::chrono::hours(1);
  stage.start();
  const auto idle = stage.connect();
  idle->send(get("/hello"));
  EXPECT_EQ(idle->read_answer().status, 200);
  const auto fresh = stage.connect();
  const Client silent(stage.server().port(), false);
  stage.server().stop();
}

TEST_P(Stop, AnswersTheRequestsUnderWay) {
  stage.options.stop_time_max = std::chrono::hours(1);
  stage.start();
  auto client = stage.connect();
  client->send(get("/held") + get("/hello"));
  await([&] { return held_ == 1; });
  std::thread stopping([&] { stage.server().stop(); });
  await([&] { return !Client(stage.server().port(), false).is_open(); });
  release_.set_value();
  const auto answer = client->read_answer();
  EXPECT_EQ(answer.body, "held");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(client->read_to_end(), "");  // the second was not under way yet
  client.reset();
  stopping.join();
}

TEST_P(Stop, AbandonsWhatNobodyAnswers) {
  stage.options.stop_time_max = milliseconds(50);
  stage.start();
  const auto client = stage.connect();
  client->send(get("/kept"));
  await([&] { return is_kept_.load(); });
  const auto half = stage.connect();
  half->send("POST /hello HTTP/1.1\r\nHost: b\r\nContent-Le");
  stage.server().stop();
  EXPECT_EQ(stage.server().connections(), 0U);
  EXPECT_EQ(client->read_to_end(), "");
  (*kept_)(text_response("too late"));  // the server is there, its connection is not
}

TEST_P(Stop, OutlivesItsServerAsAReply) {
  stage.options.stop_time_max = milliseconds(50);
  stage.start();
  const auto client = stage.connect();
  client->send(get("/kept"));
  await([&] { return is_kept_.load(); });
  stage.drop_server();
  (*kept_)(text_response("too late"));
  kept_.reset();
}

TEST_P(Stop, MeetsRepliesFromOtherThreads) {
  for (int i = 0; i < 10; ++i) {
    Stage one(GetParam());
    std::vector<std::thread> repliers;
    std::mutex mutex;
    one.options.stop_time_max = milliseconds(1);
    one.router.add_deferred("GET", "/", [&](auto, Reply reply) {
      const std::lock_guard lock(mutex);
      repliers.emplace_back([reply = std::move(reply)]() mutable {
        std::this_thread::sleep_for(milliseconds(2));
        reply(text_response("x"));
      });
    });
    one.start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int j = 0; j < 8; ++j) {
      clients.push_back(one.connect());
      clients.back()->send(get("/"));
    }
    one.drop_server();
    for (auto& replier : repliers) replier.join();
  }
}

TEST_P(Stop, DropsRequestsThatWaitForAHandler) {
  stage.options.handler_threads = 1;
  stage.options.stop_time_max = milliseconds(50);
  stage.start();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(stage.connect());
    clients.back()->send(get("/held"));
  }
  await([&] { return held_ == 1; });
  std::thread stopping([&] { stage.server().stop(); });
  for (const auto& client : clients) EXPECT_EQ(client->read_to_end(), "");
  release_.set_value();
  stopping.join();
  EXPECT_EQ(held_, 1);
}

TEST_P(Stop, IsDoneOnce) {
  stage.start();
  stage.server().stop();
  stage.server().stop();
}

TEST_P(Stop, CanComeWhileClientsConnect) {
  for (int i = 0; i < 10; ++i) {
    Stage one(GetParam());
    one.router.add("GET", "/", [](const Request&) { return Response{}; });
    one.start();
    const auto port = one.server().port();
    std::atomic<bool> ended = false;
    std::thread connecting([&] {
      while (!ended) Client(port, false).send(get("/"));
    });
    await([&] { return one.server().connections() > 0; });
    one.server().stop();
    EXPECT_EQ(one.server().connections(), 0U);
    ended = true;
    connecting.join();
  }
}

TEST(Start, SaysWhatIsWrong) {
  Stage first(false);
  first.start();
  ServerOptions options;
  options.port = first.server().port();
  const auto taken = Server::start(options, Router());
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().kind, ErrorKind::kUnavailable);

  ServerOptions nameless;
  nameless.host = std::string(70, 'x') + ".example";  // too long a label to be asked for
  const auto unknown = Server::start(nameless, Router());
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInvalid);
  // An address that is not of this machine (RFC 5737).
  ServerOptions foreign;
  foreign.host = "192.0.2.1";
  EXPECT_FALSE(Server::start(foreign, Router()).ok());
}

}  // namespace
}  // namespace keqian::bureau
