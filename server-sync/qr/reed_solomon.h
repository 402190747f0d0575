// The error correction of QR symbols: Reed–Solomon over GF(256) with the polynomial 0x11D and the
// generator's roots α⁰, α¹, … (ISO/IEC 18004, 7.5). Corrects errors, and places named as doubtful
// (erasures) at half their price. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace keqian::qr {

// The check codewords of `data`, `count` of them, 1–30.
std::vector<std::uint8_t> check_codewords(std::span<const std::uint8_t> data, int count);

// Corrects one block, data and check codewords, in place. `erasures` are indices into it, each
// once. Nothing when it cannot be corrected; else how many codewords outside the erasures were
// wrong. The block is changed only on success. `checks` of them are check codewords; with e errors
// and s erasures, 2e + s ≤ checks − spare: whatever is kept spare guards against a wrong
// correction.
std::optional<int> correct_block(std::span<std::uint8_t> block, int checks,
                                 std::span<const int> erasures, int spare);

}  // namespace keqian::qr
