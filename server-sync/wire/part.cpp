#include "server-sync/wire/part.h"

#include <zlib.h>

#include <charconv>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/crypto.h"

namespace keqian::wire {
namespace {

constexpr std::string_view kStart = "kqp1.";
constexpr std::size_t kMarkCharacters = 8;
constexpr std::size_t kMarkBytes = 6;
constexpr std::size_t kFields = 6;

std::string mark_of(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return base64_url(view(digest).substr(0, kMarkBytes));
}

// CRC-32 (as in RFC 1952) in 8 digits: a code that was read wrongly spoils no parcel.
std::string check_of(std::string_view text) {
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>((sum >> shift) & 0xFFU);
  return hex(bytes);
}

// 1–`max`, only as it is printed again.
std::optional<int> parse_number(std::string_view text, int max) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number < 1 || number > max || std::to_string(number) != text) return std::nullopt;
  return number;
}

// The part behind an address, if there is one.
std::string_view without_address(std::string_view text) {
  if (text.starts_with(kStart)) return text;
  const auto fragment = text.find('#');
  return fragment == std::string_view::npos ? std::string_view() : text.substr(fragment + 1);
}

Error not_a_part() {
  return invalid("this is no part of a parcel", "show the code again");
}

}  // namespace

Result<std::vector<Part>> cut(std::string_view bytes, std::size_t part_bytes_max) {
  KEQIAN_ASSERT(part_bytes_max > 0 && part_bytes_max <= kPartBytesMax);
  const auto count = (bytes.size() + part_bytes_max - 1) / part_bytes_max;
  if (count < 1 || count > static_cast<std::size_t>(kPartsMax)) {
    return invalid("this is too much for codes on a screen", "take it along in a file");
  }
  const auto each = (bytes.size() + count - 1) / count;
  const auto mark = mark_of(bytes);
  std::vector<Part> parts;
  parts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back({mark, static_cast<int>(i) + 1, static_cast<int>(count),
                     std::string(bytes.substr(i * each, each))});
  }
  return parts;
}

std::string encode(const Part& part) {
  std::string text(kStart);
  text.append(part.parcel);
  text.append(".").append(std::to_string(part.index));
  text.append(".").append(std::to_string(part.count));
  text.append(".").append(base64_url(part.bytes));
  return text + "." + check_of(text);
}

std::string encode(const Part& part, std::string_view bureau_url) {
  return std::string(bureau_url) + std::string(kRelayPath) + "#" + encode(part);
}

bool looks_like_part(std::string_view text) {
  return without_address(text).starts_with(kStart);
}

Result<Part> parse_part(std::string_view text) {
  if (text.size() > kPartTextBytesMax || !looks_like_part(text)) return not_a_part();
  text = without_address(text);
  const auto fields = split(text, '.');
  if (fields.size() != kFields || fields[1].size() != kMarkCharacters) return not_a_part();
  const auto mark = parse_base64_url(fields[1]);
  const auto count = parse_number(fields[3], kPartsMax);
  const auto index = count ? parse_number(fields[2], *count) : std::nullopt;
  const auto bytes = parse_base64_url(fields[4]);
  if (!mark || !index || !bytes || bytes->empty() || bytes->size() > kPartBytesMax) {
    return not_a_part();
  }
  const auto checked = text.substr(0, text.size() - fields[5].size() - 1);
  if (check_of(checked) != fields[5]) return invalid("the code was misread", "show it again");
  return Part{std::string(fields[1]), *index, *count, *bytes};
}

PartCollector::Outcome PartCollector::add(const Part& part) {
  if (part.parcel != parcel_) {
    parcel_ = part.parcel;
    count_ = part.count;
    pieces_ = {{part.index, part.bytes}};
    return Outcome::kBegan;
  }
  if (part.count != count_) return Outcome::kDoesNotFit;
  const auto [place, is_new] = pieces_.emplace(part.index, part.bytes);
  if (is_new) return Outcome::kNew;
  return place->second == part.bytes ? Outcome::kKnown : Outcome::kDoesNotFit;
}

std::vector<int> PartCollector::missing() const {
  std::vector<int> missing;
  for (int index = 1; index <= count_; ++index) {
    if (!pieces_.contains(index)) missing.push_back(index);
  }
  return missing;
}

std::optional<Result<std::string>> PartCollector::whole() const {
  if (count_ == 0 || have() < count_) return std::nullopt;
  std::string bytes;
  for (const auto& [index, piece] : pieces_) bytes += piece;
  if (mark_of(bytes) != parcel_) {
    return Result<std::string>(
        invalid("the codes do not fit each other", "read all of them again"));
  }
  return Result<std::string>(std::move(bytes));
}

}  // namespace keqian::wire
