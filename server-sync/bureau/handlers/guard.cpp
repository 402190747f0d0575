#include "server-sync/bureau/handlers/guard.h"

#include <utility>
#include <variant>

#include "server-sync/bureau/handlers/answers.h"

namespace keqian::bureau {
namespace {

// kDenied from SignIns::person means that nobody is signed in; the rest are faults of ours.
Response no_person(const Error& error) {
  if (error.kind != ErrorKind::kDenied) return failure_response(error);
  return error_response(401, "not_signed_in", error.message, error.hint);
}

Response bad_csrf() {
  return error_response(403, "csrf", "the X-CSRF-Token header is missing or old",
                        "load the page again");
}

// Whose change this is: somebody who is signed in, by a page of ours.
std::variant<Person, Response> signed_in(SignIns& sign_ins, const Request& request) {
  auto person = sign_ins.person(request);
  if (!person) return no_person(person.error());
  if (!sign_ins.csrf_fits(request, person)) return bad_csrf();
  return std::move(*person);
}

}  // namespace

Handler reading(const Desk& desk, Reading handler) {
  return [&sign_ins = desk.sign_ins, handler = std::move(handler)](const Request& request) {
    const auto person = sign_ins.person(request);
    return person ? handler(request, *person) : no_person(person.error());
  };
}

Handler writing(const Desk& desk, Role least, Writing handler) {
  return [&sign_ins = desk.sign_ins, least,
          handler = std::move(handler)](const Request& request) -> Response {
    const auto person = signed_in(sign_ins, request);
    if (const auto* refused = std::get_if<Response>(&person)) return *refused;
    const auto& writer = std::get<Person>(person);
    if (writer.user.role < least) {
      return error_response(403, "role", "this account may not do this", "ask an administrator");
    }
    auto body = read_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    return handler(request, writer, std::get<Json>(body));
  };
}

Handler receiving(const Desk& desk, std::string_view media_type, Reading handler) {
  return [&sign_ins = desk.sign_ins, media_type = std::string(media_type),
          handler = std::move(handler)](const Request& request) -> Response {
    const auto person = signed_in(sign_ins, request);
    if (const auto* refused = std::get_if<Response>(&person)) return *refused;
    if (request.header("content-type") != media_type) {
      return error_response(415, "media_type", "the body must be " + media_type);
    }
    return handler(request, std::get<Person>(person));
  };
}

Handler open_writing(const Desk& desk, OpenWriting handler) {
  return [&sign_ins = desk.sign_ins,
          handler = std::move(handler)](const Request& request) -> Response {
    const auto person = sign_ins.person(request);
    if (!person && person.error().kind != ErrorKind::kDenied) return no_person(person.error());
    if (!sign_ins.csrf_fits(request, person)) return bad_csrf();
    auto body = read_body(request);
    if (auto* refused = std::get_if<Response>(&body)) return std::move(*refused);
    return handler(request, person, std::get<Json>(body));
  };
}

}  // namespace keqian::bureau
