// The USB stick that is plugged in, if the system mounted one.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

namespace keqian::kiosk {

// The folder of the mounted USB stick or card that was plugged in last and can be written.
std::optional<std::filesystem::path> usb_stick();

// Likewise of the one that can only be read: its lock is on, or its file system is damaged.
std::optional<std::filesystem::path> locked_usb_stick();

enum class MountAccess { kWritable, kReadOnly };
// The rule behind them: the last mount in the text of /proc/self/mountinfo with this access whose
// device ("8:17") is one that can be pulled out.
std::optional<std::filesystem::path> last_removable(
    std::string_view mountinfo, const std::function<bool(std::string_view device)>& is_removable,
    MountAccess access = MountAccess::kWritable);

}  // namespace keqian::kiosk
