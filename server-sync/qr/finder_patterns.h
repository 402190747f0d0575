// Finds the three square rings by which a QR symbol is recognised, dark on light or light on dark.
// Pure; any thread.
#pragma once

#include <vector>

#include "server-sync/qr/filters.h"

namespace keqian::qr {

struct FinderPattern {
  PlacedPoint centre;
  double width = 0;  // of the ring, seven modules, measured along a row and down a column
  double height = 0;
  bool inverted = false;  // light on dark
  int sightings = 0;      // rows in which it was seen

  double module_pixels() const;
};

// In a picture of 0 and 255 only. The most sighted first, at most `kFinderPatternsMax`.
inline constexpr int kFinderPatternsMax = 16;
std::vector<FinderPattern> find_finder_patterns(const GrayImage& black_and_white);

// Three finder patterns that may belong to one symbol, in the order of an upright one.
struct FinderTriple {
  FinderPattern top_left;
  FinderPattern top_right;
  FinderPattern bottom_left;
};

// The most plausible first.
std::vector<FinderTriple> find_triples(const std::vector<FinderPattern>& patterns);

// For symbols with one finder pattern covered: pairs, completed as if seen from straight ahead, in
// each of the six ways in which two corners can belong to a symbol. The likeliest pairs first.
std::vector<FinderTriple> complete_pairs(const std::vector<FinderPattern>& patterns);

}  // namespace keqian::qr
