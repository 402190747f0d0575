// What a camera's driver is asked for, so that codes on phones and on paper are read: see the table
// in camera_controls.cpp. Cameras offer few of these controls; what one does not offer is left
// alone, and a refusal is only logged: the picture comes all the same.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace keqian::kiosk {

struct CameraHints {
  bool torch = false;  // the light of the camera burns while it is open
};

// ioctl() of an open V4L2 device; a test's double otherwise. 0, or -1 with errno set.
using VideoIoctl = std::function<int(unsigned long request, void* argument)>;

// What was set and what was refused, a line each, for the log.
std::vector<std::string> set_camera_controls(const VideoIoctl& ioctl, const CameraHints& hints);

// Whether the driver offers a light that can be switched now.
bool offers_torch(const VideoIoctl& ioctl);

// Both for a device file; gives whether it offers a light. What was set is logged. Works beside the
// program that reads its frames.
bool set_camera_controls(const std::string& device, const CameraHints& hints);

}  // namespace keqian::kiosk
