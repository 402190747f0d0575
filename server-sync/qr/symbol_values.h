// How dark each module of a symbol is, made comparable over the symbol: glare, shadows, blur and
// the smear of a movement are taken out with the help of what is known of every symbol.
// Pure; any thread.
#pragma once

#include <vector>

#include "server-sync/qr/image.h"
#include "server-sync/qr/symbol_grid.h"

namespace keqian::qr {

// One number per module, row by row: > 0 dark, < 0 light, the farther from 0 the surer.
using Darkness = std::vector<float>;

// Which scale tones are compared on: the picture's own, or by rank among the symbol's modules. The
// latter sets the border between dark and light in the middle of the modules, wherever bloom has
// moved their tones.
enum class ToneScale { kPicture, kRank };

// As they are in the picture, against their neighbourhood.
Darkness read_darkness(const GrayImage& picture, const FittedGrid& fitted, ToneScale scale);

// The same with each module's neighbours' influence taken out. The filter is learnt from the
// patterns that every symbol has and, from the second round, from the surest modules.
Darkness equalised(const Darkness& darkness, const SymbolLayout& layout, int rounds);

}  // namespace keqian::qr
