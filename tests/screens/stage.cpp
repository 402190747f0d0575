#include "tests/screens/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <utility>

#include "kiosk/screens/screens.h"
#include "server-sync/base/assert.h"
#include "tests/screens/camera_picture.h"

namespace keqian::kiosk {
namespace {

constexpr std::uintptr_t kFontTexture = 1;
constexpr std::uintptr_t kCameraTexture = 2;
constexpr int kFramesMax = 6;

Picture font_picture() {
  unsigned char* pixels = nullptr;
  Picture picture;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &picture.width, &picture.height);
  const auto bytes =
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4;
  picture.rgba.assign(pixels, pixels + bytes);
  return picture;
}

}  // namespace

Stage::Stage() : context_(ImGui::CreateContext()) {
  textures_[kCameraTexture] = camera_picture();
  auto ui = Ui::open();
  KEQIAN_ASSERT(ui.ok());
  ui_ = std::move(*ui);
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
}

Stage::~Stage() {
  ui_.reset();
  ImGui::DestroyContext(context_);
}

void Stage::resize(Size pixels) {
  size_ = pixels;
}

void Stage::rebuild_fonts() {
  ui_->rebuild_fonts();
  ImGui::GetIO().Fonts->SetTexID(reinterpret_cast<ImTextureID>(kFontTexture));
  textures_stale_ = true;
}

std::vector<Touch> Stage::frame(const Model& model, bool without_texts) {
  if (ui_->fonts_stale()) rebuild_fonts();
  return frame_as_it_is(model, without_texts);
}

std::vector<Touch> Stage::frame_as_it_is(const Model& model, bool without_texts) {
  auto& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size_.width), static_cast<float>(size_.height)};
  io.DeltaTime = 1.0F / 60;
  ImGui::NewFrame();
  const Picture& camera = textures_.at(kCameraTexture);
  Frame frame;
  frame.width_pixels = size_.width;
  frame.height_pixels = size_.height;
  frame.time_ms = model.now_ms;
  frame.scale_override = scale_override_;
  frame.camera_texture = kCameraTexture;
  frame.camera_aspect = static_cast<float>(camera.width) / static_cast<float>(camera.height);
  frame.without_texts = without_texts;
  ui_->begin_frame(frame);
  auto touches = draw(model, *ui_);
  ui_->end_frame();
  ImGui::Render();
  return touches;
}

void Stage::prepare(const std::vector<Model>& models) {
  // A text may be laid out otherwise once its glyphs are measured: a second round takes the rest.
  constexpr int kRounds = 2;
  for (int round = 0; round < kRounds; ++round) {
    if (ui_->fonts_stale()) rebuild_fonts();
    for (const auto& model : models) frame_as_it_is(model, false);
  }
}

std::vector<Touch> Stage::show(const Model& model) {
  auto touches = frame(model);
  for (int i = 0; i < kFramesMax && ui_->fonts_stale(); ++i) touches = frame(model);
  return touches;
}

bool Stage::has(std::string_view id) const {
  return std::ranges::find(ui_->touch_targets(), id, &TouchTarget::id) !=
         ui_->touch_targets().end();
}

std::vector<Touch> Stage::press(const Model& model, Point place,
                                const std::function<void(const std::function<void()>&)>& between) {
  auto& io = ImGui::GetIO();
  const float scale = ui_->layout().scale;
  std::vector<Touch> all;
  const auto gather = [&] {
    for (const auto& touch : frame(model)) all.push_back(touch);
  };
  io.MousePos = {place.x * scale, place.y * scale};
  gather();
  io.MouseDown[ImGuiMouseButton_Left] = true;
  gather();
  between(gather);
  io.MouseDown[ImGuiMouseButton_Left] = false;
  gather();
  io.MousePos = {-FLT_MAX, -FLT_MAX};
  gather();
  return all;
}

std::vector<Touch> Stage::tap_at(const Model& model, Point place) {
  return press(model, place, [](const std::function<void()>&) {});
}

std::vector<Touch> Stage::tap(const Model& model, std::string_view id) {
  show(model);
  const auto& targets = ui_->touch_targets();
  const auto target = std::ranges::find(targets, id, &TouchTarget::id);
  KEQIAN_ASSERT(target != targets.end());
  return tap_at(model, target->rect.centre());
}

std::vector<Touch> Stage::drag(Model model, Point from, Point to, MonotonicMs ms, int frames) {
  return press(model, from, [&](const std::function<void()>& gather) {
    const float scale = ui_->layout().scale;
    for (int i = 1; i <= frames; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(frames);
      ImGui::GetIO().MousePos = {(from.x + (to.x - from.x) * t) * scale,
                                 (from.y + (to.y - from.y) * t) * scale};
      model.now_ms += ms / frames;
      gather();
    }
  });
}

std::vector<Stage::TextOnGround> Stage::texts_on_grounds(const Model& model) {
  show(model);
  frame(model, true);
  if (ui_->fonts_stale()) {  // that frame rehearsed other screens
    show(model);
    frame(model, true);
  }
  constexpr int kAcross = 8;
  constexpr int kDown = 3;
  std::vector<TextOnGround> texts;
  std::vector<PixelPlace> places;
  const float scale = ui_->layout().scale;
  for (const auto& text : ui_->texts()) {
    if (text.ink.width < 1 || text.ink.height < 1) continue;
    texts.push_back({text, {}});
    for (int i = 0; i < kAcross * kDown; ++i) {
      const float x = (static_cast<float>(i % kAcross) + 0.5F) / static_cast<float>(kAcross);
      const float y = (static_cast<float>(i / kAcross) + 0.5F) / static_cast<float>(kDown);
      places.push_back({static_cast<int>((text.ink.left + text.ink.width * x) * scale),
                        static_cast<int>((text.ink.top + text.ink.height * y) * scale)});
    }
  }
  const auto pixels = colours_at(*ImGui::GetDrawData(), places, textures());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    texts[i / (kAcross * kDown)].grounds.push_back(
        {pixels[i].red, pixels[i].green, pixels[i].blue});
  }
  return texts;
}

const Textures& Stage::textures() {
  if (std::exchange(textures_stale_, false)) textures_[kFontTexture] = font_picture();
  return textures_;
}

Picture Stage::picture() {
  return rasterise(*ImGui::GetDrawData(), size_.width, size_.height, textures());
}

}  // namespace keqian::kiosk
