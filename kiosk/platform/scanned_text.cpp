#include "kiosk/platform/scanned_text.h"

#include "server-sync/base/text.h"

#include <algorithm>

namespace keqian::kiosk {
namespace {

constexpr char32_t kBackslash = U'\\';
constexpr std::size_t kDesignatorDigits = 6;

bool is_digit(char32_t character) {
  return character >= U'0' && character <= U'9';
}

bool is_upper(char32_t character) {
  return character >= U'A' && character <= U'Z';
}

bool is_lower(char32_t character) {
  return character >= U'a' && character <= U'z';
}

bool is_letter(char32_t character) {
  return is_upper(character) || is_lower(character);
}

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

// Marks of width and direction, joiners, the byte order mark: they come with input methods and with
// badly encoded codes, and are seen nowhere.
bool is_invisible(char32_t character) {
  return character == 0xAD || (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x2064) || character == 0xFEFF;
}

bool is_scalar(char32_t character) {
  return character < 0xD800 || (character > 0xDFFF && character <= 0x10FFFF);
}

// An input method set to full width types "Ｋ" for "K".
char32_t at_half_width(char32_t character) {
  constexpr char32_t kFullWidthFirst = 0xFF01;
  constexpr char32_t kFullWidthLast = 0xFF5E;
  constexpr char32_t kIdeographicSpace = 0x3000;
  if (character == kIdeographicSpace) return U' ';
  if (character < kFullWidthFirst || character > kFullWidthLast) return character;
  return character - kFullWidthFirst + U'!';
}

std::u32string without_noise(std::u32string_view received) {
  std::u32string text;
  for (const char32_t character : received) {
    if (is_control(character) || is_invisible(character) || !is_scalar(character)) continue;
    text += at_half_width(character);
  }
  return text;
}

std::u32string_view without_spaces(std::u32string_view text) {
  while (!text.empty() && text.front() == U' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
  return text;
}

std::u32string_view once(std::u32string_view text) {
  const std::size_t half = text.size() / 2;
  const bool doubled = text.size() % 2 == 0 && half >= kScannedCharactersMin &&
                       text.substr(0, half) == text.substr(half);
  return doubled ? text.substr(0, half) : text;
}

// "]", a letter for the symbology, a digit or letter for its modifier.
bool has_symbology(std::u32string_view text) {
  return text.size() > 3 && text[0] == U']' && is_letter(text[1]) &&
         (is_digit(text[2]) || is_letter(text[2]));
}

// The modifiers of QR codes whose data are sent with designators and doubled backslashes.
bool announces_designators(std::u32string_view symbology) {
  return symbology[1] == U'Q' &&
         (symbology[2] == U'2' || symbology[2] == U'4' || symbology[2] == U'6');
}

bool has_designator(std::u32string_view text) {
  return text.size() > kDesignatorDigits && text[0] == kBackslash &&
         std::all_of(text.begin() + 1, text.begin() + 1 + kDesignatorDigits, is_digit);
}

// Designators can stand anywhere in such data, where the code changes its character set.
std::u32string without_designators(std::u32string_view text) {
  std::u32string result;
  while (!text.empty()) {
    if (has_designator(text)) {
      text.remove_prefix(1 + kDesignatorDigits);
      continue;
    }
    const bool doubled = text.size() > 1 && text[0] == kBackslash && text[1] == kBackslash;
    result += text[0];
    text.remove_prefix(doubled ? 2 : 1);
  }
  return result;
}

// Caps Lock turns a scanner's letters round. Passes are read in either case; the bureau's enrolment
// text is not, and begins with small letters always.
void undo_caps_lock(std::u32string& text) {
  constexpr std::u32string_view kTurnedRound = U"KEQIAN://";
  constexpr char32_t kCaseBit = 0x20;
  if (!text.starts_with(kTurnedRound)) return;
  for (char32_t& character : text) {
    if (is_letter(character)) character ^= kCaseBit;
  }
}

}  // namespace

std::optional<std::string> scanned_text(std::u32string_view received) {
  const std::u32string plain = without_noise(received);
  std::u32string_view text = once(without_spaces(plain));
  bool designated = has_designator(text);
  if (has_symbology(text)) {
    designated = announces_designators(text) || has_designator(text.substr(3));
    text.remove_prefix(3);
  }
  const std::u32string data = designated ? without_designators(text) : std::u32string(text);
  std::u32string result(without_spaces(data));
  if (result.size() < kScannedCharactersMin || result.size() > kScannedCharactersMax) {
    return std::nullopt;
  }
  undo_caps_lock(result);
  std::string utf8;
  for (const char32_t character : result) append_utf8(utf8, character);
  return utf8;
}

}  // namespace keqian::kiosk
