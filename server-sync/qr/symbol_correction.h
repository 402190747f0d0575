// From modules that are more or less surely dark to the symbol that was printed: format, blocks,
// error correction with the least sure codewords given up. Pure; any thread.
#pragma once

#include <optional>

#include "server-sync/qr/encode.h"
#include "server-sync/qr/symbol_values.h"

namespace keqian::qr {

// The symbol without a wrong module, or nothing.
std::optional<QrSymbol> corrected_symbol(const SymbolLayout& layout, const Darkness& darkness);

}  // namespace keqian::qr
