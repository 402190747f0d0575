// Reads one HTTP/1.1 request from bytes as they arrive: no sockets, no threads, no exceptions.
// Beast's parser reads the head, behind our own words: only request_parser.cpp knows it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {

class RequestParser {
 public:
  struct Limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t body_bytes_max = 1024 * 1024;
  };
  explicit RequestParser(const Limits& limits);
  ~RequestParser();
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;

  enum class State {
    kHeader,    // the header is not complete
    kHeadRead,  // it is now; look at `request` and set the body's limit, then go on
    kBody,      // the body is not complete
    kDone,      // `take` the request
    kRefused    // `refusal_status` says why; the connection is of no further use
  };
  // Takes what it can use from the front of `bytes` and says how much; the caller offers the rest
  // again together with what arrives next. Returns after the header, and again after the body.
  // However the bytes are cut into pieces, the outcome is the same.
  State feed(std::string_view bytes, std::size_t& used);

  State state() const;
  // Once, in kHeadRead: the route's limit, where it is less than the server's. Refuses at once
  // (413) when the header announces more.
  State limit_body(std::size_t body_bytes_max);
  int refusal_status() const;  // 400, 413, 431, 501 or 505

  // Method, target, path and headers from kHeadRead on; a head refused as malformed leaves it
  // empty.
  const Request& request() const;
  bool keep_alive() const;
  bool expects_continue() const;  // before it sends its body
  Request take();                 // once, in kDone

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace keqian::bureau
