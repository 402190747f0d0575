#include "server-sync/qr/attempts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "server-sync/qr/region_finder.h"
#include "server-sync/qr/symbol_reader.h"

namespace keqian::qr {
namespace {

constexpr auto kHistogram = Threshold::kHistogram;
constexpr auto kMean = Threshold::kFixed;
constexpr auto kGrid = Reader::kGrid;

constexpr std::array kAttempts = {
    // Each frame of a camera: together they read three codes of four in a millisecond.
    Attempt{Area::kRegions, 160, Filter::kBloom, kMean, 13, 5},
    Attempt{Area::kWhole, 4, Filter::kNone, kMean, 15, 5},
    Attempt{Area::kRegions, 220, Filter::kNone, kMean, 27, 0},
    Attempt{Area::kRegions, 220, Filter::kInvert, kHistogram},
    Attempt{Area::kRegions, 320, Filter::kNone, kMean, 27, 5},
    // Spread over frames. Every still picture gets the first four of these.
    Attempt{Area::kWhole, 3, Filter::kNone, kMean, 31, 3, kGrid},
    Attempt{Area::kWhole, 4, Filter::kNone, kMean, 41, 5},
    Attempt{Area::kWhole, 2, Filter::kNone, kMean, 25, 5, kGrid},
    Attempt{Area::kWhole, 1, Filter::kNone, kHistogram},
    Attempt{Area::kWhole, 2, Filter::kDazzle, kMean, 61, 3, kGrid},
    Attempt{Area::kRegions, 160, Filter::kNone, kMean, 21, 3, kGrid},
    Attempt{Area::kRegions, 480, Filter::kNone, kMean, 27, 3, kGrid},
    Attempt{Area::kWhole, 1, Filter::kDazzle, kMean, 61, 3, kGrid},
    Attempt{Area::kWhole, 2, Filter::kNone, kMean, 41, 3, kGrid},
    Attempt{Area::kRegions, 480, Filter::kNone, kMean, 61, 3, kGrid},
};

// What the first ones read beside another code they have read before it was covered.
constexpr std::array<std::size_t, kAttempts.size()> kAttemptsBeside = {7, 13, 11, 8, 5, 10, 14, 12,
                                                                       9, 3,  0,  1, 2, 4,  6};

GrayPicture filtered(const GrayImage& picture, Filter filter) {
  switch (filter) {
    case Filter::kNone:
      break;
    case Filter::kInvert:
      return inverted(picture);
    case Filter::kBloom:
      return bloom_stretched(picture);
    case Filter::kDazzle:
      return dazzle_stretched(picture);
  }
  KEQIAN_ASSERT(false);
}

PlacedPoint centre_of(const DecodedCode& code) {
  PlacedPoint sum;
  for (const Corner& corner : code.corners) {
    sum.x += corner.x / 4.0;
    sum.y += corner.y / 4.0;
  }
  return sum;
}

double distance(PlacedPoint a, PlacedPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// Half a diagonal.
double radius_of(const DecodedCode& code) {
  const auto& [a, b, c, d] = code.corners;
  return std::max(std::hypot(a.x - c.x, a.y - c.y), std::hypot(b.x - d.x, b.y - d.y)) / 2;
}

}  // namespace

std::span<const Attempt> attempts() {
  return kAttempts;
}

std::span<const std::size_t> attempts_beside() {
  return kAttemptsBeside;
}

Study::Study(const GrayImage& picture) : picture_(picture) {}

std::vector<DecodedCode> Study::run(const Attempt& attempt) {
  if (attempt.area == Area::kWhole) return read(whole(attempt.scale), attempt);
  std::vector<DecodedCode> codes;
  for (const View& view : region_views(attempt.scale)) merge_codes(codes, read(view, attempt));
  return codes;
}

bool Study::has_unread_region(const std::vector<DecodedCode>& codes) {
  return !std::all_of(regions().begin(), regions().end(), [&codes](const Box& box) {
    return std::any_of(codes.begin(), codes.end(), [&box](const DecodedCode& code) {
      const auto [x, y] = centre_of(code);
      return x >= box.left && y >= box.top && x < box.left + box.width && y < box.top + box.height;
    });
  });
}

const std::vector<Box>& Study::regions() {
  if (!regions_) regions_ = find_code_regions(picture_);
  return *regions_;
}

Study::View Study::whole(int divisor) {
  if (divisor == 1) return {picture_, 0, 0, 1, 1};
  auto known = std::find_if(shrunk_.begin(), shrunk_.end(),
                            [divisor](const auto& entry) { return entry.first == divisor; });
  if (known == shrunk_.end()) {
    shrunk_.emplace_back(divisor, shrunk(picture_, divisor));
    known = std::prev(shrunk_.end());
  }
  const GrayPicture& picture = known->second;
  return {picture.view(), 0, 0, static_cast<double>(divisor), static_cast<double>(divisor)};
}

std::vector<Study::View> Study::region_views(int scale) {
  auto known = std::find_if(scaled_.begin(), scaled_.end(),
                            [scale](const auto& entry) { return entry.first == scale; });
  if (known == scaled_.end()) {
    std::vector<ScaledRegion> scaled;
    for (const Box& box : regions()) {
      const double ratio =
          std::min(1.0, static_cast<double>(scale) / std::max(box.width, box.height));
      const int width = std::max(1, static_cast<int>(std::lround(box.width * ratio)));
      const int height = std::max(1, static_cast<int>(std::lround(box.height * ratio)));
      scaled.push_back({scale, box, resampled(cropped(picture_, box), width, height)});
    }
    scaled_.emplace_back(scale, std::move(scaled));
    known = std::prev(scaled_.end());
  }
  std::vector<View> views;
  for (const ScaledRegion& region : known->second) {
    views.push_back({region.picture.view(), region.box.left, region.box.top,
                     static_cast<double>(region.box.width) / region.picture.width,
                     static_cast<double>(region.box.height) / region.picture.height});
  }
  return views;
}

std::vector<DecodedCode> Study::read(const View& view, const Attempt& attempt) {
  // ZXing needs 21 modules at the least; smaller pictures upset some of its loops.
  constexpr int kSideMin = 21;
  if (view.pixels.width < kSideMin || view.pixels.height < kSideMin) return {};
  GrayPicture changed;
  GrayImage pixels = view.pixels;
  if (attempt.filter != Filter::kNone) {
    changed = filtered(pixels, attempt.filter);
    pixels = changed.view();
  }
  GrayPicture black_and_white;
  if (attempt.threshold == Threshold::kFixed) {
    black_and_white = mean_thresholded(pixels, attempt.window, attempt.offset);
  }
  auto codes = attempt.reader == Reader::kGrid ? read_by_grid(pixels, black_and_white.view())
               : attempt.threshold == Threshold::kFixed
                   ? read_with_zxing(black_and_white.view(), attempt.threshold)
                   : read_with_zxing(pixels, attempt.threshold);
  for (DecodedCode& code : codes) {
    for (Corner& corner : code.corners) {
      corner = {view.left + static_cast<int>(std::lround(corner.x * view.ratio_x)),
                view.top + static_cast<int>(std::lround(corner.y * view.ratio_y))};
    }
  }
  return codes;
}

void merge_codes(std::vector<DecodedCode>& codes, std::vector<DecodedCode> found) {
  for (DecodedCode& candidate : found) {
    const bool known = std::any_of(codes.begin(), codes.end(), [&](const DecodedCode& code) {
      return code.text == candidate.text &&
             distance(centre_of(code), centre_of(candidate)) < radius_of(code);
    });
    if (!known) codes.push_back(std::move(candidate));
  }
}

void sort_from_centre(std::vector<DecodedCode>& codes, const GrayImage& picture) {
  const PlacedPoint middle{picture.width / 2.0, picture.height / 2.0};
  std::stable_sort(codes.begin(), codes.end(), [&](const DecodedCode& a, const DecodedCode& b) {
    return distance(centre_of(a), middle) < distance(centre_of(b), middle);
  });
}

}  // namespace keqian::qr
