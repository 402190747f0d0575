#include "kiosk/platform/wedge_reader.h"

#include <algorithm>
#include <utility>

namespace keqian::kiosk {
namespace {

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

bool is_digit(char32_t character) {
  return character >= U'0' && character <= U'9';
}

bool is_letter(char32_t character) {
  return (character >= U'A' && character <= U'Z') || (character >= U'a' && character <= U'z');
}

// ISO/IEC 15424: "]", a letter for the symbology, a digit or letter for its modifier.
std::u32string_view without_symbology(std::u32string_view text) {
  const bool prefixed = text.size() > 3 && text[0] == U']' && is_letter(text[1]) &&
                        (is_digit(text[2]) || is_letter(text[2]));
  return prefixed ? text.substr(3) : text;
}

// The escape of the extended channel interpretation: a backslash and six digits.
std::u32string_view without_character_set(std::u32string_view text) {
  constexpr std::size_t kLength = 7;
  const bool escaped = text.size() > kLength && text[0] == U'\\' &&
                       std::all_of(text.begin() + 1, text.begin() + kLength, is_digit);
  return escaped ? text.substr(kLength) : text;
}

std::u32string_view without_spaces(std::u32string_view text) {
  while (!text.empty() && text.front() == U' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
  return text;
}

void append_utf8(std::string& text, char32_t character) {
  const auto byte = [&text](char32_t bits) {
    text += static_cast<char>(static_cast<unsigned char>(bits));
  };
  if (character < 0x80) {
    byte(character);
  } else if (character < 0x800) {
    byte(0xC0 | character >> 6);
    byte(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    byte(0xE0 | character >> 12);
    byte(0x80 | (character >> 6 & 0x3F));
    byte(0x80 | (character & 0x3F));
  } else {
    byte(0xF0 | character >> 18);
    byte(0x80 | (character >> 12 & 0x3F));
    byte(0x80 | (character >> 6 & 0x3F));
    byte(0x80 | (character & 0x3F));
  }
}

bool is_scalar(char32_t character) {
  return character < 0xD800 || (character > 0xDFFF && character <= 0x10FFFF);
}

std::string cleaned(const std::u32string& burst) {
  std::string text;
  for (const char32_t character :
       without_spaces(without_character_set(without_symbology(without_spaces(burst))))) {
    append_utf8(text, character);
  }
  return text;
}

}  // namespace

void WedgeReader::character(char32_t character, MonotonicMs now_ms) {
  if (is_control(character) || !is_scalar(character)) return;
  if (burst_.empty() && !overflowed_) first_ms_ = now_ms;
  last_ms_ = now_ms;
  if (burst_.size() >= kCharactersMax) {
    // Whatever this is, it is no code; it is swallowed up to its end.
    overflowed_ = true;
    burst_.clear();
  }
  if (!overflowed_) burst_ += character;
}

void WedgeReader::end_key(MonotonicMs now_ms) {
  finish(std::max(last_ms_, now_ms));
}

void WedgeReader::idle(MonotonicMs now_ms) {
  const auto wait = wait_ms(now_ms);
  if (wait && *wait == 0) finish(last_ms_);
}

std::optional<MonotonicMs> WedgeReader::wait_ms(MonotonicMs now_ms) const {
  if (burst_.empty() && !overflowed_) return std::nullopt;
  return std::max<MonotonicMs>(0, last_ms_ + kGapMs - now_ms);
}

std::vector<std::string> WedgeReader::take() {
  return std::exchange(texts_, {});
}

void WedgeReader::finish(MonotonicMs last_ms) {
  const auto burst = std::exchange(burst_, {});
  const bool overflowed = std::exchange(overflowed_, false);
  if (overflowed || burst.size() < kCharactersMin) return;
  const auto duration_ms = last_ms - first_ms_;
  if (duration_ms > kMsPerCharacterMax * static_cast<MonotonicMs>(burst.size())) return;
  if (auto text = cleaned(burst); !text.empty()) texts_.push_back(std::move(text));
}

}  // namespace keqian::kiosk
