// What lies beside the database in the bureau's data folder.
#pragma once

#include <filesystem>
#include <memory>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// DIR/bureau.db
std::filesystem::path database_file(const std::filesystem::path& data_directory);

// DIR/bureau.key: the seed the bureau signs with, made at the first call, readable by its owner
// only. Safe beside another process that makes it at the same moment.
Result<wire::KeyPair> load_or_make_bureau_key(const std::filesystem::path& data_directory,
                                              Randomness& randomness);

// The key that is there: kNotFound, or kStorage where it is damaged.
Result<wire::KeyPair> load_bureau_key(const std::filesystem::path& data_directory);
// Puts a key of another data folder where there is none.
Status write_bureau_key(const std::filesystem::path& data_directory, const wire::KeyPair& keys);

// The right to serve from a data folder, of one process at a time: an advisory lock on the folder,
// which the kernel gives back when the process ends, however it ends. Commands need none.
class ServingTurn {
 public:
  // kConflict when another process serves from it.
  static Result<std::unique_ptr<ServingTurn>> take(const std::filesystem::path& data_directory);
  ~ServingTurn();
  ServingTurn(const ServingTurn&) = delete;
  ServingTurn& operator=(const ServingTurn&) = delete;

 private:
  explicit ServingTurn(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

}  // namespace keqian::bureau
