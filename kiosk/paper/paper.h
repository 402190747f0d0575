// A sheet of A4 paper to draw on, which becomes a file. Places are points (1/72 inch) from the top
// left corner. Private to this folder and its tests; one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ui/geometry.h"
#include "kiosk/ui/theme.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

inline constexpr float kPaperWidth = 595.28F;
inline constexpr float kPaperHeight = 841.89F;
inline constexpr int kPaperDotsPerInch = 200;  // of a picture

enum class PaperAlign { kLeft, kCentre, kRight };
struct PaperText {
  float em = 9.5F;
  bool bold = false;
  Colour colour = rgb(0x000000);
  PaperAlign align = PaperAlign::kLeft;
};

class Paper {
 public:
  enum class Kind { kPdf, kPng };
  static std::unique_ptr<Paper> make(Kind kind);
  virtual ~Paper() = default;

  virtual float width_of(std::string_view text, const PaperText& style) = 0;
  // One line in the middle of the box's height; shortened with "…" where it has no room.
  virtual void text(Rect box, std::string_view text, const PaperText& style) = 0;
  virtual void fill(Rect rect, Colour colour) = 0;
  virtual void line(Point from, Point to, float thickness, Colour colour) = 0;
  // The file's bytes; nothing can be drawn afterwards. kInternal where the library fails.
  virtual Result<std::string> finish() = 0;
};

}  // namespace keqian::kiosk
