// The sizes of screens that all checks and the gallery go through, in pixels.
#pragma once

#include <array>
#include <span>

namespace keqian::kiosk {

struct Size {
  int width = 0;
  int height = 0;
};

inline constexpr Size kPortrait{1080, 1920};
inline constexpr Size kLandscape{1280, 800};
inline constexpr Size kSmallest{480, 800};
// The three of the design, then the largest, then as they are sold.
inline constexpr std::array kScreenSizes = {kPortrait,        kLandscape,      kSmallest,
                                            Size{3840, 2160}, Size{800, 1280}, Size{1920, 1080},
                                            Size{1366, 768},  Size{1024, 768}, Size{720, 1280},
                                            Size{2160, 3840}, Size{1024, 600}};
inline constexpr auto kDesignSizes = std::span(kScreenSizes).first<3>();
inline constexpr auto kGallerySizes = std::span(kScreenSizes).first<4>();

}  // namespace keqian::kiosk
