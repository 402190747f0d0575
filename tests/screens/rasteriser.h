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

bool write_png(const std::string& path, const Picture& picture);

}  // namespace keqian::kiosk
