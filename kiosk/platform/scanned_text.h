// What a scanner sent, as the text of the code it saw: the same rules for keyboard-wedge and serial
// scanners. Pure. A trigger that sends its code twice as two texts needs nothing here: the kiosk
// takes a code as one as long as it stays in view.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keqian::kiosk {

inline constexpr std::size_t kScannedCharactersMin = 4;     // shorter than any code of use
inline constexpr std::size_t kScannedCharactersMax = 4300;  // above the largest QR code

// The text as UTF-8, without control and invisible characters, without the symbology identifier
// ("]Q1", ISO/IEC 15424) and character set designators ("\000026", AIM ECI) that scanners can be
// set to add, with full-width letters made plain, and once where one trigger sent it twice in a
// row. Nothing for what is too short or too long to be a code.
std::optional<std::string> scanned_text(std::u32string_view received);

}  // namespace keqian::kiosk
