// A self-signed certificate for 127.0.0.1 and its key as PEM files, made on the spot.
#pragma once

#include <filesystem>

namespace keqian::bureau {

class TlsFiles {
 public:
  TlsFiles();
  ~TlsFiles();
  TlsFiles(const TlsFiles&) = delete;
  TlsFiles& operator=(const TlsFiles&) = delete;

  std::filesystem::path certificate() const { return folder_ / "certificate.pem"; }
  std::filesystem::path key() const { return folder_ / "key.pem"; }
  // The same key, to be read with a password only.
  std::filesystem::path locked_key() const { return folder_ / "locked_key.pem"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace keqian::bureau
