// Against a driver of our own: no camera is needed, and none was tried.
#include "kiosk/platform/camera_controls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <cerrno>
#include <map>
#include <set>

namespace keqian::kiosk {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Control {
  std::uint32_t type = V4L2_CTRL_TYPE_INTEGER;
  std::int32_t minimum = 0;
  std::int32_t maximum = 1;
  std::set<std::uint32_t> choices{};  // of a menu
  std::uint32_t flags = 0;
  bool refuses = false;
  std::optional<std::int32_t> value{};
};

class FakeDriver {
 public:
  std::map<std::uint32_t, Control> controls;

  VideoIoctl ioctl() {
    return [this](unsigned long request, void* argument) { return answer(request, argument); };
  }

 private:
  static int fail(int reason) {
    errno = reason;
    return -1;
  }

  int answer(unsigned long request, void* argument) {
    if (request == VIDIOC_QUERYCTRL) {
      auto& offer = *static_cast<v4l2_queryctrl*>(argument);
      const auto found = controls.find(offer.id);
      if (found == controls.end()) return fail(EINVAL);
      offer.type = found->second.type;
      offer.minimum = found->second.minimum;
      offer.maximum = found->second.maximum;
      offer.flags = found->second.flags;
      return 0;
    }
    if (request == VIDIOC_QUERYMENU) {
      const auto& choice = *static_cast<v4l2_querymenu*>(argument);
      return controls[choice.id].choices.contains(choice.index) ? 0 : fail(EINVAL);
    }
    if (request != VIDIOC_S_CTRL) return fail(ENOTTY);
    const auto& setting = *static_cast<v4l2_control*>(argument);
    auto& control = controls[setting.id];
    if (control.refuses) return fail(EBUSY);
    control.value = setting.value;
    return 0;
  }
};

TEST(CameraControls, ACameraThatOffersNothingIsLeftAlone) {
  FakeDriver driver;
  EXPECT_THAT(set_camera_controls(driver.ioctl(), {}), IsEmpty());
  EXPECT_THAT(driver.controls, IsEmpty());
}

TEST(CameraControls, AUsualUsbCameraIsSetForPhones) {
  FakeDriver driver;
  driver.controls = {// As UVC drivers have it: manual and aperture priority only.
                     {V4L2_CID_EXPOSURE_AUTO, {V4L2_CTRL_TYPE_MENU, 0, 3, {1, 3}}},
                     {V4L2_CID_EXPOSURE_AUTO_PRIORITY, {V4L2_CTRL_TYPE_BOOLEAN}},
                     {V4L2_CID_BACKLIGHT_COMPENSATION, {V4L2_CTRL_TYPE_INTEGER, 1, 4}},
                     {V4L2_CID_POWER_LINE_FREQUENCY, {V4L2_CTRL_TYPE_MENU, 0, 2, {0, 1, 2}}},
                     {V4L2_CID_FOCUS_AUTO, {V4L2_CTRL_TYPE_BOOLEAN}}};
  const auto lines = set_camera_controls(driver.ioctl(), {});
  EXPECT_EQ(driver.controls[V4L2_CID_EXPOSURE_AUTO].value, V4L2_EXPOSURE_APERTURE_PRIORITY);
  EXPECT_EQ(driver.controls[V4L2_CID_EXPOSURE_AUTO_PRIORITY].value, 0);
  EXPECT_EQ(driver.controls[V4L2_CID_BACKLIGHT_COMPENSATION].value, 1) << "its lowest";
  EXPECT_EQ(driver.controls[V4L2_CID_POWER_LINE_FREQUENCY].value,
            V4L2_CID_POWER_LINE_FREQUENCY_50HZ);
  EXPECT_EQ(driver.controls[V4L2_CID_FOCUS_AUTO].value, 1);
  EXPECT_EQ(lines.size(), 5U);
}

TEST(CameraControls, MenusWithGapsAndNarrowRangesAreRespected) {
  FakeDriver driver;
  driver.controls = {{V4L2_CID_EXPOSURE_METERING, {V4L2_CTRL_TYPE_MENU, 0, 2, {0, 2}}},
                     {V4L2_CID_AUTO_FOCUS_RANGE, {V4L2_CTRL_TYPE_MENU, 0, 1, {0, 1}}}};
  EXPECT_THAT(set_camera_controls(driver.ioctl(), {}), IsEmpty());
}

TEST(CameraControls, WhatIsDisabledOrReadOnlyIsNotTried) {
  for (const std::uint32_t flag :
       {std::uint32_t{V4L2_CTRL_FLAG_DISABLED}, std::uint32_t{V4L2_CTRL_FLAG_READ_ONLY},
        std::uint32_t{V4L2_CTRL_FLAG_INACTIVE}}) {
    FakeDriver driver;
    driver.controls = {{V4L2_CID_FOCUS_AUTO, {.type = V4L2_CTRL_TYPE_BOOLEAN, .flags = flag}}};
    EXPECT_THAT(set_camera_controls(driver.ioctl(), {}), IsEmpty());
  }
}

TEST(CameraControls, ARefusalIsSaidAndTheRestIsSet) {
  FakeDriver driver;
  driver.controls = {
      {V4L2_CID_EXPOSURE_AUTO_PRIORITY, {.type = V4L2_CTRL_TYPE_BOOLEAN, .refuses = true}},
      {V4L2_CID_FOCUS_AUTO, {.type = V4L2_CTRL_TYPE_BOOLEAN}}};
  const auto lines = set_camera_controls(driver.ioctl(), {});
  EXPECT_THAT(lines, Contains(HasSubstr("refused")));
  EXPECT_EQ(driver.controls[V4L2_CID_FOCUS_AUTO].value, 1);
}

TEST(CameraControls, TheTorchBurnsOnlyWhereItIsWanted) {
  FakeDriver driver;
  driver.controls = {{V4L2_CID_FLASH_LED_MODE, {V4L2_CTRL_TYPE_MENU, 0, 2, {0, 1, 2}}}};
  set_camera_controls(driver.ioctl(), {.torch = true});
  EXPECT_EQ(driver.controls[V4L2_CID_FLASH_LED_MODE].value, V4L2_FLASH_LED_MODE_TORCH);
  set_camera_controls(driver.ioctl(), {.torch = false});
  EXPECT_EQ(driver.controls[V4L2_CID_FLASH_LED_MODE].value, V4L2_FLASH_LED_MODE_NONE);
}

TEST(CameraControls, ALightIsOfferedOnlyWhereItCanBurnNow) {
  FakeDriver driver;
  EXPECT_FALSE(offers_torch(driver.ioctl()));
  driver.controls = {{V4L2_CID_FLASH_LED_MODE, {V4L2_CTRL_TYPE_MENU, 0, 2, {0, 1}}}};
  EXPECT_FALSE(offers_torch(driver.ioctl())) << "a flash alone is no lamp";
  auto& light = driver.controls[V4L2_CID_FLASH_LED_MODE];
  light.choices.insert(V4L2_FLASH_LED_MODE_TORCH);
  EXPECT_TRUE(offers_torch(driver.ioctl()));
  EXPECT_FALSE(light.value) << "asking lights nothing";
  light.flags = V4L2_CTRL_FLAG_INACTIVE;
  EXPECT_FALSE(offers_torch(driver.ioctl()));
}

TEST(CameraControls, ADeviceThatIsNoCameraDoesNoHarm) {
  set_camera_controls("/dev/null", {});
  set_camera_controls("/dev/video-absent", {.torch = true});
}

}  // namespace
}  // namespace keqian::kiosk
