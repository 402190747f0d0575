// Lists that are longer than their place: dragged with a finger, gliding on after it, or moved by
// buttons. Always between their first and their last line.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kiosk/ui/ui.h"
#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

constexpr float kHalfSpeedMs = 160;       // a gliding list has lost half of its speed
constexpr float kSpeedMin = 0.03F;        // design units per ms; a slower list stands still
constexpr float kSpeedMax = 5;            // likewise
constexpr float kNewestShare = 0.6F;      // of the last movement in the speed of a finger
constexpr float kFadeHeight = 52;         // design units, at an end with more beyond
constexpr float kArrowRadius = 0.3F;      // of the fade's height
constexpr float kFadeShareMax = 0.18F;    // of the list's height
constexpr std::int64_t kStepMsMax = 100;  // a list that was not drawn for a while does not jump

}  // namespace

Rect Ui::begin_scroll(std::string_view id, Rect viewport, float content_height) {
  KEQIAN_ASSERT(!viewport_);
  viewport_ = viewport;
  canvas_.clip(viewport);
  float offset = 0;
  scrolled_ = nullptr;
  texts_before_scroll_ = texts_.size();
  if (!rehearsing_) {
    Scroll& scroll = scrolls_[std::string(id)];
    scrolled_ = &scroll;
    scroll.drawn = true;
    scroll.page = viewport.height;
    scroll.offset_max = std::max(0.0F, content_height - viewport.height);
    if (!behind_) drag(id, scroll, viewport);
    if (finger_list_ != id) glide(scroll);
    scroll.offset = std::clamp(scroll.offset, 0.0F, scroll.offset_max);
    offset = scroll.offset;
  }
  return {viewport.left, viewport.top - offset, viewport.width,
          std::max(content_height, viewport.height)};
}

void Ui::end_scroll() {
  KEQIAN_ASSERT(viewport_.has_value());
  const Rect viewport = *viewport_;
  canvas_.unclip();
  viewport_.reset();
  if (rehearsing_ || scrolled_ == nullptr) return;
  // Half a row fades at an end beyond which there is more, and an arrow points there.
  const float height = std::min(kFadeHeight, viewport.height * kFadeShareMax);
  const float above = scrolled_->offset > 1 ? height : 0;
  const float below = scrolled_->offset_max - scrolled_->offset > 1 ? height : 0;
  Rect seen = viewport;
  if (above > 0) fade_out(seen.take_top(above), true);
  if (below > 0) fade_out(seen.take_bottom(below), false);
  for (std::size_t i = texts_before_scroll_; i < texts_.size(); ++i) {
    texts_[i].ink = texts_[i].ink.common(seen);
  }
}

void Ui::fade_out(Rect edge, bool upwards) {
  const Rect whole = screen();
  const auto ground = [&](float y) {
    return mix(palette_->surface_top, palette_->surface_bottom, (y - whole.top) / whole.height);
  };
  const Colour top = ground(edge.top);
  const Colour bottom = ground(edge.bottom());
  canvas_.fade(edge, upwards ? top : top.faded(0), upwards ? bottom.faded(0) : bottom);
  const float radius = edge.height * kArrowRadius;
  // In the middle: names stand at the left, counts at the right.
  const Point centre{edge.centre().x, upwards ? edge.top + radius : edge.bottom() - radius};
  // A mark and no button: it is seen through to what the finger moves.
  canvas_.icon(centre, radius * 1.7F, upwards ? Icon::kUp : Icon::kDown, palette_->muted);
}

void Ui::drag(std::string_view id, Scroll& scroll, Rect viewport) {
  const auto& io = ImGui::GetIO();
  const Point finger{io.MousePos.x / layout_.scale, io.MousePos.y / layout_.scale};
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    if (!viewport.contains(finger)) return;
    finger_list_ = std::string(id);
    finger_y_ = finger.y;
    dragging_ = false;
    scroll.velocity = 0;
    return;
  }
  if (finger_list_ != id) return;
  if (!io.MouseDown[ImGuiMouseButton_Left]) {
    finger_list_.clear();
    return;
  }
  if (!dragging_ && std::abs(finger.y - finger_y_) <= kDragSlop) return;
  if (!dragging_) {
    // The list follows from here on: it does not jump by the slop.
    dragging_ = true;
    finger_y_ += finger.y > finger_y_ ? kDragSlop : -kDragSlop;
  }
  const float moved = finger_y_ - finger.y;
  finger_y_ = finger.y;
  scroll.offset += moved;
  const auto ms = static_cast<float>(std::clamp<std::int64_t>(elapsed_ms_, 1, kStepMsMax));
  const float speed = std::clamp(moved / ms, -kSpeedMax, kSpeedMax);
  scroll.velocity += (speed - scroll.velocity) * kNewestShare;
}

void Ui::glide(Scroll& scroll) {
  if (scroll.velocity == 0) return;
  const auto ms = static_cast<float>(std::clamp<std::int64_t>(elapsed_ms_, 0, kStepMsMax));
  scroll.offset += scroll.velocity * ms;
  scroll.velocity *= std::exp2(-ms / kHalfSpeedMs);
  const bool at_end = scroll.offset <= 0 || scroll.offset >= scroll.offset_max;
  if (at_end || std::abs(scroll.velocity) < kSpeedMin) scroll.velocity = 0;
  if (scroll.velocity != 0) moving_ = true;
}

Ui::ScrollRoom Ui::scroll_room(std::string_view id) const {
  const auto found = scrolls_.find(id);
  if (found == scrolls_.end()) return {};
  return {found->second.offset, found->second.offset_max - found->second.offset};
}

float Ui::scroll_page(std::string_view id) const {
  const auto found = scrolls_.find(id);
  return found == scrolls_.end() ? 0 : found->second.page;
}

void Ui::scroll_by(std::string_view id, float distance) {
  const auto found = scrolls_.find(id);
  if (found == scrolls_.end()) return;
  auto& scroll = found->second;
  scroll.velocity = 0;
  scroll.offset = std::clamp(scroll.offset + distance, 0.0F, scroll.offset_max);
  moving_ = true;
}

}  // namespace keqian::kiosk
