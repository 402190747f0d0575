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
#include "server-sync/bureau/handlers/upload_writer.h"
#include "server-sync/bureau/http/certificate.h"
#include "server-sync/bureau/http/server.h"
#include "server-sync/bureau/store/data_directory.h"

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
  return host == "0.0.0.0" || host == "::" || host == "[::]";
}

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

// Where we listen as an address to open; without TLS only this machine may be meant.
std::string own_url(const ServeOptions& options, bool tls, std::uint16_t port) {
  auto host = options.host;
  if (is_any_address(host)) host = tls ? machine_name() : "127.0.0.1";
  if (host.find(':') != std::string::npos && host.front() != '[') host = "[" + host + "]";
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

Status check_public_url(const std::string& url) {
  if (url.empty() || wire::is_acceptable_bureau_url(url)) return ok();
  return invalid("--public-url " + url + " is not an address that kiosks may report to",
                 "use https://…, or http:// to this very machine");
}

Result<std::string> first_administrator_link(Store& store, Randomness& randomness,
                                             const std::string& url, UtcMs now) {
  KEQIAN_TRY(const auto users, store.user_count());
  if (users > 0) return std::string{};
  std::array<std::uint8_t, 24> bytes{};
  randomness.fill(bytes);
  const auto token = wire::base64_url(wire::view(bytes));
  KEQIAN_CHECK_OK(
      store.set_first_administrator_token(one_time_digest(token), now + kFirstLinkLifeMs));
  return url + "/first-administrator?token=" + token;
}

// What kiosks are told in their enrolment: where we are and, where nobody else can vouch for our
// certificate, which it is.
Status remember_address(Store& store, const ServeOptions& options, const std::string& url) {
  std::string pin;
  if (!options.tls_certificate.empty()) {
    KEQIAN_TRY(pin, pinned_public_key_sha256(options.tls_certificate));
  }
  KEQIAN_CHECK_OK(store.set_setting(kSettingPublicUrl, url));
  return store.set_setting(kSettingCertificate, pin.empty() ? "" : wire::base64_url(pin));
}

}  // namespace

Status serve(const ServeOptions& options) {
  KEQIAN_CHECK_OK(check_public_url(options.public_url));
  const EndSignals signals;
  KEQIAN_CHECK_OK(make_private_directory(options.data_directory));
  open_log_file(options.data_directory);
  SystemClock clock;
  SystemRandomness randomness;
  KEQIAN_TRY(const auto keys, load_or_make_bureau_key(options.data_directory, randomness));
  KEQIAN_TRY(const auto store, open_sqlite_store(options.data_directory.string(), randomness));

  LiveFigures live(*store, clock);
  UploadWriter writer(*store, [&live] { live.wake(); });
  SignIns sign_ins(*store, clock, randomness, keys);
  const bool tls = !options.tls_certificate.empty();
  const bool secure = tls || options.public_url.starts_with("https://");
  const Desk desk{*store, clock, randomness, keys, sign_ins, secure};
  Router router;
  add_kiosk_routes(router, {*store, clock, keys, writer});
  add_sign_in_routes(router, desk);
  add_figures_routes(router, desk, live);
  add_manual_entry_routes(router, desk);
  add_issuing_routes(router, desk);
  add_page_routes(router);

  ServerOptions listening;
  listening.host = options.host;
  listening.port = options.port;
  listening.tls_certificate = options.tls_certificate;
  listening.tls_key = options.tls_key;
  listening.body_bytes_max = wire::kUploadBytesMax;
  listening.finish = AnswerSigner(keys);
  KEQIAN_TRY(const auto server, Server::start(listening, std::move(router)));

  const auto listening_url = own_url(options, tls, server->port());
  const auto& url = options.public_url.empty() ? listening_url : options.public_url;
  KEQIAN_CHECK_OK(remember_address(*store, options, url));
  KEQIAN_TRY(const auto link, first_administrator_link(*store, randomness, url, clock.utc_ms()));
  std::cout << "listening on " << listening_url << '\n';
  if (!link.empty()) std::cout << "first sign-in, once: " << link << '\n';
  std::cout.flush();
  log_info("listening on " + listening_url);

  signals.wait();
  // Requests under way wait for the writer, so it goes last.
  server->stop();
  live.stop();
  writer.stop();
  log_info("ended");
  return ok();
}

}  // namespace keqian::bureau
