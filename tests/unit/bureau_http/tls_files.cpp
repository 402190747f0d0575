#include "tests/unit/bureau_http/tls_files.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <cstdio>
#include <memory>
#include <string>

#include "server-sync/base/assert.h"

namespace keqian::bureau {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File create(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "wb"), &std::fclose);
  KEQIAN_ASSERT(file != nullptr);
  return file;
}

}  // namespace

TlsFiles::TlsFiles() {
  auto pattern = (std::filesystem::temp_directory_path() / "keqian_tls_XXXXXX").string();
  KEQIAN_ASSERT(::mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;

  EVP_PKEY* pair = EVP_EC_gen("P-256");
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, pair);
  X509_NAME* name = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("bureau"), -1, -1, 0);
  X509_set_issuer_name(made, name);
  KEQIAN_ASSERT(X509_sign(made, pair, EVP_sha256()) > 0);

  std::string password = "secret";
  KEQIAN_ASSERT(PEM_write_X509(create(certificate()).get(), made) == 1);
  KEQIAN_ASSERT(
      PEM_write_PrivateKey(create(key()).get(), pair, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  KEQIAN_ASSERT(PEM_write_PrivateKey(create(locked_key()).get(), pair, EVP_aes_128_cbc(), nullptr,
                                     0, nullptr, password.data()) == 1);
  X509_free(made);
  EVP_PKEY_free(pair);
}

TlsFiles::~TlsFiles() {
  std::filesystem::remove_all(folder_);
}

}  // namespace keqian::bureau
