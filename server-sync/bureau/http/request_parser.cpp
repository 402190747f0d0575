#include "server-sync/bureau/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "server-sync/base/assert.h"
#include "server-sync/bureau/http/chunked_body.h"

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

// Says at once that a greeting of TLS, or any other noise, is not HTTP.
bool is_method_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

int status_of(const boost::beast::error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::bad_version) return 505;
  return 400;
}

}  // namespace

class RequestParser::Implementation {
 public:
  explicit Implementation(const Limits& limits)
      : limits_(limits), chunks_(limits.header_bytes_max) {
    parser_.header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    parser_.body_limit(boost::none);  // ours to enforce, after the head was read
    parser_.skip(true);               // the body too: it is read here, with the route's limit
  }

  State feed(std::string_view bytes, std::size_t& used) {
    used = 0;
    if (state_ == State::kHeader) return feed_head(bytes, used);
    if (state_ == State::kHeadRead || state_ == State::kBody) return feed_body(bytes, used);
    return state_;
  }

  State limit_body(std::size_t body_bytes_max) {
    KEQIAN_ASSERT(state_ == State::kHeadRead);
    const auto bytes_max = std::min(body_bytes_max, limits_.body_bytes_max);
    chunks_.limit(bytes_max);
    return body_left_ > bytes_max ? refuse(413) : state_;
  }

  Request take() {
    KEQIAN_ASSERT(state_ == State::kDone);
    return std::move(request_);
  }

  bool expects_continue() const {
    return (chunked_ || body_left_ > 0) && parser_.get().version() == 11 &&
           http::token_list(parser_.get()[http::field::expect]).exists("100-continue");
  }

  State state() const { return state_; }
  int refusal_status() const { return refusal_status_; }
  const Request& request() const { return request_; }
  bool keep_alive() const { return parser_.keep_alive(); }

 private:
  State refuse(int status) {
    refusal_status_ = status;
    return state_ = State::kRefused;
  }

  // Waits for the whole head before Beast sees it: Beast measures the head anew after every line
  // it was given by itself, so that an endless head in many pieces would not be too large for it.
  State feed_head(std::string_view bytes, std::size_t& used) {
    if (!bytes.empty() && !is_method_character(bytes.front())) return refuse(400);
    while (true) {
      const auto line_feed = bytes.find('\n', scanned_);
      if (line_feed == std::string_view::npos) {
        scanned_ = bytes.size();
        return scanned_ > limits_.header_bytes_max ? refuse(431) : state_;
      }
      if (line_feed >= limits_.header_bytes_max) return refuse(431);
      if (line_feed == 0 || bytes[line_feed - 1] != '\r') return refuse(400);
      const bool is_empty_line = line_feed == line_start_ + 1;
      scanned_ = line_start_ = line_feed + 1;
      if (is_empty_line) break;
    }
    boost::beast::error_code error;
    used = parser_.put(boost::asio::const_buffer(bytes.data(), scanned_), error);
    if (error) return refuse(status_of(error));
    return read_head();
  }

  State read_head() {
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
    if (const int status = fault_of_head(); status != 0) return refuse(status);
    chunked_ = message.count(http::field::transfer_encoding) > 0;
    body_left_ = parser_.content_length().value_or(0);
    return body_left_ > limits_.body_bytes_max ? refuse(413) : state_ = State::kHeadRead;
  }

  // The status to refuse with, or 0. Beast has refused both a length and a transfer coding.
  int fault_of_head() const {
    const auto& message = parser_.get();
    if (request_.path.empty() || request_.path.front() != '/') return 400;
    // RFC 9112 section 3.2: a request of HTTP/1.1 has exactly one host.
    const auto hosts = message.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && message.version() == 11)) return 400;
    const auto codings = message.count(http::field::transfer_encoding);
    if (codings == 0) return 0;
    if (codings > 1 || message.version() == 10) return 400;
    return lower_case(message[http::field::transfer_encoding]) == "chunked" ? 0 : 501;
  }

  State feed_body(std::string_view bytes, std::size_t& used) {
    if (chunked_) return feed_chunks(bytes, used);
    if (!bytes.empty() && request_.body.empty()) {
      request_.body.reserve(static_cast<std::size_t>(body_left_));
    }
    used = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), body_left_));
    request_.body.append(bytes.substr(0, used));
    body_left_ -= used;
    return state_ = body_left_ == 0 ? State::kDone : State::kBody;
  }

  State feed_chunks(std::string_view bytes, std::size_t& used) {
    switch (chunks_.feed(bytes, used, request_.body)) {
      case ChunkedBody::State::kMore:
        return state_ = State::kBody;
      case ChunkedBody::State::kDone:
        return state_ = State::kDone;
      case ChunkedBody::State::kTooLarge:
        return refuse(413);
      case ChunkedBody::State::kMalformed:
        break;
    }
    return refuse(400);
  }

  const Limits limits_;
  http::request_parser<http::empty_body> parser_;
  ChunkedBody chunks_;
  Request request_;
  State state_ = State::kHeader;
  int refusal_status_ = 0;
  std::size_t scanned_ = 0;     // of the head, without its end
  std::size_t line_start_ = 0;  // of the line not ended yet
  bool chunked_ = false;
  std::uint64_t body_left_ = 0;  // where its length was announced
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
