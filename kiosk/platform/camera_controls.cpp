#include "kiosk/platform/camera_controls.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

struct Wish {
  std::uint32_t control;
  const char* name;
  // The value wanted; nothing for the lowest that there is.
  std::optional<std::int32_t> value;
};

// In this order: some controls are only free once an earlier one is set.
constexpr Wish kWishes[] = {
    // Another program may have left the exposure fixed. One of the two is on offer.
    {V4L2_CID_EXPOSURE_AUTO, "exposure, automatic", V4L2_EXPOSURE_AUTO},
    {V4L2_CID_EXPOSURE_AUTO, "exposure, automatic time", V4L2_EXPOSURE_APERTURE_PRIORITY},
    // Long exposures in a dim hall smear a code in a moving hand: a darker picture is read better.
    {V4L2_CID_EXPOSURE_AUTO_PRIORITY, "frame rate before brightness", 0},
    // A bright phone before a dark hall is what is to be seen, and it is held to the middle.
    {V4L2_CID_EXPOSURE_METERING, "metering at the centre", V4L2_EXPOSURE_METERING_CENTER_WEIGHTED},
    {V4L2_CID_BACKLIGHT_COMPENSATION, "no backlight compensation", std::nullopt},
    // Lamps flicker at 100 Hz here: stripes would run through the picture.
    {V4L2_CID_POWER_LINE_FREQUENCY, "mains of 50 Hz", V4L2_CID_POWER_LINE_FREQUENCY_50HZ},
    // Codes are held near. A fixed position of the lens would be a guess: its unit is the driver's.
    {V4L2_CID_AUTO_FOCUS_RANGE, "focus on near things", V4L2_AUTO_FOCUS_RANGE_MACRO},
    {V4L2_CID_FOCUS_AUTO, "focus, automatic", 1},
};
constexpr Wish kTorchOn = {V4L2_CID_FLASH_LED_MODE, "torch", V4L2_FLASH_LED_MODE_TORCH};
constexpr Wish kTorchOff = {V4L2_CID_FLASH_LED_MODE, "no torch", V4L2_FLASH_LED_MODE_NONE};

class Controls {
 public:
  explicit Controls(const VideoIoctl& ioctl) : ioctl_(ioctl) {}

  bool can(const Wish& wish) const { return value_of(wish).has_value(); }

  void fulfil(const Wish& wish) {
    const auto value = value_of(wish);
    if (!value) return;
    v4l2_control setting{wish.control, *value};
    const bool done = ioctl_(VIDIOC_S_CTRL, &setting) == 0;
    lines_.push_back(std::string(wish.name) +
                     (done ? "" : std::string(": refused, ") + std::strerror(errno)));
  }

  std::vector<std::string> take_lines() && { return std::move(lines_); }

 private:
  // The value to set; nothing where the driver does not offer it now.
  std::optional<std::int32_t> value_of(const Wish& wish) const {
    v4l2_queryctrl offer{};
    offer.id = wish.control;
    constexpr std::uint32_t kNotNow =
        V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY | V4L2_CTRL_FLAG_INACTIVE;
    if (ioctl_(VIDIOC_QUERYCTRL, &offer) != 0 || (offer.flags & kNotNow) != 0) return std::nullopt;
    const std::int32_t value = wish.value.value_or(offer.minimum);
    if (!is_offered(offer, value)) return std::nullopt;
    return value;
  }

  bool is_offered(const v4l2_queryctrl& offer, std::int32_t value) const {
    if (value < offer.minimum || value > offer.maximum) return false;
    if (offer.type != V4L2_CTRL_TYPE_MENU) return true;
    v4l2_querymenu choice{};
    choice.id = offer.id;
    choice.index = static_cast<std::uint32_t>(value);
    return ioctl_(VIDIOC_QUERYMENU, &choice) == 0;  // menus have gaps
  }

  const VideoIoctl& ioctl_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> set_camera_controls(const VideoIoctl& ioctl, const CameraHints& hints) {
  Controls controls(ioctl);
  for (const Wish& wish : kWishes) controls.fulfil(wish);
  controls.fulfil(hints.torch ? kTorchOn : kTorchOff);
  return std::move(controls).take_lines();
}

bool offers_torch(const VideoIoctl& ioctl) {
  return Controls(ioctl).can(kTorchOn);
}

bool set_camera_controls(const std::string& device, const CameraHints& hints) {
  const int descriptor = ::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return false;  // the pipeline says why, at the same moment
  const VideoIoctl real = [descriptor](unsigned long request, void* argument) {
    return ::ioctl(descriptor, request, argument);
  };
  for (const auto& line : set_camera_controls(real, hints)) {
    log_info(std::string("camera ").append(device).append(": ").append(line));
  }
  const bool torch = offers_torch(real);
  ::close(descriptor);
  return torch;
}

}  // namespace keqian::kiosk
