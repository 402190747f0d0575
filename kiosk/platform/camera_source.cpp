#include "kiosk/platform/camera_source.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

// After the source: at most so many frames as the pace allows, then two branches, each of which
// drops what its reader is too slow for. A camera's `pace` stands before decoding, where dropping
// saves most.
constexpr std::string_view kPace = " ! videorate name=pace drop-only=true";
constexpr std::string_view kBranches =
    " ! tee name=frames"
    " frames. ! queue leaky=downstream max-size-buffers=1 ! videoconvert"
    " ! video/x-raw,format=GRAY8"
    " ! appsink name=gray max-buffers=1 drop=true sync=false"
    " frames. ! queue leaky=downstream max-size-buffers=1 ! videoscale ! videoconvert"
    " ! video/x-raw,format=RGBA,width=(int)[1,640],height=(int)[1,360],pixel-aspect-ratio=1/1"
    " ! appsink name=colour max-buffers=1 drop=true sync=false";

// Full HD is no gain for codes held at arm's length and doubles the work; a camera that has no
// 720p gives what it has.
constexpr std::string_view kCameraFormats =
    " ! capsfilter caps=\"image/jpeg,width=1280,height=720;video/x-raw,width=1280,height=720;"
    "image/jpeg;video/x-raw\"";

enum class PictureKind { kJpeg, kPng };

std::optional<PictureKind> picture_kind(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (extension == ".jpg" || extension == ".jpeg") return PictureKind::kJpeg;
  if (extension == ".png") return PictureKind::kPng;
  return std::nullopt;
}

std::string pictures_description(PictureKind kind) {
  const bool jpeg = kind == PictureKind::kJpeg;
  // `identity sync` makes files come at a camera's pace; before the decoder it would not hold, and
  // `pace` has no times to count by there.
  return std::string("multifilesrc name=source loop=true caps=") +
         (jpeg ? "image/jpeg" : "image/png") + ",framerate=15/1 ! " +
         (jpeg ? "jpegdec" : "pngdec") + " ! identity sync=true" + std::string(kPace) +
         std::string(kBranches);
}

std::string percent_doubled(std::string_view text) {
  std::string result;
  for (const char c : text) result.append(c == '%' ? 2 : 1, c);
  return result;
}

PipelinePlan plan_for_picture(const fs::path& path, PictureKind kind) {
  PipelinePlan plan;
  plan.description = pictures_description(kind);
  plan.location = percent_doubled(path.string());
  return plan;
}

PipelinePlan plan_for_video(const fs::path& path) {
  PipelinePlan plan;
  plan.description = "filesrc name=source ! decodebin ! videoconvert ! identity sync=true" +
                     std::string(kPace) + std::string(kBranches);
  plan.location = path.string();
  plan.rewinds = true;
  return plan;
}

// "frame-0012.jpg" is number 12, 4 digits wide, of the series "frame-….jpg".
struct Series {
  std::string before;
  std::size_t digits = 0;
  std::string after;
  auto operator<=>(const Series&) const = default;
};

std::optional<std::pair<Series, int>> numbered(const fs::path& path) {
  constexpr std::size_t kDigitsMax = 9;
  const std::string stem = path.stem().string();
  std::size_t start = stem.size();
  while (start > 0 && stem[start - 1] >= '0' && stem[start - 1] <= '9') --start;
  const std::size_t digits = stem.size() - start;
  if (digits == 0 || digits > kDigitsMax) return std::nullopt;
  return std::pair(Series{stem.substr(0, start), digits, path.extension().string()},
                   std::stoi(stem.substr(start)));
}

Result<PipelinePlan> plan_for_folder(const fs::path& folder) {
  std::map<Series, std::vector<int>> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!picture_kind(entry.path())) continue;
    if (const auto place = numbered(entry.path())) numbers[place->first].push_back(place->second);
  }
  if (error) {
    return Error{ErrorKind::kUnavailable, "cannot read the folder " + folder.string(),
                 "check its permissions"};
  }
  const auto longest = std::max_element(
      numbers.begin(), numbers.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  if (longest == numbers.end()) {
    return not_found("no numbered pictures in " + folder.string(),
                     "name them 0001.jpg, 0002.jpg, … or .png");
  }
  auto& [series, present] = *longest;
  std::sort(present.begin(), present.end());
  // Up to the first gap: the source cannot step over one.
  int last = present.front();
  while (std::binary_search(present.begin(), present.end(), last + 1)) ++last;
  PipelinePlan plan;
  plan.description = pictures_description(*picture_kind("x" + series.after));
  plan.location = percent_doubled((folder / series.before).string()) + "%0" +
                  std::to_string(series.digits) + "d" + percent_doubled(series.after);
  plan.first_index = present.front();
  plan.last_index = last;
  return plan;
}

}  // namespace

Result<CameraSource> parse_camera_source(std::string_view text) {
  constexpr std::string_view kFilePrefix = "file:";
  using Kind = CameraSource::Kind;
  if (text == "none") return CameraSource{Kind::kNone, {}};
  if (text == "auto") return CameraSource{Kind::kAuto, {}};
  if (text.starts_with("/dev/")) return CameraSource{Kind::kDevice, std::string(text)};
  if (text.starts_with(kFilePrefix) && text.size() > kFilePrefix.size()) {
    return CameraSource{Kind::kFile, std::string(text.substr(kFilePrefix.size()))};
  }
  return invalid("\"" + std::string(text) + "\" names no camera",
                 "use auto, none, /dev/videoN or file:PATH");
}

PipelinePlan plan_for_device(const std::string& device) {
  PipelinePlan plan;
  plan.description = "v4l2src name=source" + std::string(kCameraFormats) + std::string(kPace) +
                     " ! decodebin" + std::string(kBranches);
  plan.device = device;
  return plan;
}

Result<PipelinePlan> plan_for_file(const std::string& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status))
    return not_found("there is no " + path, "give a picture, folder or video");
  if (fs::is_directory(status)) return plan_for_folder(path);
  if (const auto kind = picture_kind(path)) return plan_for_picture(path, *kind);
  return plan_for_video(path);
}

}  // namespace keqian::kiosk
