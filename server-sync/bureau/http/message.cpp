#include "server-sync/bureau/http/message.h"

#include "server-sync/base/text.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {
namespace {

std::string_view first_value(const NamedTexts& texts, std::string_view name) {
  for (const auto& [key, value] : texts) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  return first_value(headers, lower_case_name);
}

std::string_view Request::query_text(std::string_view name) const {
  return first_value(query, name);
}

std::string_view Request::parameter(std::string_view name) const {
  return first_value(parameters, name);
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    for (const auto part : split(value, ';')) {
      const auto pair = trim(part);
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return pair.substr(equals + 1);
      }
    }
  }
  return {};
}

Response error_response(int status, std::string_view code, std::string_view message,
                        std::string_view hint) {
  Response response;
  response.status = status;
  response.body = Json::object({{"code", code}, {"message", message}, {"hint", hint}}).dump();
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
}

Reply& Reply::operator=(Reply&& other) noexcept {
  std::swap(send_, other.send_);
  return *this;
}

Reply::~Reply() {
  if (send_) (*this)(error_response(500, "internal", "the request was dropped", "try again"));
}

void Reply::operator()(Response response) {
  if (const auto send = std::exchange(send_, nullptr)) send(std::move(response));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

NamedTexts parse_query(std::string_view query) {
  NamedTexts out;
  if (query.empty()) return out;
  for (const auto part : split(query, '&')) {
    const auto equals = part.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
    out.emplace_back(percent_decoded(part.substr(0, equals), true), percent_decoded(value, true));
  }
  return out;
}

}  // namespace keqian::bureau
