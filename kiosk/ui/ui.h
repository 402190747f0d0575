// One frame of the screen: where the design units are, texts that fit their boxes, and touch
// targets that a test finds by id. Needs an ImGui context; main thread; owned by the runtime.
//
//   ui.begin_frame(frame) → draw(model, ui) → ui.end_frame(); when fonts_stale(): rebuild_fonts()
//   between frames, and the texture goes to the graphics card again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/fonts.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/theme.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

inline constexpr float kTextEmMin = 24;     // 18 pt at 1× (96 dots an inch)
inline constexpr float kTouchSizeMin = 60;  // pixels at 1×, both ways

// The three designs; the screen's shape decides.
enum class Shape {
  kPortrait,   // 1080 units wide, 1920 high and more or less
  kLandscape,  // at least 1280 × 800
  kSmall       // 480 units wide
};

struct Layout {
  Shape shape = Shape::kPortrait;
  float scale = 1;  // pixels per design unit
  float width = 0;  // of the screen in design units
  float height = 0;
};
// `scale_override` 0: by the design.
Layout layout_for(int width_pixels, int height_pixels, float scale_override);

struct Frame {
  int width_pixels = 0;
  int height_pixels = 0;
  float scale_override = 0;
  std::int64_t time_ms = 0;  // monotonic, for movement
  std::uintptr_t camera_texture = 0;
  float camera_aspect = 16.0F / 9;
};

enum class Align { kLeft, kCentre, kRight };
enum class Vertical { kMiddle, kTop, kBottom };

struct TextStyle {
  float em = 30;
  Colour colour = theme::kInk;
  Face face = Face::kRegular;
  Align align = Align::kLeft;
  Vertical vertical = Vertical::kMiddle;
  int lines_max = 1;
  bool may_shorten = false;      // texts that arrive at run time may end in "…"
  float line_height = 1.4F;      // of the em
  bool rather_one_line = false;  // a little smaller before it is wrapped
};

struct TouchTarget {
  std::string id;
  Rect rect;
};

struct TextRecord {
  std::string text;
  Rect box;  // that it was given
  Rect ink;  // that it took
  float em = 0;
  bool shortened = false;
  bool fits = true;
};

struct Press {
  bool tapped = false;  // released inside
  bool held = false;
};

class Ui {
 public:
  static Result<std::unique_ptr<Ui>> open(const FontFiles& files = {});

  void begin_frame(const Frame& frame);
  void end_frame();

  const Layout& layout() const { return layout_; }
  const Frame& frame() const { return frame_; }
  Rect screen() const { return {0, 0, layout_.width, layout_.height}; }
  Canvas& canvas() { return canvas_; }

  // A touch target. Asserts that it is large enough for a finger.
  Press touch(std::string_view id, Rect rect);
  bool touched_anywhere() const { return touched_anywhere_; }

  // Draws the text inside the box, wrapped and if need be smaller (never under kTextEmMin). Gives
  // the rectangle it took.
  Rect text(Rect box, std::string_view text, const TextStyle& style);
  // The rectangle that `text` would take, without drawing it.
  Rect measure(Rect box, std::string_view text, const TextStyle& style) const;
  // The width of one line, and the height of the wrapped text at its full size.
  float width_of(std::string_view text, const TextStyle& style) const;
  float height_of(std::string_view text, float width, const TextStyle& style) const;

  // Draws without showing, so that the glyphs are in the texture before they are needed.
  void rehearse(const std::function<void()>& drawing);
  // True once for every new size of the screen, in its second frame: the time to rehearse.
  bool take_rehearsal();

  bool fonts_stale() const { return fonts_->stale(); }
  void rebuild_fonts() { fonts_->rebuild(); }

  // What the last frame drew.
  const std::vector<TouchTarget>& touch_targets() const { return touch_targets_; }
  const std::vector<TextRecord>& texts() const { return texts_; }

 private:
  explicit Ui(std::unique_ptr<FontBook> fonts);
  struct Fitted {
    std::vector<std::string> lines;
    int em_pixels = 0;
    float width = 0;  // design units
    float height = 0;
    bool shortened = false;
    bool fits = true;
  };
  Fitted fit(Rect box, std::string_view text, const TextStyle& style) const;
  Fitted set_at(float em, Rect box, std::string_view text, const TextStyle& style) const;
  int em_pixels(float em) const;

  std::unique_ptr<FontBook> fonts_;
  Frame frame_;
  Layout layout_;
  Canvas canvas_;
  std::vector<TouchTarget> touch_targets_;
  std::vector<TextRecord> texts_;
  bool touched_anywhere_ = false;
  bool rehearsing_ = false;
  float drawn_scale_ = 0;      // of the frame before
  float rehearsed_scale_ = 0;  // of the last rehearsal
};

}  // namespace keqian::kiosk
