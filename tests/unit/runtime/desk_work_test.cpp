#include "kiosk/runtime/desk_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/runtime/fake_desk.h"

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;

class DeskWorkTest : public ::testing::Test {
 protected:
  DeskWorkTest() {
    std::filesystem::create_directories(folder_);
    surroundings_.own_folder = folder_ / "exports";
    surroundings_.usb_stick = [this] { return stick_; };
    surroundings_.export_day =
        [](StaffDesk& desk, BusinessDate date, Language language,
           const std::filesystem::path& folder) -> Result<std::vector<std::filesystem::path>> {
      KEQIAN_TRY(const auto report, desk.day_report(date));
      return std::vector{folder / (language == Language::kEnglish ? "day.csv" : "日.csv")};
    };
    surroundings_.cameras = [] { return std::vector<CameraChoice>{{"auto", ""}}; };
  }
  ~DeskWorkTest() override { std::filesystem::remove_all(folder_); }

  StaffNews ask(const Effect& effect) { return ask_desk(desk_, effect, surroundings_); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("keqian-desk-" + std::to_string(::getpid()));
  FakeDesk desk_;
  std::optional<std::filesystem::path> stick_;
  DeskSurroundings surroundings_;
};

TEST_F(DeskWorkTest, EveryQuestionHasItsAnswer) {
  EXPECT_EQ(ask(ReadPinState{1}), StaffNews(PinStateRead{1, {PinVerdict::kWrong, 5, 0}}));
  EXPECT_EQ(ask(CheckPin{2, "314159"}), StaffNews(PinAnswered{2, {PinVerdict::kRight, 0, 0}}));
  EXPECT_EQ(ask(SetPin{3, "271828"}), StaffNews(StaffDone{3}));
  EXPECT_EQ(ask(ReadPinReset{21}), StaffNews(PinResetRead{21, {"48210734", {"k-7f3a"}, "东门"}}));
  EXPECT_EQ(ask(CheckResetCode{22, "1678262024"}),
            StaffNews(PinAnswered{22, {PinVerdict::kRight, 0, 0}}));
  EXPECT_EQ(ask(ResetPin{23, "1678262024", "271828"}), StaffNews(StaffDone{23}));
  EXPECT_EQ(ask(LoadProgramme{4}), StaffNews(ProgrammeRead{4, {}}));
  EXPECT_EQ(ask(OpenSession{5, {}}), StaffNews(StaffDone{5}));
  EXPECT_EQ(ask(CountInto{18, {"s-1"}}), StaffNews(StaffDone{18}));
  EXPECT_EQ(ask(CloseSession{6, {"s-1"}}), StaffNews(StaffDone{6}));
  EXPECT_EQ(ask(SetHeadCounts{7, {"s-1"}, {}}), StaffNews(StaffDone{7}));
  EXPECT_EQ(ask(LoadLines{8, {}, 60}), StaffNews(LinesRead{8, {}}));
  const DoorAnswer accepted{.outcome = Outcome::kAccepted};
  EXPECT_EQ(ask(ReverseLine{9, 59, CorrectionReason::kTrial}),
            StaffNews(RowCorrected{9, accepted}));
  EXPECT_EQ(ask(AmendLine{18, 59, Category::kYouth, 4, CorrectionReason::kWrongNumber}),
            StaffNews(RowCorrected{18, accepted}));
  EXPECT_EQ(ask(CountByHand{10, {"s-1"}, Category::kYouth, -4, CorrectionReason::kPaperCount}),
            StaffNews(RowCorrected{10, accepted}));
  EXPECT_EQ(ask(LoadFigures{11}), StaffNews(FiguresRead{11, {}}));
  EXPECT_EQ(ask(LoadReport{12}), StaffNews(ReportRead{12, {}}));
  EXPECT_EQ(ask(CheckLedger{13}), StaffNews(LedgerChecked{13, {}}));
  EXPECT_EQ(ask(SetDate{14, *BusinessDate::parse("2026-05-28"), 90}), StaffNews(StaffDone{14}));
  EXPECT_EQ(ask(PreviewClosing{15}), StaffNews(ClosingRead{15, {}}));
  EXPECT_TRUE(std::get<ClosingRead>(ask(CloseDay{16})).closing.closed);
  EXPECT_EQ(ask(ListCameras{17}), StaffNews(CamerasListed{17, {{"auto", ""}}}));
  EXPECT_THAT(desk_.asked,
              ElementsAre("pin_state", "check_pin 314159", "set_pin 271828", "pin_reset",
                          "check_reset_code 1678262024", "reset_pin 1678262024 271828", "programme",
                          "open_session", "count_into s-1", "close_session s-1",
                          "set_head_counts s-1", "lines 60", "reverse 59 trial",
                          "amend 59 youth 4 wrong_number", "count_by_hand -4", "figures", "report",
                          "check", "set_date 2026-05-28 90", "preview", "close_day"));
}

TEST_F(DeskWorkTest, EveryFailureHasItsWord) {
  const auto problem_of = [&](ErrorKind kind) {
    desk_.error = Error{kind, "why", "what to do"};
    const auto failed = std::get<StaffFailed>(ask(CloseSession{6, {"s-1"}}));
    EXPECT_EQ(failed.request, 6U);
    EXPECT_EQ(failed.trouble.detail, "why (what to do)");
    return failed.trouble.problem;
  };
  EXPECT_EQ(problem_of(ErrorKind::kNotFound), StaffProblem::kNotFound);
  EXPECT_EQ(problem_of(ErrorKind::kConflict), StaffProblem::kConflict);
  EXPECT_EQ(problem_of(ErrorKind::kInvalid), StaffProblem::kInvalid);
  EXPECT_EQ(problem_of(ErrorKind::kStorage), StaffProblem::kStorage);
}

TEST_F(DeskWorkTest, FilesGoToTheStickWhereThereIsOne) {
  auto written = std::get<FilesWritten>(ask(ExportDay{1, {}, Language::kEnglish})).written;
  EXPECT_EQ(written, (Written{{(folder_ / "exports" / "day.csv").string()}, false}));
  EXPECT_TRUE(std::filesystem::is_directory(folder_ / "exports"));
  stick_ = folder_ / "stick";
  written = std::get<FilesWritten>(ask(WriteSupportBundle{2})).written;
  EXPECT_EQ(written, (Written{{(*stick_ / "keqian" / "bundle.tar").string()}, true}));
}

TEST_F(DeskWorkTest, SaysThatItIsTheStickThatFails) {
  stick_ = folder_ / "stick";
  std::ofstream(*stick_) << "not a folder";
  const auto failed = std::get<StaffFailed>(ask(ExportDay{1, {}}));
  EXPECT_EQ(failed.trouble.problem, StaffProblem::kNoMedium);
}

TEST_F(DeskWorkTest, StoresSettingsInTheirOrder) {
  EXPECT_EQ(ask(StoreSettings{3, {{"language", "en"}, {"setup", "camera"}, {"language", "zh"}}}),
            StaffNews(StaffDone{3}));
  EXPECT_EQ(desk_.settings["language"], "zh");
  EXPECT_EQ(desk_.settings["setup"], "camera");
}

TEST(DeskPace, LongWorkNeverHoldsUpTheDoor) {
  EXPECT_EQ(pace_of(CheckLedger{}), DeskPace::kLong);
  EXPECT_EQ(pace_of(ExportDay{}), DeskPace::kLong);
  EXPECT_EQ(pace_of(WriteSupportBundle{}), DeskPace::kLong);
  EXPECT_EQ(pace_of(ListCameras{}), DeskPace::kLong);
  EXPECT_EQ(pace_of(CheckPin{}), DeskPace::kQuick);
  EXPECT_EQ(pace_of(RecordTap{}), DeskPace::kNotTheDesks);
  EXPECT_EQ(pace_of(PlaySound{}), DeskPace::kNotTheDesks);
  EXPECT_EQ(desk_request_of(LoadLines{8, {}, 0}), 8U);
  EXPECT_EQ(desk_request_of(RecordTap{8, {}, 1}), 0U);
}

}  // namespace
}  // namespace keqian::kiosk
