#include "server-sync/base/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace keqian {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto created = spdlog::stderr_logger_mt("keqian");
    created->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    return created;
  }();
  return *instance;
}

}  // namespace

void open_log_file(const std::filesystem::path& data_directory) {
  constexpr std::size_t kBytesMax = 2 * 1024 * 1024;
  constexpr std::size_t kFilesMax = 5;
  try {
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        (data_directory / "log" / "keqian.log").string(), kBytesMax, kFilesMax);
    sink->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger().sinks().push_back(std::move(sink));
    logger().flush_on(spdlog::level::info);
  } catch (const spdlog::spdlog_ex& error) {
    log_warning(std::string("no log file: ") + error.what());
  }
}

void log_info(std::string_view message) {
  logger().info("{}", message);
}
void log_warning(std::string_view message) {
  logger().warn("{}", message);
}
void log_error(std::string_view message) {
  logger().error("{}", message);
}

}  // namespace keqian
