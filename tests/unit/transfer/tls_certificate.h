// A self-signed certificate for 127.0.0.1 made on the spot, and the server context that shows it.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace keqian::transfer {

struct TlsContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

struct TlsCertificate {
  std::unique_ptr<SSL_CTX, TlsContextDeleter> context;
  std::string public_key_sha256;  // of the SPKI, 32 bytes
};

TlsCertificate make_tls_certificate();

}  // namespace keqian::transfer
