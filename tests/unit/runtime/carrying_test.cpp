// The exchange with a USB stick and with a phone, over a real ledger; the bureau is played by its
// key.
#include "kiosk/runtime/carrying.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "server-sync/base/files.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using test::KioskBench;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A bureau that takes everything.
class PlayedBureau {
 public:
  PlayedBureau() {
    wire::initialise_crypto();
    keys = wire::make_key_pair(randomness_);
  }

  std::string answer(const std::string& bytes) {
    const auto parcel = wire::unpack_requests(bytes, keys);
    EXPECT_TRUE(parcel.ok());
    wire::AnswerParcel answers;
    answers.name = parcel->name;
    for (const auto& carried : parcel->requests) {
      const auto& asked = carried.request;
      wire::SignedAnswer answer{200, asked.path, asked.kiosk, asked.nonce, {}, {}};
      if (refuses) {
        answer.status = 403;
        answer.body = wire::encode(wire::ErrorAnswer{.code = "revoked_kiosk", .message = "no"});
      } else if (asked.method == "PUT") {
        wire::UploadAnswer taken;
        taken.acknowledged_revision = wire::decode_upload(asked.body)->to_revision;
        answer.body = wire::encode(taken);
      } else if (asked.method == "POST") {
        answer.body =
            wire::encode(wire::EnrolmentAnswer{{"k-9"}, {"library"}, "西门", keys.public_key, 1});
      } else {
        answer.status = 304;
      }
      answers.answers.push_back({answer, wire::sign(keys, wire::signing_input(answer))});
    }
    return wire::pack(answers, parcel->answer_key, randomness_);
  }

  wire::KeyPair keys;
  bool refuses = false;

 private:
  SeededRandomness randomness_{5};
};

class CarryingTest : public ::testing::Test {
 protected:
  CarryingTest() : ledger_(bench_.open_enrolled()), door_(*ledger_), outbox_(*ledger_, "0.1.0") {
    auto identity = *outbox_.identity();
    identity->bureau_key = bureau_.keys.public_key;
    EXPECT_TRUE(outbox_.store_identity(*identity).ok());
    fs::create_directories(stick_);
  }

  CarryParts parts() { return {outbox_, outbox_, bench_.clock, bench_.randomness, "0.1.0"}; }
  StickVisit visit(const std::string& enrolment = {}) {
    const StickPlaces places{[this] { return locked_ ? std::nullopt : found(); },
                             [this] { return locked_ ? found() : std::nullopt; }};
    return visit_stick(parts(), places, enrolment);
  }
  std::optional<fs::path> found() const {
    return fs::exists(stick_) ? std::optional(stick_) : std::nullopt;
  }
  void count(int persons) { ASSERT_TRUE(door_.tap(Category::kPublic, persons).ok()); }
  std::string read(const std::string& name) {
    const auto bytes = read_file(stick_ / "keqian" / name, wire::kParcelBytesMax);
    EXPECT_TRUE(bytes.ok()) << name;
    return bytes ? *bytes : std::string();
  }
  void put(const std::string& name, const std::string& bytes) {
    std::ofstream(stick_ / name, std::ios::binary) << bytes;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(stick_)) {
      if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    }
    return names;
  }

  KioskBench bench_;
  std::unique_ptr<Ledger> ledger_;
  LedgerDoor door_;
  LedgerOutbox outbox_;
  PlayedBureau bureau_;
  test::TemporaryFolder folder_;
  fs::path stick_ = folder_.path() / "stick";
  bool locked_ = false;
};

TEST_F(CarryingTest, WritesWhatIsPendingAndTakesTheReceiptTheNextTime) {
  count(3);
  const auto there = visit();
  EXPECT_EQ(there.problem, StickProblem::kNone);
  EXPECT_GT(there.rows, 0);
  EXPECT_EQ(there.answers_taken, 0);
  EXPECT_TRUE(there.written.ends_with(wire::kToBureau)) << there.written;
  put("receipt.to-kiosk", bureau_.answer(read(there.written)));
  const auto back = visit();
  EXPECT_EQ(back.answers_taken, 1);
  EXPECT_EQ(back.pending, 0);
  EXPECT_EQ(back.written, "") << "the bureau has everything";
  EXPECT_THAT(files(), IsEmpty()) << "what has done its work is gone";
  EXPECT_EQ(outbox_.counts()->pending, 0);
}

TEST_F(CarryingTest, WhatIsCountedMeanwhileIsWrittenBesideTheReceipt) {
  count(3);
  const auto first = visit();
  count(4);
  put("receipt.to-kiosk", bureau_.answer(read(first.written)));
  const auto second = visit();
  EXPECT_EQ(second.answers_taken, 1);
  EXPECT_GT(second.pending, 0);
  EXPECT_THAT(files(), testing::ElementsAre(second.written));
}

TEST_F(CarryingTest, ANewerFileReplacesItsOlderOnesAlone) {
  count(3);
  put("keqian-other-0123abcd.to-bureau", "keqian-parcel-v1 requests of another kiosk");
  const auto first = visit();
  const auto second = visit();
  EXPECT_NE(first.written, second.written);
  EXPECT_THAT(files(),
              testing::UnorderedElementsAre("keqian-other-0123abcd.to-bureau", second.written));
}

TEST_F(CarryingTest, LeavesWhatIsDamagedOrForOthersAndGoesOn) {
  count(3);
  auto receipt = bureau_.answer(read(visit().written));
  put("a-damaged.to-kiosk", receipt.substr(0, receipt.size() - 9));
  put("b-nonsense.to-kiosk", "a photograph");
  auto foreign = receipt;
  foreign[26] = foreign[26] == 'a' ? 'b' : 'a';  // of the name
  put("c-foreign.to-kiosk", foreign);
  put("d-receipt.to-kiosk", receipt);
  const auto visited = visit();
  EXPECT_EQ(visited.answers_damaged, 2);
  EXPECT_EQ(visited.answers_of_others, 1);
  EXPECT_EQ(visited.answers_taken, 1);
  EXPECT_EQ(visited.pending, 0);
  EXPECT_THAT(files(), SizeIs(3));
}

TEST_F(CarryingTest, SaysWhatIsWrongWithTheStick) {
  count(3);
  locked_ = true;
  auto visited = visit();
  EXPECT_EQ(visited.problem, StickProblem::kReadOnly);
  EXPECT_EQ(visited.written, "");
  locked_ = false;
  put("keqian", "a file where the folder should be");
  EXPECT_EQ(visit().problem, StickProblem::kFailed);
  fs::remove_all(stick_);
  EXPECT_EQ(visit().problem, StickProblem::kNoStick);
  EXPECT_GT(outbox_.counts()->pending, 0) << "nothing is lost";
}

TEST_F(CarryingTest, AReceiptIsReadOffAStickThatIsLocked) {
  count(3);
  put("receipt.to-kiosk", bureau_.answer(read(visit().written)));
  locked_ = true;
  const auto visited = visit();
  EXPECT_EQ(visited.answers_taken, 1);
  EXPECT_EQ(visited.problem, StickProblem::kNone) << "there is nothing to write";
}

TEST_F(CarryingTest, ARefusalIsSaidAndNothingIsForgotten) {
  count(3);
  bureau_.refuses = true;
  put("receipt.to-kiosk", bureau_.answer(read(visit().written)));
  const auto visited = visit();
  EXPECT_TRUE(visited.refused);
  EXPECT_GT(visited.pending, 0);
}

TEST_F(CarryingTest, ANewKioskIsEnrolledByTwoVisits) {
  KioskBench fresh;
  const auto ledger = fresh.open();
  ASSERT_TRUE(ledger.ok());
  LedgerOutbox outbox(**ledger, "0.1.0");
  const CarryParts of_fresh{outbox, outbox, fresh.clock, fresh.randomness, "0.1.0"};
  const StickPlaces places{[this] { return found(); }, [] { return std::nullopt; }};
  EXPECT_EQ(visit_stick(of_fresh, places, "").written, "") << "no code was shown";
  const wire::EnrolmentString enrolment{
      "https://bureau.example.org", "7K3M-Q9TD-2XHB", bureau_.keys.public_key, {}};
  const auto text = wire::encode_enrolment_string(enrolment);
  const auto there = visit_stick(of_fresh, places, text);
  ASSERT_FALSE(there.written.empty());
  put("receipt.to-kiosk", bureau_.answer(read(there.written)));
  const auto back = visit_stick(of_fresh, places, text);
  EXPECT_TRUE(back.enrolled);
  EXPECT_EQ((*outbox.identity())->kiosk_name, "西门");
}

// ---- By phone ----------------------------------------------------------------------------------

TEST_F(CarryingTest, ThePhonesWayHoldsTheSame) {
  count(3);
  const auto relay = pack_relay(parts());
  ASSERT_TRUE(relay.ok());
  EXPECT_GT(relay->rows, 0);
  ASSERT_FALSE(relay->codes.empty());
  for (const auto& code : relay->codes) {
    EXPECT_LE(code.side_modules, 97) << "read off a small screen from some distance";
    EXPECT_EQ(code.modules.size(), static_cast<std::size_t>(code.side_modules * code.side_modules));
  }
  const auto packed = uploader::pack_pending(outbox_, outbox_, bench_.clock, bench_.randomness);
  const auto receipt = take_relayed(parts(), bureau_.answer(packed->bytes));
  EXPECT_EQ(receipt, RelayReceipt{});
  EXPECT_EQ(outbox_.counts()->pending, 0);
}

TEST_F(CarryingTest, AReceiptThatIsNoneOrAnothersChangesNothing) {
  count(3);
  EXPECT_EQ(take_relayed(parts(), "a photograph").problem, RelayProblem::kDamaged);
  const auto packed = uploader::pack_pending(outbox_, outbox_, bench_.clock, bench_.randomness);
  auto foreign = bureau_.answer(packed->bytes);
  foreign[26] = foreign[26] == 'a' ? 'b' : 'a';
  EXPECT_EQ(take_relayed(parts(), foreign).problem, RelayProblem::kOfAnother);
  EXPECT_GT(outbox_.counts()->pending, 0);
}

}  // namespace
}  // namespace keqian::kiosk
