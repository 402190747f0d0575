// Draws ImGui's triangles into a picture, without a window or a graphics card: textured, blended,
// clipped, as the OpenGL backend does it. For tests and the gallery.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct ImDrawData;

namespace keqian::kiosk {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;  // row by row
};

// What texture ids stand for.
using Textures = std::map<std::uintptr_t, Picture>;

Picture rasterise(const ImDrawData& data, int width, int height, const Textures& textures);

struct PixelPlace {
  int x = 0;
  int y = 0;
};
struct Pixel {
  std::uint8_t red = 0, green = 0, blue = 0;
};
// The same at some places only: quick at any size. In the order of `places`.
std::vector<Pixel> colours_at(const ImDrawData& data, const std::vector<PixelPlace>& places,
                              const Textures& textures);

bool write_png(const std::string& path, const Picture& picture);

}  // namespace keqian::kiosk
