// A parcel from screen to screen (PROTOCOL.md section 11): cut into numbered parts, each the text
// of one QR code, which are read in any order and put together again.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/result.h"

namespace keqian::wire {

inline constexpr int kPartsMax = 240;                   // of one parcel
inline constexpr std::size_t kPartBytesMax = 1200;      // that one part may carry
inline constexpr std::size_t kPartTextBytesMax = 2048;  // of its text, address and all
// What we put into one: small enough for a phone before the kiosk's screen, and smaller for the
// kiosk's own camera before a phone's.
inline constexpr std::size_t kPartBytesToBureau = 420;
inline constexpr std::size_t kPartBytesToKiosk = 240;
// Of a whole parcel, however it was cut.
inline constexpr std::size_t kRelayedBytesMax = kPartsMax * kPartBytesMax;
inline constexpr std::string_view kRelayPath = "/relay";  // of the bureau's page

struct Part {
  std::string parcel;  // its mark: 8 characters of what the whole parcel's bytes are
  int index = 1;       // 1 – count
  int count = 1;       // 1 – kPartsMax
  std::string bytes;
  bool operator==(const Part&) const = default;
};

// `bytes` in as few parts as `part_bytes_max` allows, about equally long. kInvalid where that is
// more than kPartsMax, or nothing.
Result<std::vector<Part>> cut(std::string_view bytes, std::size_t part_bytes_max);

// "kqp1.MARK.INDEX.COUNT.BYTES.CHECK".
std::string encode(const Part& part);
// Likewise behind the address of the bureau's page, so that a phone's own camera leads there.
std::string encode(const Part& part, std::string_view bureau_url);

// Whether the text means to be a part; whether it is one, parse_part says.
bool looks_like_part(std::string_view text);
// With or without an address before it. kInvalid where anything is not as `encode` writes it.
Result<Part> parse_part(std::string_view text);

// Gathers the parts of one parcel. A plain value.
class PartCollector {
 public:
  enum class Outcome {
    kNew,
    kKnown,      // it was here already
    kBegan,      // the first of another parcel: what was gathered of the one before is gone
    kDoesNotFit  // says another count, or other bytes, than those of its parcel before
  };
  Outcome add(const Part& part);

  int count() const { return count_; }  // 0: nothing yet
  int have() const { return static_cast<int>(pieces_.size()); }
  std::vector<int> missing() const;  // in order
  // Once nothing is missing: the parcel; kInvalid where its parts do not make up what its mark
  // says.
  std::optional<Result<std::string>> whole() const;
  bool operator==(const PartCollector&) const = default;

 private:
  std::string parcel_;
  int count_ = 0;
  std::map<int, std::string> pieces_;  // by index
};

}  // namespace keqian::wire
