// The pages as they lie in the program.
#include "assets/web/bundle.h"
#include "server-sync/bureau/handlers/guard.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kMissingPage = "/missing";

Response page(const WebFile& file) {
  Response response;
  response.content_type = std::string(file.content_type);
  response.body = std::string(file.gzip_bytes);
  response.body_is_gzip = true;
  response.etag = std::string(file.etag);
  response.cache_control = std::string(file.cache_control);
  response.headers.emplace_back(
      "Content-Security-Policy",
      std::string(file.runs_wasm ? kWasmContentSecurityPolicy : kWebContentSecurityPolicy));
  return response;
}

}  // namespace

void add_page_routes(Router& router) {
  for (const auto& file : web_files()) {
    router.add("GET", file.path, [&file](const Request&) { return page(file); });
    if (file.path != kMissingPage) continue;
    router.set_missing_page([&file](const Request&) {
      auto response = page(file);
      response.status = 404;
      response.etag.clear();  // of another address
      return response;
    });
  }
  router.add("GET", "/healthz", [](const Request&) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "ok\n";
    return response;
  });
}

}  // namespace keqian::bureau
