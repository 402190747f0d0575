#include "tests/simulation/simulated_bureau.h"

#include <future>
#include <utility>

#include "server-sync/bureau/handlers/kiosk_routes.h"
#include "server-sync/bureau/store/data_directory.h"
#include "tests/support/fault_vfs.h"

namespace keqian::simulation {

namespace fs = std::filesystem;

struct SimulatedBureau::Running {
  Running(std::unique_ptr<bureau::Store> opened, Clock& clock, const wire::KeyPair& keys)
      : store(std::move(opened)), writer(*store, [] {}), signer(keys) {
    bureau::add_kiosk_routes(router, {*store, clock, keys, writer});
  }

  std::unique_ptr<bureau::Store> store;
  bureau::UploadWriter writer;
  bureau::AnswerSigner signer;
  bureau::Router router;
};

SimulatedBureau::SimulatedBureau(fs::path folder, const WorldTime& world, Dice& dice,
                                 Journal& journal)
    : folder_(std::move(folder)),
      backup_(folder_.string() + "-backup"),
      clock_(world),
      dice_(dice),
      journal_(journal) {
  fs::create_directories(folder_);
  auto keys = bureau::load_or_make_bureau_key(folder_, dice_.randomness());
  KEQIAN_ASSERT(keys.ok());
  keys_ = *keys;
}

SimulatedBureau::~SimulatedBureau() = default;

void SimulatedBureau::start() {
  auto opened = bureau::open_sqlite_store(folder_.string(), dice_.randomness());
  if (!opened) return journal_.fail("the bureau does not start: " + opened.error().text());
  running_ = std::make_unique<Running>(std::move(opened).value(), clock_, keys_);
}

void SimulatedBureau::stop() {
  running_.reset();
}

void SimulatedBureau::lose_power_during(int writes, const std::function<void()>& work) {
  power_may_fail_ = true;
  test::plan_fault({test::Fault::kPowerCut, writes, true, folder_.string()});
  work();
  test::plan_fault({});
  power_may_fail_ = false;
}

void SimulatedBureau::die() {
  journal_.note("the bureau lost its power");
  running_.reset();
  test::lose_power(dice_.number(), folder_.string());
  test::plan_fault({});
}

void SimulatedBureau::take_backup() {
  stop();
  fs::remove_all(backup_);
  fs::copy(folder_, backup_, fs::copy_options::recursive);
  start();
}

void SimulatedBureau::put_backup_back() {
  if (!fs::exists(backup_)) return;
  stop();
  fs::remove_all(folder_);
  fs::copy(backup_, folder_, fs::copy_options::recursive);
  test::trust_disk(folder_.string());
  start();
}

std::optional<bureau::Response> SimulatedBureau::serve(const bureau::Request& request) {
  if (!running_) return std::nullopt;
  std::promise<bureau::Response> answered;
  running_->router.dispatch(request, bureau::Reply([&](bureau::Response response) {
                              answered.set_value(std::move(response));
                            }));
  auto response = answered.get_future().get();
  if (power_may_fail_ && test::fault_fired()) {
    die();
    return std::nullopt;
  }
  running_->signer(request, response);
  return response;
}

bureau::Store& SimulatedBureau::store() {
  KEQIAN_ASSERT(running_);
  return *running_->store;
}

}  // namespace keqian::simulation
