#include "kiosk/ui/ui.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/ui/text_layout.h"
#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

constexpr float kPortraitWidth = 1080;
constexpr float kPortraitHeightMin = 1720;  // below it everything shrinks
constexpr float kLandscapeWidth = 1280;
constexpr float kLandscapeHeight = 800;
constexpr float kSmallWidth = 480;
constexpr float kSmallHeightMin = 780;
constexpr int kSmallWidthMax = 900;  // pixels; wider ones have room for the large design
constexpr float kStepDown = 0.92F;
constexpr float kOneLineLeast = 0.78F;     // of the em, for texts that would rather not wrap
constexpr float kWholeWordsLeast = 0.84F;  // likewise, rather than to part a word

}  // namespace

Layout layout_for(int width_pixels, int height_pixels, float scale_override) {
  const auto width = static_cast<float>(width_pixels);
  const auto height = static_cast<float>(height_pixels);
  Layout layout;
  if (width > height) {
    layout.shape = Shape::kLandscape;
    layout.scale = std::min(width / kLandscapeWidth, height / kLandscapeHeight);
  } else if (width_pixels <= kSmallWidthMax) {
    layout.shape = Shape::kSmall;
    layout.scale = std::min(width / kSmallWidth, height / kSmallHeightMin);
  } else {
    layout.scale = std::min(width / kPortraitWidth, height / kPortraitHeightMin);
  }
  if (scale_override > layout.scale && layout.shape == Shape::kPortrait) {
    layout.shape = Shape::kSmall;
    layout.scale = std::min(width / kSmallWidth, height / kSmallHeightMin);
  }
  if (scale_override > 0) layout.scale = std::min(layout.scale, scale_override);
  layout.width = width / layout.scale;
  layout.height = height / layout.scale;
  return layout;
}

Result<std::unique_ptr<Ui>> Ui::open(const FontFiles& files) {
  KEQIAN_ASSERT(ImGui::GetCurrentContext() != nullptr);
  KEQIAN_TRY(auto fonts, FontBook::open(files));
  ImGui::GetIO().IniFilename = nullptr;  // nothing of ours is left in the working folder
  return std::unique_ptr<Ui>(new Ui(std::move(fonts)));
}

Ui::Ui(std::unique_ptr<FontBook> fonts)
    : fonts_(std::move(fonts)), canvas_(nullptr, nullptr, 1, {}) {}

void Ui::begin_frame(const Frame& frame) {
  frame_ = frame;
  layout_ = layout_for(frame.width_pixels, frame.height_pixels, frame.scale_override);
  touch_targets_.clear();
  texts_.clear();
  elapsed_ms_ = before_ms_ == 0 ? 0 : frame.time_ms - before_ms_;
  before_ms_ = frame.time_ms;
  moving_ = false;
  const auto& io = ImGui::GetIO();
  touched_anywhere_ = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("screen", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar(2);
  place_canvas();
}

void Ui::place_canvas() {
  canvas_ = Canvas(ImGui::GetWindowDrawList(), fonts_.get(), layout_.scale, palette_->shadow);
}

void Ui::wear(const Dress& dress) {
  if (rehearsing_ || dress == dress_) return;
  dress_ = dress;
  palette_ = dress.high_contrast ? &high_contrast_palette() : &everyday_palette();
  layout_ = layout_for(frame_.width_pixels, frame_.height_pixels, frame_.scale_override);
  place_canvas();
}

void Ui::end_frame() {
  KEQIAN_ASSERT(!viewport_ && !behind_);
  ImGui::End();
  drawn_key_ = sizes_key();
  std::erase_if(scrolls_, [](const auto& scroll) { return !scroll.second.drawn; });
  for (auto& [id, scroll] : scrolls_) scroll.drawn = false;
}

bool Ui::take_rehearsal(std::string_view subject) {
  if (rehearsing_ || drawn_key_ != sizes_key()) return false;
  auto& key = rehearsed_[std::string(subject)];
  if (key == drawn_key_) return false;
  key = drawn_key_;
  return true;
}

void Ui::rehearse(const std::function<void()>& drawing) {
  ImDrawList unseen(ImGui::GetDrawListSharedData());
  unseen._ResetForNewFrame();
  unseen.PushClipRectFullScreen();
  unseen.PushTextureID(ImGui::GetIO().Fonts->TexID);
  const Canvas shown = canvas_;
  const auto targets = touch_targets_.size();
  const auto texts = texts_.size();
  canvas_ = Canvas(&unseen, fonts_.get(), layout_.scale, palette_->shadow);
  rehearsing_ = true;
  drawing();
  rehearsing_ = false;
  canvas_ = shown;
  touch_targets_.resize(targets);
  texts_.resize(texts);
}

Press Ui::touch(std::string_view id, Rect rect) {
  KEQIAN_ASSERT(rect.width >= kTouchSizeMin && rect.height >= kTouchSizeMin);
  if (behind_) return {};
  if (viewport_) {
    rect = rect.common(*viewport_);
    if (rect.width < kTouchSizeMin || rect.height < kTouchSizeMin) return {};
  }
  touch_targets_.push_back({std::string(id), rect, viewport_.has_value()});
  if (rehearsing_) return {};
  const float scale = layout_.scale;
  ImGui::SetCursorScreenPos({std::round(rect.left * scale), std::round(rect.top * scale)});
  Press press;
  press.tapped = ImGui::InvisibleButton(touch_targets_.back().id.c_str(),
                                        {rect.width * scale, rect.height * scale});
  press.held = ImGui::IsItemActive() && ImGui::IsItemHovered();
  if (viewport_ && dragging_) return {};
  return press;
}

int Ui::em_pixels(float em) const {
  return std::max(1, static_cast<int>(std::lround(em * layout_.scale)));
}

float Ui::width_of(std::string_view text, const TextStyle& style) const {
  const int pixels = em_pixels(style.em);
  const auto drawn = fonts_->drawable(style.face, text);
  return kiosk::width_of(drawn,
                         [&](char32_t c) { return fonts_->advance(style.face, pixels, c); }) /
         layout_.scale;
}

float Ui::height_of(std::string_view text, float width, const TextStyle& style) const {
  return set_at(style.em, {0, 0, width, 0}, text, style).height;
}

bool Ui::keeps_words(std::string_view text, float width, const TextStyle& style) const {
  return !set_at(style.em, {0, 0, width, 0}, text, style).parts_words;
}

Ui::Fitted Ui::set_at(float em, Rect box, std::string_view text, const TextStyle& style) const {
  const int pixels = em_pixels(em);
  const auto advance = [&](char32_t c) { return fonts_->advance(style.face, pixels, c); };
  Fitted fitted;
  fitted.em_pixels = pixels;
  auto broken = break_lines(text, box.width * layout_.scale, advance);
  fitted.lines = std::move(broken.lines);
  fitted.parts_words = broken.parts_words;
  for (const auto& line : fitted.lines) {
    fitted.width = std::max(fitted.width, kiosk::width_of(line, advance) / layout_.scale);
  }
  const auto further_lines = static_cast<float>(fitted.lines.size() - 1);
  fitted.height = em * (1 + further_lines * style.line_height);
  fitted.fits = static_cast<int>(fitted.lines.size()) <= style.lines_max &&
                fitted.height <= box.height + 0.5F && fitted.width <= box.width + 0.5F;
  return fitted;
}

Ui::Fitted Ui::fit(Rect box, std::string_view text, const TextStyle& style) const {
  if (style.rather_one_line) {
    TextStyle one_line = style;
    one_line.lines_max = 1;
    const float least = std::max(text_em_min(), style.em * kOneLineLeast);
    for (float em = style.em;; em = std::max(em * kStepDown, least)) {
      Fitted fitted = set_at(em, box, text, one_line);
      if (fitted.fits) return fitted;
      if (em <= least) break;
    }
  }
  const float whole_words_least = std::max(text_em_min(), style.em * kWholeWordsLeast);
  std::optional<Fitted> parted;
  for (float em = style.em;; em = std::max(em * kStepDown, text_em_min())) {
    Fitted fitted = set_at(em, box, text, style);
    if (fitted.fits && !fitted.parts_words) return fitted;
    if (fitted.fits && !parted) parted = fitted;
    if (parted && (em <= whole_words_least || em * kStepDown < whole_words_least)) return *parted;
    if (em > text_em_min()) continue;
    if (!style.may_shorten) return fitted;
    const auto lines_that_fit =
        std::max(1, std::min(style.lines_max,
                             1 + static_cast<int>((box.height - em) / (em * style.line_height))));
    const auto advance = [&](char32_t c) {
      return fonts_->advance(style.face, fitted.em_pixels, c);
    };
    const auto kept = static_cast<std::size_t>(lines_that_fit);
    std::string rest;
    for (std::size_t i = kept - 1; i < fitted.lines.size(); ++i) {
      // The break took the place of a space between words of Latin script.
      const bool words = !rest.empty() && static_cast<unsigned char>(rest.back()) < 0x80;
      rest += (words ? " " : "") + fitted.lines[i];
    }
    fitted.lines.resize(kept);
    fitted.lines.back() = shorten(rest, box.width * layout_.scale, advance);
    if (fitted.lines.back() == rest && fitted.lines.size() == kept) fitted.lines.back() += "…";
    fitted.height = em * (1 + static_cast<float>(kept - 1) * style.line_height);
    fitted.width = std::min(fitted.width, box.width);
    fitted.shortened = fitted.fits = true;
    return fitted;
  }
}

Rect Ui::measure(Rect box, std::string_view text, const TextStyle& style) const {
  const Fitted fitted = fit(box, fonts_->drawable(style.face, text), style);
  return {box.left, box.top, fitted.width, fitted.height};
}

Rect Ui::text(Rect box, std::string_view text, const TextStyle& style) {
  const std::string drawn = fonts_->drawable(style.face, text);
  const Fitted fitted = fit(box, drawn, style);
  const float em = static_cast<float>(fitted.em_pixels) / layout_.scale;
  float top = box.top;
  if (style.vertical == Vertical::kMiddle) top += (box.height - fitted.height) / 2;
  if (style.vertical == Vertical::kBottom) top += box.height - fitted.height;
  const bool shown = !viewport_ || viewport_->overlaps({box.left, top, box.width, fitted.height});
  Rect ink{box.left, top, 0, fitted.height};
  float ink_right = box.left;
  ink.left = box.right();
  for (const auto& line : fitted.lines) {
    const float width =
        kiosk::width_of(
            line, [&](char32_t c) { return fonts_->advance(style.face, fitted.em_pixels, c); }) /
        layout_.scale;
    float left = box.left;
    if (style.align == Align::kCentre) left += (box.width - width) / 2;
    if (style.align == Align::kRight) left += box.width - width;
    if ((shown && !frame_.without_texts) || rehearsing_) {
      canvas_.glyphs({left, top}, style.face, fitted.em_pixels, style.colour, line);
    }
    ink.left = std::min(ink.left, left);
    ink_right = std::max(ink_right, left + width);
    top += em * style.line_height;
  }
  ink.width = std::max(0.0F, ink_right - ink.left);
  if (!shown || behind_ || drawn.empty()) return ink;
  texts_.push_back({drawn, box, viewport_ ? ink.common(*viewport_) : ink, em,
                    style.face == Face::kBold, style.colour, fitted.shortened, fitted.fits});
  return ink;
}

}  // namespace keqian::kiosk
