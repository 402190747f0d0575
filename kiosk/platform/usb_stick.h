// The USB stick that is plugged in, if the system mounted one.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

namespace keqian::kiosk {

// The folder of the mounted USB stick or card that was plugged in last and can be written.
std::optional<std::filesystem::path> usb_stick();

// The rule behind it: the last mount in the text of /proc/self/mountinfo that may be written and
// whose device ("8:17") is one that can be pulled out.
std::optional<std::filesystem::path> last_removable(
    std::string_view mountinfo, const std::function<bool(std::string_view device)>& is_removable);

}  // namespace keqian::kiosk
