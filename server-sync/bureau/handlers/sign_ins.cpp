#include "server-sync/bureau/handlers/sign_ins.h"

#include <algorithm>
#include <array>

#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kCookie = "keqian_session";
constexpr std::string_view kCsrfHeader = "x-csrf-token";
constexpr std::int64_t kTouchIntervalMs = 60 * kMsPerSecond;
constexpr int kNameFailuresFree = 8;
constexpr int kAddressFailuresFree = 30;  // a whole office behind one address

std::string random_token(Randomness& randomness) {
  std::array<std::uint8_t, 32> bytes{};
  randomness.fill(bytes);
  return wire::base64_url(wire::view(bytes));
}

Error nobody() {
  return {ErrorKind::kDenied, "nobody is signed in here", "sign in"};
}

}  // namespace

SignIns::SignIns(Store& store, Clock& clock, Randomness& randomness,
                 const wire::KeyPair& bureau_keys)
    : store_(store),
      clock_(clock),
      randomness_(randomness),
      anonymous_csrf_token_(
          wire::base64_url(wire::view(wire::keyed_digest(bureau_keys.seed, "csrf: nobody")))),
      nobodys_password_hash_(wire::hash_password(random_token(randomness))),
      names_(store, "sign-in name", kNameFailuresFree),
      addresses_(store, "sign-in address", kAddressFailuresFree) {}

Result<Person> SignIns::person(const Request& request) {
  const auto cookie = request.cookie(kCookie);
  if (cookie.empty()) return nobody();
  const auto now = clock_.utc_ms();
  auto sign_in = store_.sign_in(one_time_digest(cookie), now);
  if (!sign_in && sign_in.error().kind == ErrorKind::kNotFound) return nobody();
  if (!sign_in) return sign_in.error();
  KEQIAN_TRY(auto user, store_.user(sign_in->user));
  if (now - sign_in->last_used_utc_ms > kTouchIntervalMs) {
    KEQIAN_CHECK_OK(store_.touch_sign_in(sign_in->token_digest, now, now + kSignInRestMaxMs));
  }
  return Person{std::move(user), std::move(*sign_in)};
}

Result<SignIns::Outcome> SignIns::check(const Attempt& attempt) {
  const auto now = clock_.utc_ms();
  // A name longer than any that exists would only fill the store.
  const auto name = check_user_name(attempt.name).ok() ? attempt.name : std::string("?");
  KEQIAN_TRY(const auto name_wait_s, names_.wait_s(name, now));
  KEQIAN_TRY(const auto address_wait_s, addresses_.wait_s(attempt.address, now));
  if (const auto wait_s = std::max(name_wait_s, address_wait_s); wait_s > 0) {
    return Outcome{false, wait_s};
  }
  const auto user = store_.user(name);
  if (!user && user.error().kind != ErrorKind::kNotFound) return user.error();
  const bool may = user.ok() && !user->disabled;
  const auto& hash = may ? user->password_hash : nobodys_password_hash_;
  if (!wire::verify_password(hash, attempt.password) || !may) {
    KEQIAN_CHECK_OK(names_.failed(name, now));
    KEQIAN_CHECK_OK(addresses_.failed(attempt.address, now));
    // Only names that exist: people type their password where the name belongs.
    KEQIAN_CHECK_OK(store_.append_audit({"nobody", now}, "sign_in.refuse",
                                        user.ok() ? name : std::string("?"), attempt.address));
    return Outcome{};
  }
  KEQIAN_CHECK_OK(names_.succeeded(name));
  return Outcome{true, 0};
}

Result<std::string> SignIns::begin(const std::string& user, const std::string& address) {
  const auto now = clock_.utc_ms();
  KEQIAN_CHECK_OK(store_.remove_expired_sign_ins(now));
  auto cookie = random_token(randomness_);
  KEQIAN_CHECK_OK(store_.add_sign_in({one_time_digest(cookie), user, random_token(randomness_), now,
                                      now, now + kSignInRestMaxMs}));
  KEQIAN_CHECK_OK(store_.append_audit({user, now}, "sign_in.begin", user, address));
  return cookie;
}

Status SignIns::end(const Person& person) {
  const auto& user = person.user.name;
  KEQIAN_CHECK_OK(store_.append_audit(person.act(clock_.utc_ms()), "sign_in.end", user, ""));
  return store_.remove_sign_in(person.sign_in.token_digest);
}

std::string SignIns::csrf_token(const Result<Person>& person) const {
  return person ? person->sign_in.csrf_token : anonymous_csrf_token_;
}

bool SignIns::csrf_fits(const Request& request, const Result<Person>& person) const {
  return wire::equal_in_constant_time(request.header(kCsrfHeader), csrf_token(person));
}

std::string session_cookie(std::string_view value, bool secure) {
  std::string cookie = std::string(kCookie) + "=" + std::string(value) +
                       "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" +
                       std::to_string(value.empty() ? 0 : kSignInRestMaxMs / kMsPerSecond);
  if (secure) cookie += "; Secure";
  return cookie;
}

}  // namespace keqian::bureau
