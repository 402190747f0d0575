#include "server-sync/qr/decode.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "server-sync/qr/attempts.h"
#include "server-sync/qr/covered.h"
#include "server-sync/qr/filters.h"

namespace keqian::qr {
namespace {

// The rest of the cascade moves on by this many attempts a frame, and so does the search for others
// beside a code that was read.
constexpr int kSearchAttemptsEachFrame = 2;

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

namespace {

// Goes through attempts in some order, round and round, a few a frame. The one that read something
// is repeated first while it does so, because a code is in view for a while.
class Search {
 public:
  explicit Search(std::vector<std::size_t> order) : order_(std::move(order)) {}

  // Something may be there that was not before.
  void begin_anew() { fruitless_ = 0; }
  // Everything was tried in vain.
  bool is_over() const { return fruitless_ >= attempts().size(); }
  bool has_work() const { return reader_ || !is_over(); }

  // Both add to `codes`; true when there was something to add.
  bool repeat(Study& study, std::vector<DecodedCode>& codes) {
    if (reader_ && !add(study, *reader_, codes)) reader_.reset();
    return reader_.has_value();
  }
  bool go_on(Study& study, std::vector<DecodedCode>& codes) {
    for (int i = 0; i < kSearchAttemptsEachFrame && !is_over(); ++i) {
      const std::size_t attempt = order_[next_];
      if (++next_ == order_.size()) next_ = 0;
      if (add(study, attempt, codes)) {
        reader_ = attempt;
        begin_anew();
        return true;
      }
      ++fruitless_;
    }
    return false;
  }

 private:
  static bool add(Study& study, std::size_t attempt, std::vector<DecodedCode>& codes) {
    const auto before = codes.size();
    merge_codes(codes, study.run(attempts()[attempt]));
    return codes.size() > before;
  }

  std::vector<std::size_t> order_;
  std::size_t next_ = 0;
  std::size_t fruitless_ = 0;  // attempts in a row
  std::optional<std::size_t> reader_;
};

std::vector<std::size_t> attempts_of_the_tail() {
  std::vector<std::size_t> order(attempts().size() - kAttemptsEachFrame);
  std::iota(order.begin(), order.end(), kAttemptsEachFrame);
  return order;
}

}  // namespace

struct FrameDecoder::State {
  GrayPicture scene;  // when it last changed, so that a slow drift of light counts as a change
  Search whole{attempts_of_the_tail()};
  Search beside{{attempts_beside().begin(), attempts_beside().end()}};
  bool had_codes = false;  // the frame before
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
  auto& [last_scene, whole, beside, had_codes] = *state_;
  if (result.changed) {
    last_scene = std::move(scene);
    whole.begin_anew();
    beside.begin_anew();
  }
  if (whole.is_over()) return result;

  Study study(frame);
  for (std::size_t i = 0; i < kAttemptsEachFrame; ++i) {
    merge_codes(result.codes, study.run(attempts()[i]));
    if (!result.codes.empty() && !study.has_unread_region(result.codes)) break;
  }
  if (result.codes.empty() && !whole.repeat(study, result.codes)) {
    whole.go_on(study, result.codes);
  }
  const bool is_first_sight = !std::exchange(had_codes, !result.codes.empty());
  if (result.codes.empty()) return result;
  whole.begin_anew();
  // One visitor's code must not hide another's, however long it is held there: what was read is
  // covered, and the rest of the picture gets the whole cascade for itself. Only the frame in which
  // a code comes into sight is left at that: its visitor is waiting.
  if (!is_first_sight && beside.has_work()) {
    const GrayPicture rest = covered(frame, result.codes);
    Study study_of_rest(rest.view());
    beside.repeat(study_of_rest, result.codes);
    beside.go_on(study_of_rest, result.codes);
  }
  sort_from_centre(result.codes, frame);
  return result;
}

}  // namespace keqian::qr
