#include "kiosk/platform/camera_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = CameraSource::Kind;

TEST(CameraSource, ReadsTheFourSpellings) {
  EXPECT_EQ(parse_camera_source("none")->kind, Kind::kNone);
  EXPECT_EQ(parse_camera_source("auto")->kind, Kind::kAuto);
  const auto device = parse_camera_source("/dev/video2");
  EXPECT_EQ(device->kind, Kind::kDevice);
  EXPECT_EQ(device->path, "/dev/video2");
  const auto file = parse_camera_source("file:a b/c");
  EXPECT_EQ(file->kind, Kind::kFile);
  EXPECT_EQ(file->path, "a b/c");
}

TEST(CameraSource, RefusesAnythingElseWithAHint) {
  for (const auto* text : {"", "file:", "video0", "AUTO", "/etc/passwd"}) {
    const auto source = parse_camera_source(text);
    ASSERT_FALSE(source.ok()) << text;
    EXPECT_FALSE(source.error().hint.empty());
  }
}

class FilePlan : public ::testing::Test {
 protected:
  FilePlan() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~FilePlan() override { fs::remove_all(folder_); }
  void touch(const std::string& name) { std::ofstream(folder_ / name) << "x"; }

  fs::path folder_ = fs::temp_directory_path() / ("keqian-plan-" + std::to_string(::getpid()));
};

TEST_F(FilePlan, NumberedPicturesBecomeAPatternAndARange) {
  for (const auto* name : {"frame-0007.jpg", "frame-0008.jpg", "frame-0009.jpg", "notes.txt"}) {
    touch(name);
  }
  const auto plan = plan_for_file(folder_.string());
  ASSERT_TRUE(plan.ok()) << plan.error().text();
  EXPECT_EQ(plan->location, (folder_ / "frame-%04d.jpg").string());
  EXPECT_EQ(plan->first_index, 7);
  EXPECT_EQ(plan->last_index, 9);
  EXPECT_THAT(plan->description, HasSubstr("jpegdec ! identity sync=true"));
}

TEST_F(FilePlan, RangeEndsAtTheFirstGap) {
  for (const auto* name : {"01.png", "02.png", "04.png"}) touch(name);
  const auto plan = plan_for_file(folder_.string());
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->last_index, 2);
  EXPECT_THAT(plan->description, HasSubstr("pngdec"));
}

TEST_F(FilePlan, PercentSignsInPathsAreNoPattern) {
  fs::create_directories(folder_ / "50% off");
  touch("50% off/1.jpg");
  const auto plan = plan_for_file((folder_ / "50% off").string());
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->location, (folder_ / "50%% off" / "%01d.jpg").string());
}

TEST_F(FilePlan, PathsAreNeverPartOfTheDescription) {
  touch("x ! filesink location=y.jpg");
  const auto plan = plan_for_file((folder_ / "x ! filesink location=y.jpg").string());
  ASSERT_TRUE(plan.ok());
  EXPECT_THAT(plan->description, Not(HasSubstr("filesink")));
  EXPECT_THAT(plan_for_device("/dev/video0 ! fakesink").description, Not(HasSubstr("fakesink")));
}

TEST_F(FilePlan, SaysWhatIsMissing) {
  const auto missing = plan_for_file((folder_ / "nothing").string());
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  const auto empty = plan_for_file(folder_.string());
  ASSERT_FALSE(empty.ok());
  EXPECT_THAT(empty.error().message, HasSubstr("no numbered pictures"));
}

}  // namespace
}  // namespace keqian::kiosk
