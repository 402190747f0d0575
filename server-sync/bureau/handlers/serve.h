// `keqian-bureau serve`: the bureau's process, from opening its data to a graceful end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "server-sync/base/result.h"

namespace keqian::bureau {

struct ServeOptions {
  std::filesystem::path data_directory;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8443;              // 0: any free one
  std::filesystem::path tls_certificate;  // both or neither
  std::filesystem::path tls_key;
  // What kiosks and browsers are told, e.g. "https://kexie.example.org" behind a proxy; empty:
  // made of host and port. Without https it must name this very machine.
  std::string public_url;
  bool behind_proxy = false;  // plain HTTP although others reach us: a proxy before us does TLS
};

// Refuses what would send passwords in clear over a network, and an address that kiosks could not
// open: `serve` begins with it.
Status check_addresses(const ServeOptions& options);

// Serves until SIGINT or SIGTERM. One data folder has one server: kConflict for a second one, since
// each would tell kiosks its own address and limit its own visitors. Once listening, prints
// "listening on URL" on stdout and, while no user exists, a second line with the one-time link that
// makes the first administrator.
Status serve(const ServeOptions& options);

}  // namespace keqian::bureau
