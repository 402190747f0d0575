// The contract of every store: one suite, run over each implementation. A second implementation
// adds a line to kStores.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "server-sync/bureau/store/desk.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// A folder of this test's own, removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct StoreKind {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(const std::string& folder, Randomness&)> open;
};
extern const std::vector<StoreKind> kStores;

inline const Act kAct{"tester", 1'716'600'000'000};  // 2024-05-25 09:20 in Shanxi
inline const BusinessDate kFirstDay = *BusinessDate::parse("2024-05-25");

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override;

  Store& store() { return *store_; }
  // The store as another process sees it.
  std::unique_ptr<Store> open_again();
  // A small city: two counties, a museum and a laboratory in one, a square in the other.
  CampaignDefinition small_city() const;
  void import(const CampaignDefinition& campaign);
  KioskRecord enrol(const std::string& venue);

  TemporaryFolder folder_;
  SeededRandomness randomness_{20240525};
  std::unique_ptr<Store> store_;
  std::uint8_t keys_made_ = 0;
};

// The parts of an upload in few words.
SessionId daily(const std::string& venue, BusinessDate date = kFirstDay);
wire::Tally tally(const SessionId& session, int hour, Category category, std::int64_t persons,
                  wire::Revision revision);
ReceivedUpload upload(const KioskRecord& kiosk, wire::Revision from, wire::Revision to,
                      std::vector<wire::Tally> tallies, const std::string& incarnation = "");
UploadOutcome apply_one(Store& store, const ReceivedUpload& received);
// The automatic part of a cell of the 19-cell form.
std::int64_t automatic(Store& store, int cell, const UnitId& unit = {});

}  // namespace keqian::bureau
