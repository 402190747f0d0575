#include "server-sync/qr/decode_files.h"

#include <stb/stb_image.h>

#include <memory>
#include <ostream>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/qr/decode.h"

namespace keqian::qr {
namespace {

constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;
constexpr long long kPixelsMax = 50'000'000;

// ITU-R BT.601, on white paper where the picture is transparent.
std::uint8_t luminance(const stbi_uc* rgba) {
  const int tone = (306 * rgba[0] + 601 * rgba[1] + 117 * rgba[2] + 512) / 1024;
  return static_cast<std::uint8_t>((tone * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255);
}

Error unreadable(const std::filesystem::path& path, const char* reason) {
  return invalid(path.string() + " is not a picture that can be read: " + reason,
                 "give a JPEG, PNG or BMP file");
}

}  // namespace

Result<GrayPicture> read_picture(const std::filesystem::path& path) {
  KEQIAN_TRY(const std::string bytes, read_file(path, kFileBytesMax));
  const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int length = static_cast<int>(bytes.size());
  int width = 0;
  int height = 0;
  int channels = 0;
  if (stbi_info_from_memory(data, length, &width, &height, &channels) == 0) {
    return unreadable(path, stbi_failure_reason());
  }
  if (static_cast<long long>(width) * height > kPixelsMax) {
    return invalid(path.string() + " has too many pixels: " + std::to_string(width) + "×" +
                       std::to_string(height),
                   "make it smaller than 50 million pixels");
  }
  constexpr int kRgba = 4;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> rgba(
      stbi_load_from_memory(data, length, &width, &height, &channels, kRgba), stbi_image_free);
  if (!rgba) return unreadable(path, stbi_failure_reason());
  GrayPicture picture(width, height);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = luminance(rgba.get() + i * kRgba);
  }
  return picture;
}

bool decode_files(std::span<const std::filesystem::path> paths, std::ostream& lines,
                  std::ostream& messages) {
  bool every_picture_had_one = true;
  for (const auto& path : paths) {
    std::vector<DecodedCode> codes;
    if (const auto picture = read_picture(path)) {
      codes = decode_picture(picture->view());
    } else {
      messages << picture.error().text() << '\n';
    }
    if (codes.empty()) {
      every_picture_had_one = false;
      lines << path.string() << "\t\n";
    }
    for (const DecodedCode& code : codes) {
      lines << path.string() << '\t' << escape_tabular(code.text) << '\n';
    }
  }
  lines.flush();
  return every_picture_had_one;
}

}  // namespace keqian::qr
