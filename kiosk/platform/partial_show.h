// Brings parts of the back buffer to the screen and leaves the rest of both as it is, where the
// window system can: what a swap leaves in the back buffer is undefined. Only for software OpenGL,
// where each pixel painted and copied is processor time; a graphics card swaps, free of tearing.
// Main thread.
#pragma once

namespace keqian::kiosk {

class PartialShow {
 public:
  // Asks the current OpenGL context what it can.
  PartialShow();
  bool is_possible() const { return copy_ != nullptr; }
  // Pixels from the lower left corner, as OpenGL counts.
  void show(int left, int bottom, int width, int height) const;

 private:
  void (*copy_)() = nullptr;
};

}  // namespace keqian::kiosk
