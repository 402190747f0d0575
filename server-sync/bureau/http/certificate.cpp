#include "server-sync/bureau/http/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

#include "server-sync/base/files.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kCertificateBytesMax = std::size_t{256} * 1024;

}  // namespace

Result<std::string> pinned_public_key_sha256(const std::filesystem::path& certificate) {
  KEQIAN_TRY(const auto pem, read_file(certificate, kCertificateBytesMax));
  const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> read(
      PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr), X509_free);
  if (read == nullptr) {
    return invalid(certificate.string() + " is not a certificate", "give a PEM file");
  }
  if (X509_NAME_cmp(X509_get_subject_name(read.get()), X509_get_issuer_name(read.get())) != 0) {
    return std::string{};
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int length = 0;
  unsigned char* key = nullptr;
  const int key_bytes = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(read.get()), &key);
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owned(
      key, [](unsigned char* memory) { OPENSSL_free(memory); });
  if (key_bytes <= 0 || EVP_Digest(key, static_cast<std::size_t>(key_bytes), hash.data(), &length,
                                   EVP_sha256(), nullptr) != 1) {
    return invalid(certificate.string() + " has no public key that can be read",
                   "give the server's own certificate, as PEM");
  }
  return std::string(reinterpret_cast<const char*>(hash.data()), length);
}

}  // namespace keqian::bureau
