#include "kiosk/platform/usb_stick.h"

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

// Blanks and backslashes in a path are written as three octal digits.
std::string unescaped(std::string_view text) {
  std::string plain;
  const auto octal = [](char c) { return c >= '0' && c <= '7'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 3 < text.size() && octal(text[i + 1]) &&
                        octal(text[i + 2]) && octal(text[i + 3]);
    if (!escape) {
      plain += text[i];
      continue;
    }
    plain +=
        static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
    i += 3;
  }
  return plain;
}

bool is_on_usb(std::string_view device) {
  std::error_code error;
  const auto place =
      std::filesystem::canonical("/sys/dev/block/" + std::string(device), error).string();
  return !error && place.find("/usb") != std::string::npos;
}

std::string mounts() {
  std::ifstream file("/proc/self/mountinfo");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::optional<std::filesystem::path> last_removable(
    std::string_view mountinfo, const std::function<bool(std::string_view device)>& is_removable,
    MountAccess access) {
  // "36 35 8:17 / /media/stick rw,noatime … - vfat /dev/sdb1 rw"
  constexpr std::size_t kDevice = 2;
  constexpr std::size_t kFolder = 4;
  constexpr std::size_t kOptions = 5;
  std::optional<std::filesystem::path> last;
  for (const auto line : split(mountinfo, '\n')) {
    const auto fields = split(line, ' ');
    if (fields.size() <= kOptions) continue;
    const auto options = fields[kOptions];
    const bool is_writable = options == "rw" || options.starts_with("rw,");
    if (is_writable != (access == MountAccess::kWritable)) continue;
    if (is_removable(fields[kDevice])) last = unescaped(fields[kFolder]);
  }
  return last;
}

std::optional<std::filesystem::path> usb_stick() {
  return last_removable(mounts(), is_on_usb);
}

std::optional<std::filesystem::path> locked_usb_stick() {
  return last_removable(mounts(), is_on_usb, MountAccess::kReadOnly);
}

}  // namespace keqian::kiosk
