#include "tests/unit/transfer/tls_certificate.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "server-sync/base/assert.h"
#include "server-sync/wire/crypto.h"

namespace keqian::transfer {
namespace {

std::string spki_of(EVP_PKEY* key) {
  unsigned char* bytes = nullptr;
  const int length = i2d_PUBKEY(key, &bytes);
  KEQIAN_ASSERT(length > 0);
  std::string spki(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return spki;
}

X509* make_certificate(EVP_PKEY* key) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("bureau"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* address =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  X509_add_ext(certificate, address, -1);
  X509_EXTENSION_free(address);
  KEQIAN_ASSERT(X509_sign(certificate, key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

TlsCertificate make_tls_certificate() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  KEQIAN_ASSERT(key != nullptr);
  X509* certificate = make_certificate(key);
  TlsCertificate made;
  made.context.reset(SSL_CTX_new(TLS_server_method()));
  KEQIAN_ASSERT(SSL_CTX_use_certificate(made.context.get(), certificate) == 1);
  KEQIAN_ASSERT(SSL_CTX_use_PrivateKey(made.context.get(), key) == 1);
  made.public_key_sha256 = std::string(wire::view(wire::sha256(spki_of(key))));
  X509_free(certificate);
  EVP_PKEY_free(key);
  return made;
}

}  // namespace keqian::transfer
