// One log a program: standard error, and a rotating file where a folder is given. Never log the
// text of a code, a password, a one-time code or anything else from the person at the door.
#pragma once

#include <filesystem>
#include <string_view>

namespace keqian {

// Adds DIR/log/keqian.log (5 files of 2 MB). Call once, early in main.
void open_log_file(const std::filesystem::path& data_directory);

void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(std::string_view message);

}  // namespace keqian
