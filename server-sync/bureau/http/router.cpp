#include "server-sync/bureau/http/router.h"

#include <algorithm>
#include <exception>

#include "server-sync/base/log.h"
#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  for (const auto part : split(path, '/')) out.emplace_back(part);
  return out;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
             NamedTexts& parameters) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      if (path[i].empty()) return false;
      parameters.emplace_back(pattern[i].substr(1, pattern[i].size() - 2),
                              percent_decoded(path[i], false));
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

void allow(std::string& methods, std::string_view method) {
  for (const auto known : split(methods, ',')) {
    if (trim(known) == method) return;
  }
  if (!methods.empty()) methods += ", ";
  methods += method;
}

bool asks_for_a_page(const Request& request) {
  return request.method == "GET" && !request.path.starts_with("/api/") &&
         request.header("accept").find("text/html") != std::string_view::npos;
}

DeferredHandler answered_at_once(Handler handler) {
  return [handler = std::move(handler)](const std::shared_ptr<const Request>& request,
                                        Reply reply) { reply(handler(*request)); };
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler,
                 std::size_t body_bytes_max) {
  add_deferred(method, pattern, answered_at_once(std::move(handler)), body_bytes_max);
}

void Router::add_deferred(std::string_view method, std::string_view pattern,
                          DeferredHandler handler, std::size_t body_bytes_max) {
  routes_.push_back({std::string(method), std::string(pattern), segments_of(pattern),
                     std::move(handler), body_bytes_max});
}

void Router::set_fallback(Handler handler, std::size_t body_bytes_max) {
  fallback_ = answered_at_once(std::move(handler));
  fallback_body_bytes_max_ = body_bytes_max;
}

void Router::set_missing_page(Handler handler) {
  missing_page_ = answered_at_once(std::move(handler));
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  const auto segments = split(path, '/');
  Match out;
  for (const auto& route : routes_) {
    NamedTexts parameters;
    if (!matches(route.segments, segments, parameters)) continue;
    const bool answers = route.method == method || (method == "HEAD" && route.method == "GET");
    if (answers && out.handler == nullptr) {
      out.handler = &route.handler;
      out.body_bytes_max = route.body_bytes_max;
      out.parameters = std::move(parameters);
    }
    allow(out.allow, route.method);
    if (route.method == "GET") allow(out.allow, "HEAD");
  }
  if (out.allow.empty() && fallback_) {
    out.handler = &fallback_;
    out.body_bytes_max = fallback_body_bytes_max_;
  }
  return out;
}

void Router::dispatch(Request request, Reply reply) const {
  auto match = this->match(request.method, request.path);
  if (match.allow.empty() && missing_page_ && asks_for_a_page(request)) {
    match.handler = &missing_page_;
  }
  if (match.handler == nullptr) {
    if (match.allow.empty()) {
      reply(error_response(404, "not_found", "there is nothing at this address"));
    } else {
      auto response =
          error_response(405, "method_not_allowed", "this address does not answer this method");
      response.headers.emplace_back("Allow", match.allow);
      reply(std::move(response));
    }
    return;
  }
  request.parameters = std::move(match.parameters);
  const auto method_and_path = request.method + " " + request.path;
  try {
    (*match.handler)(std::make_shared<const Request>(std::move(request)), std::move(reply));
  } catch (const std::exception& exception) {
    // The reply was dropped while the stack unwound, so the client has its 500 already.
    log_error("handler of " + method_and_path + " failed: " + exception.what());
  } catch (...) {
    log_error("handler of " + method_and_path + " failed");
  }
}

std::vector<Router::RouteName> Router::routes() const {
  std::vector<RouteName> out;
  for (const auto& route : routes_) out.push_back({route.method, route.pattern});
  return out;
}

}  // namespace keqian::bureau
