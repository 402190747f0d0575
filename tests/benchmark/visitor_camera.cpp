#include "tests/benchmark/visitor_camera.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server-sync/qr/decode.h"

namespace keqian::test {
namespace {

constexpr auto kFrameInterval = std::chrono::microseconds(1'000'000 / 15);
constexpr int kFramesComing = 2;  // drawn one by one; then the hand is still
constexpr int kFramesHeld = 5;
constexpr int kFramesBetween = 3;
constexpr int kWidth = testing::Hall::kWidth;
constexpr int kHeight = 720;
constexpr int kTop = 140;  // the hall is higher than a 720p frame
constexpr int kShrink = 2;
constexpr std::size_t kRgbaBytes = 4;

// A hand comes up into the picture, no two alike; 0 ≤ step < kFramesComing.
testing::HeldPhone held(const std::string& pass, std::size_t visitor, int step) {
  const auto person = static_cast<float>(visitor);
  const float away = 1 - static_cast<float>(step) / (kFramesComing - 1);
  testing::HeldPhone phone;
  phone.code = pass;
  phone.centre_x = 640 + 60 * std::sin(person * 1.7F);
  phone.centre_y = 500 + 20 * std::cos(person * 2.3F) + 180 * away;
  phone.radians = 0.2F * std::sin(person * 1.1F) + 0.05F * away;
  return phone;
}

}  // namespace

struct VisitorCamera::View {
  std::shared_ptr<const qr::GrayPicture> gray;
  std::shared_ptr<const std::vector<std::uint8_t>> colour;  // RGBA, smaller by kShrink
};

VisitorCamera::VisitorCamera(std::vector<std::string> passes, Clock& clock)
    : passes_(std::move(passes)), clock_(clock), first_readable_(passes_.size()) {}

VisitorCamera::~VisitorCamera() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void VisitorCamera::start() {
  thread_ = std::thread([this] { run(); });
}

std::optional<kiosk::GrayFrame> VisitorCamera::next_frame(int timeout_ms) {
  return slots_.next_frame(timeout_ms);
}

std::optional<kiosk::ColourPicture> VisitorCamera::picture(std::uint64_t after) const {
  return slots_.picture(after);
}

std::vector<std::optional<Instant>> VisitorCamera::first_readable() const {
  const std::lock_guard lock(mutex_);
  return first_readable_;
}

VisitorCamera::View VisitorCamera::view(const std::optional<testing::HeldPhone>& phone,
                                        std::uint64_t seed) const {
  const testing::ColourView drawn = hall_.view(phone, seed);
  auto gray = std::make_shared<qr::GrayPicture>(kWidth, kHeight);
  auto colour = std::make_shared<std::vector<std::uint8_t>>();
  colour->reserve(kRgbaBytes * kWidth / kShrink * kHeight / kShrink);
  for (int y = 0; y < kHeight; ++y) {
    const auto* at = drawn.rgba.data() + static_cast<std::ptrdiff_t>(kTop + y) * kWidth *
                                             static_cast<std::ptrdiff_t>(kRgbaBytes);
    for (int x = 0; x < kWidth; ++x, at += kRgbaBytes) {
      gray->row(y)[x] = static_cast<std::uint8_t>((77 * at[0] + 150 * at[1] + 29 * at[2]) / 256);
      if (y % kShrink == 0 && x % kShrink == 0) colour->insert(colour->end(), at, at + kRgbaBytes);
    }
  }
  return {gray, colour};
}

void VisitorCamera::run() {
  const View empty = view(std::nullopt, 0);
  next_frame_at_ = std::chrono::steady_clock::now();
  for (std::size_t visitor = 0; visitor < passes_.size() && !stopping_; ++visitor) {
    std::vector<View> views;
    std::optional<std::size_t> readable;
    for (int step = 0; step < kFramesComing; ++step) {
      const auto seed = visitor * kFramesComing + static_cast<unsigned>(step);
      views.push_back(view(held(passes_[visitor], visitor, step), seed));
      if (!readable && !qr::decode_picture(views.back().gray->view()).empty()) {
        readable = views.size() - 1;
      }
    }
    views.resize(kFramesHeld, views.back());
    // While the frames were drawn this camera stood still; its pace begins again.
    next_frame_at_ = std::max(next_frame_at_, std::chrono::steady_clock::now());
    for (int i = 0; i < kFramesBetween; ++i) hand_in(empty);
    for (std::size_t i = 0; i < views.size(); ++i) {
      const Instant handed_in = hand_in(views[i]);
      if (readable != i) continue;
      const std::lock_guard lock(mutex_);
      first_readable_[visitor] = handed_in;
    }
  }
  for (int i = 0; i < 2 * kFramesBetween; ++i) hand_in(empty);
  over_ = true;
  listener_();
}

Instant VisitorCamera::hand_in(const View& view) {
  std::this_thread::sleep_until(next_frame_at_);
  next_frame_at_ += kFrameInterval;
  const Instant now = std::chrono::steady_clock::now();
  slots_.put(kiosk::GrayFrame{view.gray->pixels.data(), kWidth, kHeight, kWidth, 0, view.gray},
             clock_.monotonic_ms());
  slots_.put(kiosk::ColourPicture{view.colour->data(), kWidth / kShrink, kHeight / kShrink, 0,
                                  view.colour});
  listener_();
  return now;
}

}  // namespace keqian::test
