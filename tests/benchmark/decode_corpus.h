// The decoder's hit rate on folders of pictures with a manifest, beside its peers.
#pragma once

#include <filesystem>

namespace keqian::benchmark {

// Every folder in `directory`, and itself, that has a manifest.tsv (path, expected text, source,
// licence, group, …; an empty text for a picture without a code). Says so where there is none.
// False when one cannot be read.
bool measure_corpus(const std::filesystem::path& directory);

}  // namespace keqian::benchmark
