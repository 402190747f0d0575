#include "server-sync/bureau/http/response_head.h"

#include <array>
#include <cstdio>

#include "server-sync/base/text.h"
#include "server-sync/bureau/http/gzip.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kUnpackedBytesMax = 32 * 1024 * 1024;

// Pages bring their own policy; everything else is data that no browser should run.
constexpr std::string_view kContentSecurityPolicy = "Content-Security-Policy";
constexpr std::string_view kPolicyOfData = "default-src 'none'; frame-ancestors 'none'";

bool accepts_gzip(const Request& request) {
  for (const auto part : split(request.header("accept-encoding"), ',')) {
    const auto coding = trim(part.substr(0, part.find(';')));
    const bool refused =
        part.find("q=0") != std::string_view::npos && part.find("q=0.") == std::string_view::npos;
    if ((coding == "gzip" || coding == "*") && !refused) return true;
  }
  return false;
}

bool client_holds(const Request& request, std::string_view etag) {
  for (const auto part : split(request.header("if-none-match"), ',')) {
    auto held = trim(part);
    if (held == "*") return true;
    if (held.starts_with("W/")) held.remove_prefix(2);  // RFC 9110 13.1.2: weak comparison
    if (held == etag) return true;
  }
  return false;
}

bool has_header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return true;
  }
  return false;
}

void add(std::string& head, std::string_view name, std::string_view value) {
  constexpr std::string_view kBreaks("\r\n\0", 3);
  if (name.find_first_of(kBreaks) != std::string_view::npos ||
      value.find_first_of(kBreaks) != std::string_view::npos) {
    return;
  }
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void suit_to_client(const Request& request, Response& response) {
  const bool reading = request.method == "GET" || request.method == "HEAD";
  if (reading && response.status == 200 && !response.etag.empty() &&
      client_holds(request, response.etag)) {
    response.status = 304;
    response.body.clear();
    response.body_is_gzip = false;
    return;
  }
  if (!response.body_is_gzip) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (accepts_gzip(request)) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    return;
  }
  response.body = unpack_gzip(response.body, kUnpackedBytesMax);
  response.body_is_gzip = false;
  response.etag.clear();  // it names the compressed bytes
}

std::string response_head(const Response& response, const HeadContext& context) {
  std::string head;
  head.reserve(768);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_phrase(response.status)).append("\r\n");
  add(head, "Date", http_date(context.now_utc_ms));
  if (response.events != nullptr) {
    add(head, "Content-Type", "text/event-stream");
    add(head, "X-Accel-Buffering", "no");  // asks a proxy to pass events on at once
  } else if (response.status != 304 && response.status != 204) {
    add(head, "Content-Type", response.content_type);
    add(head, "Content-Length", std::to_string(response.body.size()));
  }
  add(head, "Connection", context.keep_alive ? "keep-alive" : "close");
  if (!response.etag.empty()) add(head, "ETag", response.etag);
  add(head, "Cache-Control", response.cache_control);
  add(head, "X-Content-Type-Options", "nosniff");
  add(head, "Referrer-Policy", "no-referrer");
  add(head, "X-Frame-Options", "DENY");
  add(head, "Cross-Origin-Opener-Policy", "same-origin");
  add(head, "Cross-Origin-Resource-Policy", "same-origin");
  if (!has_header(response, kContentSecurityPolicy)) {
    add(head, kContentSecurityPolicy, kPolicyOfData);
  }
  if (context.secure) add(head, "Strict-Transport-Security", "max-age=31536000");
  for (const auto& [name, value] : response.headers) add(head, name, value);
  head.append("\r\n");
  return head;
}

std::string http_date(UtcMs utc_ms) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = BusinessDate::from_days(static_cast<std::int32_t>(utc_ms / kMsPerDay));
  const auto second = static_cast<int>(utc_ms % kMsPerDay / kMsPerSecond);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(date.weekday())], date.day(),
                kMonths[static_cast<std::size_t>(date.month() - 1)], date.year(), second / 3600,
                second / 60 % 60, second % 60);
  return text;
}

}  // namespace keqian::bureau
