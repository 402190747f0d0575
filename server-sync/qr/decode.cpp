#include "server-sync/qr/decode.h"

#include <algorithm>
#include <cstdlib>

#include "server-sync/qr/attempts.h"
#include "server-sync/qr/filters.h"

namespace keqian::qr {
namespace {

// The rest of the cascade moves on by this many attempts a frame.
constexpr std::size_t kTailAttemptsEachFrame = 2;

// The scene as a coarse grid of mean tones, to notice that nothing moved.
constexpr int kSceneColumns = 64;
constexpr int kSceneRows = 36;
// Noise of a camera moves a mean of hundreds of pixels by less than this.
constexpr int kToneStepMin = 6;

GrayPicture scene_of(const GrayImage& frame) {
  GrayPicture scene(kSceneColumns, kSceneRows);
  for (int row = 0; row < kSceneRows; ++row) {
    const int top = frame.height * row / kSceneRows;
    const int bottom = std::max(top + 1, frame.height * (row + 1) / kSceneRows);
    for (int column = 0; column < kSceneColumns; ++column) {
      const int left = frame.width * column / kSceneColumns;
      const int right = std::max(left + 1, frame.width * (column + 1) / kSceneColumns);
      int sum = 0;
      // Every second row is enough for a mean and half the work.
      int count = 0;
      for (int y = top; y < bottom; y += 2) {
        const auto* pixels = frame.row(y);
        for (int x = left; x < right; ++x) sum += pixels[x];
        count += right - left;
      }
      scene.row(row)[column] = static_cast<std::uint8_t>(sum / count);
    }
  }
  return scene;
}

bool looks_the_same(const GrayPicture& a, const GrayPicture& b) {
  if (a.pixels.size() != b.pixels.size()) return false;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    if (std::abs(a.pixels[i] - b.pixels[i]) >= kToneStepMin) return false;
  }
  return true;
}

bool is_readable(const GrayImage& picture) {
  return picture.pixels != nullptr && picture.width > 0 && picture.height > 0;
}

}  // namespace

std::vector<DecodedCode> decode_picture(const GrayImage& picture) {
  if (!is_readable(picture)) return {};
  std::vector<DecodedCode> codes;
  Study study(picture);
  for (std::size_t i = 0; i < attempts().size(); ++i) {
    merge_codes(codes, study.run(attempts()[i]));
    if (codes.empty()) continue;
    if (i + 1 >= kAttemptsEachPicture || !study.has_unread_region(codes)) break;
  }
  sort_from_centre(codes, picture);
  return codes;
}

struct FrameDecoder::State {
  GrayPicture scene;  // when it last changed, so that a slow drift of light counts as a change
  std::size_t next_tail_attempt = kAttemptsEachFrame;
  std::size_t fruitless_attempts = 0;  // of this scene, in a row
};

FrameDecoder::FrameDecoder() : state_(std::make_unique<State>()) {}
FrameDecoder::~FrameDecoder() = default;
FrameDecoder::FrameDecoder(FrameDecoder&&) noexcept = default;
FrameDecoder& FrameDecoder::operator=(FrameDecoder&&) noexcept = default;

FrameCodes FrameDecoder::decode(const GrayImage& frame) {
  FrameCodes result;
  if (!is_readable(frame)) return result;
  GrayPicture scene = scene_of(frame);
  result.changed = !looks_the_same(scene, state_->scene);
  if (result.changed) {
    state_->scene = std::move(scene);
    state_->fruitless_attempts = 0;
  }
  if (state_->fruitless_attempts >= attempts().size()) return result;

  Study study(frame);
  for (std::size_t i = 0; i < kAttemptsEachFrame; ++i) {
    merge_codes(result.codes, study.run(attempts()[i]));
    // One visitor's code must not hide another's: only when every region that looks like a code
    // has been read is the rest of no use.
    if (!result.codes.empty() && !study.has_unread_region(result.codes)) break;
  }
  for (std::size_t i = 0; result.codes.empty() && i < kTailAttemptsEachFrame; ++i) {
    merge_codes(result.codes, study.run(attempts()[state_->next_tail_attempt]));
    // An attempt that read the code stays the next one: the code is in view for a while.
    if (!result.codes.empty()) break;
    if (++state_->next_tail_attempt == attempts().size()) {
      state_->next_tail_attempt = kAttemptsEachFrame;
    }
    ++state_->fruitless_attempts;
  }
  if (!result.codes.empty()) state_->fruitless_attempts = 0;
  sort_from_centre(result.codes, frame);
  return result;
}

}  // namespace keqian::qr
