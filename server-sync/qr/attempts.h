// The cascade: which view of a picture, changed how, is told dark from light by which rule and read
// by whom: ZXing, fast with what is clear, or our own grid reader (symbol_reader.h). The order is
// the one in which attempts paid, new codes for their time, on one half of real pictures and on
// drawn ones. Measure with bench_decode before changing it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "server-sync/qr/decode.h"
#include "server-sync/qr/filters.h"
#include "server-sync/qr/zxing.h"

namespace keqian::qr {

enum class Area { kRegions, kWhole };
enum class Filter { kNone, kInvert, kBloom, kDazzle };

enum class Reader { kZxing, kGrid };

struct Attempt {
  Area area = Area::kWhole;
  int scale = 1;  // kRegions: the longer side in pixels at most; kWhole: the divisor of the size
  Filter filter = Filter::kNone;
  Threshold threshold = Threshold::kHistogram;
  int window = 0;  // with kFixed: of the mean threshold, odd
  int offset = 0;  // with kFixed: how much darker than the mean dark is
  // The grid reader needs kFixed: it finds the corners in black and white.
  Reader reader = Reader::kZxing;
};

// All attempts, best first.
std::span<const Attempt> attempts();

// Their places in attempts(), all of them, in the order in which they paid where one code was read
// and covered and another one is looked for: drawn pairs of phones decided it.
std::span<const std::size_t> attempts_beside();

// How many of them every frame of a camera gets, and every still picture, whatever the first ones
// read: several codes in one picture are rarely read by the same attempt.
inline constexpr std::size_t kAttemptsEachFrame = 5;
inline constexpr std::size_t kAttemptsEachPicture = 9;

// One picture under study: its regions and smaller copies are made once, when first asked for.
// Refers to the picture; use while it lives.
class Study {
 public:
  explicit Study(const GrayImage& picture);

  // The codes that one attempt reads, corners in pixels of the picture.
  std::vector<DecodedCode> run(const Attempt& attempt);

  // Whether a region that looks like a code holds none of these.
  bool has_unread_region(const std::vector<DecodedCode>& codes);

 private:
  // Part of the picture in some size: a point of `pixels` is at left + x × ratio in the picture.
  struct View {
    GrayImage pixels;
    int left = 0;
    int top = 0;
    double ratio_x = 1;
    double ratio_y = 1;
  };
  struct ScaledRegion {
    int scale = 0;
    Box box;
    GrayPicture picture;
  };

  const std::vector<Box>& regions();
  View whole(int divisor);
  std::vector<View> region_views(int scale);
  static std::vector<DecodedCode> read(const View& view, const Attempt& attempt);

  GrayImage picture_;
  std::optional<std::vector<Box>> regions_;
  std::vector<std::pair<int, GrayPicture>> shrunk_;  // by divisor
  std::vector<std::pair<int, std::vector<ScaledRegion>>> scaled_;
};

// Adds the codes of `found` that are not among `codes` yet. The same text twice is two codes only
// when they stand apart.
void merge_codes(std::vector<DecodedCode>& codes, std::vector<DecodedCode> found);

// Nearest the middle of the picture first.
void sort_from_centre(std::vector<DecodedCode>& codes, const GrayImage& picture);

}  // namespace keqian::qr
