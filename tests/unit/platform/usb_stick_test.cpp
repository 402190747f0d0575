#include "kiosk/platform/usb_stick.h"

#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

constexpr std::string_view kMounts =
    "22 28 0:21 / /proc rw,nosuid - proc proc rw\n"
    "28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw\n"
    "90 28 8:17 / /media/keqian/FIRST rw,nosuid shared:52 - vfat /dev/sdb1 rw\n"
    "91 28 8:33 / /media/keqian/my\\040stick rw,nosuid shared:53 - vfat /dev/sdc1 rw\n"
    "92 28 8:49 / /media/keqian/LOCKED ro,nosuid shared:54 - vfat /dev/sdd1 ro\n"
    "93 cut short";

TEST(UsbStick, IsTheLastOneThatCanBeWritten) {
  const auto is_usb = [](std::string_view device) { return device.starts_with("8:"); };
  EXPECT_EQ(last_removable(kMounts, is_usb), "/media/keqian/my stick");
}

TEST(UsbStick, OneWithItsLockOnIsFoundForReading) {
  const auto is_usb = [](std::string_view device) { return device.starts_with("8:"); };
  EXPECT_EQ(last_removable(kMounts, is_usb, MountAccess::kReadOnly), "/media/keqian/LOCKED");
}

TEST(UsbStick, BuiltInDisksAreNone) {
  EXPECT_FALSE(last_removable(kMounts, [](std::string_view) { return false; }));
  EXPECT_FALSE(last_removable("", [](std::string_view) { return true; }));
}

}  // namespace
}  // namespace keqian::kiosk
