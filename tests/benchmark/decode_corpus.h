// The decoder's hit rate on a folder of pictures with a manifest, beside ZXing's plain defaults.
#pragma once

#include <filesystem>

namespace keqian::benchmark {

// Reads DIR/manifest.tsv (path, expected text, …; an empty text for a picture without a code),
// compares printable ASCII without white space, prints the figures. False when it cannot read it.
bool measure_corpus(const std::filesystem::path& directory);

}  // namespace keqian::benchmark
