#include "server-sync/bureau/http/response_head.h"

#include <algorithm>
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

// RFC 9110 section 12.4.2: "q=0", "q=0.0" … say no.
bool is_refused(std::string_view parameters) {
  for (const auto part : split(parameters, ';')) {
    const auto parameter = trim(part);
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
    }
  }
  return false;
}

bool accepts_gzip(const Request& request) {
  for (const auto part : split(request.header("accept-encoding"), ',')) {
    const auto end = part.find(';');
    const auto coding = trim(part.substr(0, end));
    if (coding != "gzip" && coding != "*") continue;
    return end == std::string_view::npos || !is_refused(part.substr(end + 1));
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

bool is_same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return is_same_name(header.first, name); });
}

// A loop of its own: find_first_of searches its three characters once for every character.
bool breaks_line(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void add(std::string& head, std::string_view name, std::string_view value) {
  if (breaks_line(name) || breaks_line(value)) return;
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void suit_to_client(const Request& request, Response& response) {
  if (response.body_is_gzip) response.headers.emplace_back("Vary", "Accept-Encoding");
  const bool is_reading = request.method == "GET" || request.method == "HEAD";
  if (is_reading && response.status == 200 && !response.etag.empty() &&
      client_holds(request, response.etag)) {
    response.status = 304;
    response.events.reset();
  }
  if (response.status == 304 || response.status == 204) {
    response.body.clear();
    response.body_is_gzip = false;
  }
  if (!response.body_is_gzip) return;
  response.body_is_gzip = false;
  if (accepts_gzip(request)) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    return;
  }
  response.etag.clear();  // it names the compressed bytes
  if (auto body = unpack_gzip(response.body, kUnpackedBytesMax)) {
    response.body = std::move(*body);
  } else {
    response = error_response(500, "internal", "this file cannot be unpacked");
  }
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
