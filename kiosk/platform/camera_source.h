// Where frames come from, as `--camera` names it, and the GStreamer pipeline for it. No GStreamer
// here: plans are texts and can be tested as such.
#pragma once

#include <string>
#include <string_view>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

struct CameraSource {
  enum class Kind {
    kNone,    // "none"
    kAuto,    // "auto": the first camera that is connected, whenever it is
    kDevice,  // "/dev/videoN"
    kFile     // "file:PATH": a folder of numbered pictures, one picture, or a video; loops
  };
  Kind kind = Kind::kAuto;
  std::string path;  // with kDevice and kFile
};

Result<CameraSource> parse_camera_source(std::string_view text);

// What to build. Paths are not part of the description, so that no path can be taken for syntax.
struct PipelinePlan {
  std::string description;  // in the words of gst-launch, with an element named "source"
  std::string location;     // of a file source: its path or printf pattern
  std::string device;       // of a camera
  int first_index = 0;      // of numbered pictures
  int last_index = -1;      // -1: the source has no index
  bool rewinds = false;     // at its end it must be told to begin again
};

PipelinePlan plan_for_device(const std::string& device);
// Looks at the file or folder now; an error when there is nothing that could be played.
Result<PipelinePlan> plan_for_file(const std::string& path);

}  // namespace keqian::kiosk
