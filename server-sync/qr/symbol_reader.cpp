#include "server-sync/qr/symbol_reader.h"

#include <algorithm>
#include <cmath>

#include "server-sync/qr/symbol_correction.h"
#include "server-sync/qr/zxing.h"

namespace keqian::qr {
namespace {

// Most triples of a cluttered picture are none; the true ones are among the first.
constexpr int kTriplesMax = 5;
constexpr int kPairsMax = 12;
// Chance gets as far as 0.35 with three finder patterns, and to 0.55 with one of them made up.
constexpr double kFinderLikenessMin = 0.3;
constexpr double kTripleLikenessMin = 0.4;
constexpr double kPairLikenessMin = 0.6;

Corner corner_at(const SymbolGrid& grid, double x, double y) {
  const PlacedPoint place = grid.at(x, y);
  return {static_cast<int>(std::lround(place.x)), static_cast<int>(std::lround(place.y))};
}

// As printed; or, with patience, also with ever more of the camera's doing taken out and the border
// between dark and light moved, as saturated tones are not where a filter leaves them.
enum class Patience { kNone, kMuch };

std::optional<QrSymbol> symbol_at(const GrayImage& picture, const FittedGrid& fitted,
                                  Patience patience) {
  constexpr int kRounds = 3;
  constexpr float kBorder = 0.2F;
  for (const ToneScale scale : {ToneScale::kPicture, ToneScale::kRank}) {
    Darkness darkness = read_darkness(picture, fitted, scale);
    if (auto symbol = corrected_symbol(fitted.layout, darkness)) return symbol;
    if (patience == Patience::kNone) continue;
    const Darkness plain = darkness;
    for (int rounds = 1; rounds <= kRounds; ++rounds) {
      darkness = equalised(plain, fitted.layout, rounds);
      if (auto symbol = corrected_symbol(fitted.layout, darkness)) return symbol;
    }
    for (const float step : {-kBorder, 2 * kBorder}) {
      for (float& value : darkness) value += step;
      if (auto symbol = corrected_symbol(fitted.layout, darkness)) return symbol;
    }
  }
  return std::nullopt;
}

std::optional<DecodedCode> read_symbol(const GrayImage& picture, const FinderTriple& triple,
                                       double likeness_min) {
  auto fitted = find_grid(picture, triple, likeness_min);
  if (!fitted) return std::nullopt;
  auto symbol = symbol_at(picture, *fitted, Patience::kNone);
  if (!symbol) {
    fit_plane(picture, *fitted);
    symbol = symbol_at(picture, *fitted, Patience::kMuch);
  }
  if (!symbol && fitted->layout.version < 7) {
    fit_bent(picture, *fitted);
    symbol = symbol_at(picture, *fitted, Patience::kMuch);
  }
  if (!symbol) return std::nullopt;
  auto text = text_of_symbol(*symbol);
  if (!text) return std::nullopt;
  const double side = fitted->layout.side;
  return DecodedCode{*std::move(text),
                     {corner_at(fitted->grid, 0, 0), corner_at(fitted->grid, side, 0),
                      corner_at(fitted->grid, side, side), corner_at(fitted->grid, 0, side)}};
}

// Reads what the triples show, each finder pattern once.
void read_triples(const GrayImage& picture, const std::vector<FinderTriple>& triples, int tries,
                  double likeness_min, std::vector<DecodedCode>& codes) {
  std::vector<PlacedPoint> used;
  const auto is_used = [&used](const FinderPattern& pattern) {
    return std::any_of(used.begin(), used.end(), [&](PlacedPoint place) {
      return std::hypot(place.x - pattern.centre.x, place.y - pattern.centre.y) < pattern.width / 2;
    });
  };
  for (const FinderTriple& triple : triples) {
    if (is_used(triple.top_left) || is_used(triple.top_right) || is_used(triple.bottom_left)) {
      continue;
    }
    if (finder_likeness(picture, triple) < kFinderLikenessMin) continue;
    if (tries-- == 0) return;
    auto code = read_symbol(picture, triple, likeness_min);
    if (!code) continue;
    codes.push_back(*std::move(code));
    for (const auto& pattern : {triple.top_left, triple.top_right, triple.bottom_left}) {
      used.push_back(pattern.centre);
    }
  }
}

}  // namespace

std::vector<DecodedCode> read_by_grid(const GrayImage& picture, const GrayImage& black_and_white) {
  std::vector<DecodedCode> codes;
  const auto patterns = find_finder_patterns(black_and_white);
  read_triples(picture, find_triples(patterns), kTriplesMax, kTripleLikenessMin, codes);
  if (codes.empty()) {
    read_triples(picture, complete_pairs(patterns), kPairsMax, kPairLikenessMin, codes);
  }
  return codes;
}

}  // namespace keqian::qr
