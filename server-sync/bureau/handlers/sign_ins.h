// Who is signed in: a random cookie whose digest is in the store, ended by hand, by half a day of
// rest, or by the account being disabled. Any thread may call.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/handlers/throttle.h"
#include "server-sync/bureau/http/message.h"
#include "server-sync/bureau/store/store.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

inline constexpr std::int64_t kSignInRestMaxMs = 12 * kMsPerHour;

struct Person {
  UserRecord user;
  SignInRecord sign_in;

  Act act(UtcMs now) const { return {user.name, now}; }
};

class SignIns {
 public:
  SignIns(Store& store, Clock& clock, Randomness& randomness, const wire::KeyPair& bureau_keys);

  // kDenied when nobody is signed in on that browser.
  Result<Person> person(const Request& request);

  struct Attempt {
    std::string name;
    std::string password;
    std::string address;  // of the browser
  };
  struct Outcome {
    bool is_right = false;
    std::int64_t retry_after_s = 0;  // not 0: too many failures before, nothing was looked at
  };
  // Takes some tens of milliseconds whether the name is known or not. A refusal is in the audit
  // log, unless nothing was looked at.
  Result<Outcome> check(const Attempt& attempt);

  // The cookie's value; the caller has checked that it is him.
  Result<std::string> begin(const std::string& user, const std::string& address);
  Status end(const Person& person);

  // What a POST must carry in X-CSRF-Token. Without a sign-in it is the same for everybody: there
  // it only shows that the request was made by a script of this origin, which a foreign page
  // cannot do without being allowed (CORS).
  std::string csrf_token(const Result<Person>& person) const;
  bool csrf_fits(const Request& request, const Result<Person>& person) const;

 private:
  Store& store_;
  Clock& clock_;
  Randomness& randomness_;
  const std::string anonymous_csrf_token_;
  const std::string nobodys_password_hash_;
  Throttle names_;
  Throttle addresses_;
};

// "keqian_session=…" for Set-Cookie; an empty value removes it.
std::string session_cookie(std::string_view value, bool secure);

}  // namespace keqian::bureau
