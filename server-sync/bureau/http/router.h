// Which handler answers which method and path. Filled before the server starts, then only read.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {

// Runs on one of the server's handler threads and answers before it returns.
using Handler = std::function<Response(const Request&)>;
// Hands the reply on to somebody who answers later (the writer of the group commit).
using DeferredHandler = std::function<void(std::shared_ptr<const Request>, Reply)>;

inline constexpr std::size_t kBodyBytesMaxDefault = std::size_t{64} * 1024;

class Router {
 public:
  // `pattern` is a path whose segments are literal or "{name}": "/v1/kiosks/{id}/tallies".
  // Of several that match, the first added answers. A HEAD request is answered by the GET handler,
  // its body left out.
  void add(std::string_view method, std::string_view pattern, Handler handler,
           std::size_t body_bytes_max = kBodyBytesMaxDefault);
  void add_deferred(std::string_view method, std::string_view pattern, DeferredHandler handler,
                    std::size_t body_bytes_max = kBodyBytesMaxDefault);
  // Answers, in any method, the paths that no pattern matches. Without one they are 404.
  void set_fallback(Handler handler, std::size_t body_bytes_max = kBodyBytesMaxDefault);
  // Answers instead of it when a browser asks for a page: a GET that accepts text/html, outside of
  // /api/, where programs ask.
  void set_missing_page(Handler handler);

  struct Match {
    const DeferredHandler* handler = nullptr;  // null: nobody answers this method here
    std::size_t body_bytes_max = kBodyBytesMaxDefault;
    NamedTexts parameters;
    std::string allow;  // the methods of this path; empty when the path is unknown
  };
  Match match(std::string_view method, std::string_view path) const;

  // Answers `request` through its handler, or with 404 or 405; a handler's exception becomes 500.
  void dispatch(Request request, Reply reply) const;

  struct RouteName {
    std::string method, pattern;
  };
  std::vector<RouteName> routes() const;  // for tests over all of them

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    DeferredHandler handler;
    std::size_t body_bytes_max;
  };
  std::vector<Route> routes_;
  DeferredHandler fallback_;      // may be empty
  DeferredHandler missing_page_;  // may be empty
  std::size_t fallback_body_bytes_max_ = kBodyBytesMaxDefault;
};

}  // namespace keqian::bureau
