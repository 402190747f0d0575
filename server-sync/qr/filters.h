// Small pure picture operations for the decoder's attempts. Each returns a new picture of the same
// size unless it says otherwise.
#pragma once

#include "server-sync/qr/image.h"

namespace keqian::qr {

struct Box {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

struct PlacedPoint {
  double x = 0;
  double y = 0;
};

GrayImage cropped(const GrayImage& picture, const Box& box);

// The mean of each `divisor`×`divisor` block; the size shrinks accordingly.
GrayPicture shrunk(const GrayImage& picture, int divisor);
// Any size: area mean when it shrinks, bilinear when it grows.
GrayPicture resampled(const GrayImage& picture, int width, int height);

// 0 where a pixel is darker than the mean of the `window`×`window` pixels around it less `offset`,
// 255 elsewhere. `window` is odd. Finds contrast that a fixed floor would drop.
GrayPicture mean_thresholded(const GrayImage& picture, int window, int offset);

GrayPicture inverted(const GrayImage& picture);
// Spreads the upper tones over the whole range: dark modules eaten by a bright screen come back.
GrayPicture bloom_stretched(const GrayImage& picture);
// Spreads the uppermost tones, just below where a camera saturates: all that is left of the dark
// modules of a dazzling screen.
GrayPicture dazzle_stretched(const GrayImage& picture);

}  // namespace keqian::qr
