#include "server-sync/bureau/http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server-sync/base/assert.h"

namespace keqian::bureau {
namespace {

namespace http = boost::beast::http;

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

int status_of(const boost::beast::error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit || error == http::error::buffer_overflow) return 413;
  if (error == http::error::bad_version) return 505;
  return 400;
}

}  // namespace

class RequestParser::Implementation {
 public:
  explicit Implementation(const Limits& limits) {
    parser_.header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    parser_.body_limit(limits.body_bytes_max);
    parser_.eager(false);  // stop after the header, so that the route can limit its body
  }

  State feed(std::string_view bytes, std::size_t& used) {
    used = 0;
    const bool had_header = parser_.is_header_done();
    while (state_ != State::kRefused && !parser_.is_done()) {
      boost::beast::error_code error;
      const auto rest = bytes.substr(used);
      used += parser_.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
      if (error == http::error::need_more) break;
      if (error) return refuse(status_of(error));
      if (!had_header && parser_.is_header_done()) {
        read_header();
        if (state_ != State::kRefused) state_ = State::kHeadRead;
        return state_;
      }
      if (used == bytes.size()) break;
    }
    if (state_ == State::kRefused) return state_;
    if (parser_.is_done()) {
      state_ = State::kDone;
    } else if (parser_.is_header_done()) {
      state_ = State::kBody;
    }
    return state_;
  }

  State limit_body(std::size_t body_bytes_max) {
    KEQIAN_ASSERT(parser_.is_header_done());
    parser_.body_limit(body_bytes_max);
    parser_.eager(true);
    const auto announced = parser_.content_length();
    if (announced && *announced > body_bytes_max) return refuse(413);
    return state_;
  }

  Request take() {
    KEQIAN_ASSERT(state_ == State::kDone);
    request_.body = std::move(parser_.get().body());
    return std::move(request_);
  }

  bool expects_continue() const {
    return parser_.get().version() == 11 &&
           http::token_list(parser_.get()[http::field::expect]).exists("100-continue");
  }

  State state() const { return state_; }
  int refusal_status() const { return refusal_status_; }
  const Request& request() const { return request_; }
  bool keep_alive() const { return parser_.get().keep_alive(); }

 private:
  State refuse(int status) {
    refusal_status_ = status;
    return state_ = State::kRefused;
  }

  void read_header() {
    const auto& message = parser_.get();
    request_.method = message.method_string();
    request_.target = message.target();
    for (const auto& field : message) {
      request_.headers.emplace_back(lower_case(field.name_string()), field.value());
    }
    const auto question = request_.target.find('?');
    request_.path = request_.target.substr(0, question);
    if (question != std::string::npos) {
      request_.query = parse_query(std::string_view(request_.target).substr(question + 1));
    }
    // RFC 9112 section 3.2: a server refuses a request of HTTP/1.1 without exactly one host.
    const bool one_host = message.count(http::field::host) == 1;
    if (request_.path.empty() || request_.path.front() != '/' ||
        (message.version() == 11 && !one_host)) {
      refuse(400);
    } else if (message.count(http::field::transfer_encoding) > 0 && !message.chunked()) {
      refuse(501);
    }
  }

  http::request_parser<http::string_body> parser_;
  Request request_;
  State state_ = State::kHeader;
  int refusal_status_ = 0;
};

RequestParser::RequestParser(const Limits& limits)
    : implementation_(std::make_unique<Implementation>(limits)) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;

RequestParser::State RequestParser::feed(std::string_view bytes, std::size_t& used) {
  return implementation_->feed(bytes, used);
}
RequestParser::State RequestParser::state() const {
  return implementation_->state();
}
RequestParser::State RequestParser::limit_body(std::size_t body_bytes_max) {
  return implementation_->limit_body(body_bytes_max);
}
int RequestParser::refusal_status() const {
  return implementation_->refusal_status();
}
const Request& RequestParser::request() const {
  return implementation_->request();
}
bool RequestParser::keep_alive() const {
  return implementation_->keep_alive();
}
bool RequestParser::expects_continue() const {
  return implementation_->expects_continue();
}
Request RequestParser::take() {
  return implementation_->take();
}

}  // namespace keqian::bureau
