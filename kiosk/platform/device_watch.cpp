#include "kiosk/platform/device_watch.h"

#include <gst/gst.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "kiosk/platform/gstreamer_library.h"

namespace keqian::kiosk {
namespace {

// Both spellings are in use, by the version of the plugin.
std::string device_file(GstDevice* device) {
  GstStructure* const properties = gst_device_get_properties(device);
  if (properties == nullptr) return {};
  std::string path;
  for (const char* name : {"device.path", "api.v4l2.path"}) {
    const char* const value = gst_structure_get_string(properties, name);
    if (path.empty() && value != nullptr) path = value;
  }
  gst_structure_free(properties);
  return path;
}

}  // namespace

struct DeviceWatch::State {
  std::function<void()> changed;
  GstDeviceMonitor* monitor = nullptr;

  static GstBusSyncReply take(GstBus*, GstMessage* message, gpointer state) {
    const auto type = GST_MESSAGE_TYPE(message);
    if (type == GST_MESSAGE_DEVICE_ADDED || type == GST_MESSAGE_DEVICE_REMOVED) {
      static_cast<State*>(state)->changed();
    }
    return GST_BUS_DROP;
  }
};

DeviceWatch::DeviceWatch(std::function<void()> changed) : state_(std::make_unique<State>()) {
  state_->changed = std::move(changed);
  if (!initialise_gstreamer().ok()) return;
  state_->monitor = gst_device_monitor_new();
  gst_device_monitor_add_filter(state_->monitor, "Video/Source", nullptr);
  GstBus* const bus = gst_device_monitor_get_bus(state_->monitor);
  gst_bus_set_sync_handler(bus, State::take, state_.get(), nullptr);
  gst_object_unref(bus);
  gst_device_monitor_start(state_->monitor);
}

DeviceWatch::~DeviceWatch() {
  if (state_->monitor == nullptr) return;
  gst_device_monitor_stop(state_->monitor);
  gst_object_unref(state_->monitor);
}

std::string DeviceWatch::first_camera() const {
  const auto found = cameras();
  return found.empty() ? std::string() : found.front().device;
}

std::vector<ConnectedCamera> DeviceWatch::cameras() const {
  std::vector<ConnectedCamera> found;
  if (state_->monitor == nullptr) return found;
  GList* const devices = gst_device_monitor_get_devices(state_->monitor);
  for (const GList* entry = devices; entry != nullptr; entry = entry->next) {
    GstDevice* const device = GST_DEVICE(entry->data);
    gchar* const name = gst_device_get_display_name(device);
    if (auto path = device_file(device); !path.empty()) {
      found.push_back({std::move(path), name != nullptr ? name : ""});
    }
    g_free(name);
  }
  g_list_free_full(devices, gst_object_unref);
  std::ranges::sort(found, {}, &ConnectedCamera::device);
  return found;
}

}  // namespace keqian::kiosk
