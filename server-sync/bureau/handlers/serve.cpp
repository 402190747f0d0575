#include "server-sync/bureau/handlers/serve.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <iostream>
#include <string_view>

#include "server-sync/base/clock.h"
#include "server-sync/base/files.h"
#include "server-sync/base/log.h"
#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/handlers/kiosk_routes.h"
#include "server-sync/bureau/handlers/live_figures.h"
#include "server-sync/bureau/handlers/parcels.h"
#include "server-sync/bureau/handlers/upload_writer.h"
#include "server-sync/bureau/http/certificate.h"
#include "server-sync/bureau/http/server.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/bureau/store/desk.h"
#include "server-sync/wire/parcel.h"

namespace keqian::bureau {
namespace {

constexpr std::int64_t kFirstLinkLifeMs = kMsPerDay;

// SIGINT and SIGTERM, held back in every thread begun after this and taken in turn.
class EndSignals {
 public:
  EndSignals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

bool is_any_address(std::string_view host) {
  return host == "0.0.0.0" || host == "::";
}

std::string url_of(std::string_view scheme, std::string host, std::uint16_t port) {
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return std::string(scheme) + "://" + host + ":" + std::to_string(port);
}

bool has_tls(const ServeOptions& options) {
  return !options.tls_certificate.empty();
}

// Where we listen, as an address to open.
std::string listening_url(const ServeOptions& options, std::uint16_t port) {
  return url_of(has_tls(options) ? "https" : "http", options.host, port);
}

// The link is made anew from the bureau's key each time we start, so that it stays the same until
// it is used or its day is over.
std::string first_administrator_token(const wire::KeyPair& keys, UtcMs expires) {
  const auto token =
      wire::keyed_digest(keys.seed, "first administrator until " + std::to_string(expires));
  return wire::base64_url(wire::view(token));
}

Result<std::string> first_administrator_link(Store& store, const wire::KeyPair& keys,
                                             const std::string& url, UtcMs now) {
  KEQIAN_TRY(const auto users, store.user_count());
  if (users > 0) return std::string{};
  KEQIAN_TRY(auto expires, store.first_administrator_token_expiry());
  if (expires <= now) expires = now + kFirstLinkLifeMs;
  const auto token = first_administrator_token(keys, expires);
  KEQIAN_CHECK_OK(store.set_first_administrator_token(one_time_digest(token), expires));
  return url + "/first-administrator?token=" + token;
}

// What kiosks are told in their enrolment: where we are and, where nobody else can vouch for our
// certificate, which it is.
Status remember_address(Store& store, const ServeOptions& options, const std::string& url) {
  std::string pin;
  if (has_tls(options)) {
    KEQIAN_TRY(pin, pinned_public_key_sha256(options.tls_certificate));
  }
  KEQIAN_CHECK_OK(store.set_setting(kSettingPublicUrl, url));
  return store.set_setting(kSettingCertificate, pin.empty() ? "" : wire::base64_url(pin));
}

}  // namespace

Status check_addresses(const ServeOptions& options) {
  const auto& url = options.public_url;
  if (!url.empty() && !wire::is_acceptable_bureau_url(url))
    return invalid("--public-url " + url + " is not an address that kiosks may report to",
                   "use https://…, or http:// to this very machine");
  if (options.behind_proxy && has_tls(options))
    return invalid("--behind-proxy is for plain HTTP, and here is a certificate",
                   "leave out one of them");
  if (options.behind_proxy && url.empty())
    return invalid("behind a proxy the address that kiosks use is not known",
                   "say it with --public-url https://…");
  const bool is_here = is_url_of_this_machine(url_of("http", options.host, 1));
  if (!is_here && !has_tls(options) && !options.behind_proxy)
    return invalid(
        "without TLS passwords would go over the network for everybody to read",
        "give --tls-certificate and --tls-key, or --behind-proxy where a proxy does TLS, "
        "or listen on 127.0.0.1");
  if (is_any_address(options.host) && url.empty())
    return invalid(options.host + " is no address that a kiosk could open",
                   "say the one that kiosks use with --public-url https://NAME:PORT");
  return ok();
}

Status serve(const ServeOptions& options) {
  KEQIAN_CHECK_OK(check_addresses(options));
  const EndSignals signals;
  KEQIAN_CHECK_OK(make_private_directory(options.data_directory));
  KEQIAN_TRY(const auto turn, ServingTurn::take(options.data_directory));
  open_log_file(options.data_directory);
  SystemClock clock;
  SystemRandomness randomness;
  KEQIAN_TRY(const auto keys, load_or_make_bureau_key(options.data_directory, randomness));
  KEQIAN_TRY(const auto store, open_sqlite_store(options.data_directory.string(), randomness));

  LiveFigures live(*store, clock);
  UploadWriter writer(*store, [&live] { live.wake(); });
  SignIns sign_ins(*store, clock, randomness, keys);
  const bool secure = has_tls(options) || options.public_url.starts_with("https://");
  const Desk desk{*store, clock, randomness, keys, sign_ins, secure};
  Router router;
  const KioskRoutesParts kiosk_routes{*store, clock, keys, writer};
  add_kiosk_routes(router, kiosk_routes);
  add_parcel_routes(router, desk, kiosk_routes);
  add_relay_routes(router, kiosk_routes, randomness);
  add_sign_in_routes(router, desk);
  add_figures_routes(router, desk, live);
  add_manual_entry_routes(router, desk);
  add_fleet_routes(router, desk);
  add_issuing_routes(router, desk);
  add_page_routes(router);

  ServerOptions listening;
  listening.host = options.host;
  listening.port = options.port;
  listening.tls_certificate = options.tls_certificate;
  listening.tls_key = options.tls_key;
  listening.body_bytes_max = wire::kParcelBytesMax;
  listening.finish = AnswerSigner(keys);
  KEQIAN_TRY(const auto server, Server::start(listening, std::move(router)));

  const auto own_url = listening_url(options, server->port());
  const auto& url = options.public_url.empty() ? own_url : options.public_url;
  KEQIAN_CHECK_OK(remember_address(*store, options, url));
  KEQIAN_TRY(const auto link, first_administrator_link(*store, keys, url, clock.utc_ms()));
  std::cout << "listening on " << own_url << '\n';
  if (!link.empty()) std::cout << "first sign-in, once: " << link << '\n';
  std::cout.flush();
  log_info("listening on " + own_url);

  signals.wait();
  // Requests under way wait for the writer, so it goes last.
  server->stop();
  live.stop();
  writer.stop();
  log_info("ended");
  return ok();
}

}  // namespace keqian::bureau
