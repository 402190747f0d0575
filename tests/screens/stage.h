// The screens without a window: an ImGui context, one Ui, frames, taps by id, pictures.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/app/model.h"
#include "kiosk/ui/ui.h"
#include "tests/screens/rasteriser.h"
#include "tests/screens/sizes.h"

struct ImGuiContext;

namespace keqian::kiosk {

class Stage {
 public:
  Stage();
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  void resize(Size pixels);
  // As `keqian-kiosk --scale`.
  void set_scale(float pixels_per_unit) { scale_override_ = pixels_per_unit; }
  // Brings the glyphs of all these models into the atlas at once: a check of many screens then
  // builds it a few times, not once for each.
  void prepare(const std::vector<Model>& models);
  // Frames until every glyph is there; gives the touches of the last one.
  std::vector<Touch> show(const Model& model);
  // One frame, whatever is missing in it.
  std::vector<Touch> show_once(const Model& model) { return frame(model); }
  // A finger on the middle of the target: press, release. Gives every touch that came of it.
  std::vector<Touch> tap(const Model& model, std::string_view id);
  // A finger somewhere else.
  std::vector<Touch> tap_at(const Model& model, Point place);
  // A finger from one place to another, in so many ms and frames; then it is lifted.
  std::vector<Touch> drag(Model model, Point from, Point to, MonotonicMs ms = 160, int frames = 8);
  bool has(std::string_view id) const;
  // The texts of the model's screen, each with colours of the picture behind it.
  struct TextOnGround {
    TextRecord text;
    std::vector<Colour> grounds;
  };
  std::vector<TextOnGround> texts_on_grounds(const Model& model);
  const Ui& ui() const { return *ui_; }
  Picture picture();

 private:
  std::vector<Touch> frame(const Model& model, bool without_texts = false);
  std::vector<Touch> frame_as_it_is(const Model& model, bool without_texts);
  void rebuild_fonts();
  // A finger goes down at a place given in design units, does `between`, and is lifted again.
  std::vector<Touch> press(const Model& model, Point place,
                           const std::function<void(const std::function<void()>&)>& between);
  const Textures& textures();

  ImGuiContext* context_;
  std::unique_ptr<Ui> ui_;
  Textures textures_;
  bool textures_stale_ = true;
  Size size_ = kPortrait;
  float scale_override_ = 0;
};

}  // namespace keqian::kiosk
