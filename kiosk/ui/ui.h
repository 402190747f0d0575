// One frame of the screen: where the design units are, texts that fit their boxes, scrolling, and
// touch targets that a test finds by id. Needs an ImGui context; main thread; owned by the runtime.
// It keeps nothing from frame to frame but how far lists are scrolled and which glyphs are there.
//
//   ui.begin_frame(frame) → draw(model, ui) → ui.end_frame(); when fonts_stale(): rebuild_fonts()
//   between frames, and the texture goes to the graphics card again.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
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
inline constexpr float kLargeText = 1.5F;   // of the larger texts, against the ordinary ones
inline constexpr float kTouchSizeMin = 60;  // pixels at 1×, both ways
inline constexpr float kDragSlop = 18;      // design units that a finger may stray within a tap

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
// `scale_override` in pixels per design unit; 0: by the design. A larger one than the design's
// turns an upright screen to the small design, as far as that fits; in landscape it cannot enlarge.
Layout layout_for(int width_pixels, int height_pixels, float scale_override);

// How the person in front of it wants the screens.
struct Dress {
  bool large_text = false;  // kLargeText times as large
  bool high_contrast = false;
  bool left_handed = false;  // controls at the left
  bool operator==(const Dress&) const = default;
};

struct Frame {
  int width_pixels = 0;
  int height_pixels = 0;
  std::int64_t time_ms = 0;  // monotonic, for movement
  float scale_override = 0;  // see layout_for
  std::uintptr_t camera_texture = 0;
  float camera_aspect = 16.0F / 9;
  bool without_texts = false;  // for checks of what lies behind them
};

enum class Align { kLeft, kCentre, kRight };
enum class Vertical { kMiddle, kTop, kBottom };

struct TextStyle {
  float em = 30;
  Colour colour{};
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
  bool in_list = false;  // can be scrolled elsewhere
};

struct TextRecord {
  std::string text;
  Rect box;  // that it was given
  Rect ink;  // that it took
  float em = 0;
  bool bold = false;
  Colour colour{};
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
  // Before anything is drawn in the frame; holds until it is called again.
  void wear(const Dress& dress);
  const Dress& dress() const { return dress_; }
  const Palette& palette() const { return *palette_; }
  // No text is smaller.
  float text_em_min() const { return dress_.large_text ? kTextEmMin * kLargeText : kTextEmMin; }

  const Layout& layout() const { return layout_; }
  const Frame& frame() const { return frame_; }
  Rect screen() const { return {0, 0, layout_.width, layout_.height}; }
  Canvas& canvas() { return canvas_; }

  // A touch target. Asserts that it is large enough for a finger.
  Press touch(std::string_view id, Rect rect);
  bool touched_anywhere() const { return touched_anywhere_; }
  // What is drawn in between lies behind a dialog: it cannot be touched and is not on record.
  void begin_behind() { behind_ = true; }
  void end_behind() { behind_ = false; }

  // What is drawn in between is seen through `viewport`, moved up by as much as was scrolled: with
  // a finger, or with scroll_by. Gives the place of the content. Not nested. A list that is not
  // drawn for a frame begins at its top again. Where more is out of sight, the edge fades.
  Rect begin_scroll(std::string_view id, Rect viewport, float content_height);
  void end_scroll();
  struct ScrollRoom {
    float above = 0;  // design units out of sight
    float below = 0;
  };
  ScrollRoom scroll_room(std::string_view id) const;
  float scroll_page(std::string_view id) const;  // the height that is seen at once
  void scroll_by(std::string_view id, float distance);
  // A list is still gliding: draw another frame soon.
  bool moving() const { return moving_; }

  // Draws the text inside the box, wrapped and if need be smaller (never under kTextEmMin). Gives
  // the rectangle it took.
  Rect text(Rect box, std::string_view text, const TextStyle& style);
  // The rectangle that `text` would take, without drawing it.
  Rect measure(Rect box, std::string_view text, const TextStyle& style) const;
  // The width of one line, and the height of the wrapped text at its full size.
  float width_of(std::string_view text, const TextStyle& style) const;
  float height_of(std::string_view text, float width, const TextStyle& style) const;

  // Whether the text stands in this width without a word or a number parted at the end of a line.
  bool keeps_words(std::string_view text, float width, const TextStyle& style) const;

  // Draws without showing, so that the glyphs are in the texture before they are needed.
  void rehearse(const std::function<void()>& drawing);
  bool rehearsing() const { return rehearsing_; }
  // True once for every subject at every new size, in the second frame: the time to rehearse.
  bool take_rehearsal(std::string_view subject);

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
    bool parts_words = false;
    bool shortened = false;
    bool fits = true;
  };
  Fitted fit(Rect box, std::string_view text, const TextStyle& style) const;
  Fitted set_at(float em, Rect box, std::string_view text, const TextStyle& style) const;
  int em_pixels(float em) const;

  struct Scroll {
    float offset = 0;
    float offset_max = 0;
    float page = 0;
    float velocity = 0;  // design units per ms, of the content upwards
    bool drawn = false;  // in this frame
  };
  void drag(std::string_view id, Scroll& scroll, Rect viewport);
  void fade_out(Rect edge, bool upwards);
  void glide(Scroll& scroll);
  void place_canvas();
  float sizes_key() const { return dress_.large_text ? -layout_.scale : layout_.scale; }

  std::unique_ptr<FontBook> fonts_;
  Frame frame_;
  Dress dress_;
  const Palette* palette_ = &everyday_palette();
  Layout layout_;
  Canvas canvas_;
  std::vector<TouchTarget> touch_targets_;
  std::vector<TextRecord> texts_;
  bool touched_anywhere_ = false;
  bool behind_ = false;
  bool rehearsing_ = false;
  float drawn_key_ = 0;  // sizes of the frame before
  std::map<std::string, float, std::less<>> rehearsed_;

  std::map<std::string, Scroll, std::less<>> scrolls_;
  std::optional<Rect> viewport_;  // between begin_scroll and end_scroll
  Scroll* scrolled_ = nullptr;    // likewise, in a frame that is shown
  std::size_t texts_before_scroll_ = 0;
  bool dragging_ = false;    // beyond the slop, until the next press
  std::string finger_list_;  // in which the finger went down; empty: in none
  float finger_y_ = 0;       // at the press, then of the last frame
  std::int64_t before_ms_ = 0;
  std::int64_t elapsed_ms_ = 0;  // since the frame before
  bool moving_ = false;
};

}  // namespace keqian::kiosk
