// The fonts of the screens and their one texture. It holds exactly the characters that were drawn,
// at the sizes in which they were drawn: a new one is left blank for one frame, and `rebuild`
// before the next frame brings it in. Main thread; private to kiosk/ui.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/icons.h"
#include "server-sync/base/result.h"

struct ImFont;
struct ImFontAtlas;

namespace keqian::kiosk {

enum class Face { kRegular, kBold, kIcons };

struct FontFiles {
  std::filesystem::path regular = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
  std::filesystem::path bold = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
  std::filesystem::path icons =
      "/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf";
};

// A file mapped into memory for as long as this lives; only the pages read are resident.
class MappedFile {
 public:
  static Result<std::unique_ptr<MappedFile>> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  void* bytes() const { return bytes_; }
  int size() const { return static_cast<int>(size_); }

 private:
  MappedFile(void* bytes, std::size_t size) : bytes_(bytes), size_(size) {}
  void* bytes_;
  std::size_t size_;
};

// The corner of a soft shadow in the texture: dense at `dense`, nothing at `clear`.
struct ShadowTile {
  float dense_u = 0, dense_v = 0, clear_u = 0, clear_v = 0;
};

class FontBook {
 public:
  // Uses the atlas of the current ImGui context.
  static Result<std::unique_ptr<FontBook>> open(const FontFiles& files);
  ~FontBook();

  // The font to draw with, or nullptr before the next rebuild. `text` is remembered as wanted.
  ImFont* font(Face face, int em_pixels, std::string_view text);
  float advance(Face face, int em_pixels, char32_t c) const;
  bool stale() const { return stale_; }
  // The texture must be handed to the graphics card afterwards.
  void rebuild();
  ShadowTile shadow_tile() const;

  // `text` with a stand-in (〓) for what cannot be drawn: beyond U+FFFF, or not in the font.
  std::string drawable(Face face, std::string_view text) const;

 private:
  struct Key {
    Face face;
    int em_pixels;
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    std::set<std::uint16_t> characters;
    std::vector<std::uint16_t> ranges;  // as ImGui wants them; must outlive the build
    ImFont* font = nullptr;
  };

  FontBook(std::unique_ptr<MappedFile> regular, std::unique_ptr<MappedFile> bold,
           std::unique_ptr<MappedFile> icons);
  void add_font(const Key& key, Entry& entry);
  void note_absent(Face face, Entry& entry);
  void paint_shadow_tile();
  const MappedFile& file(Face face) const;

  std::unique_ptr<MappedFile> regular_, bold_, icons_;
  ImFontAtlas* atlas_;
  std::map<Key, Entry> entries_;
  std::map<Face, std::set<char32_t>> absent_;
  int shadow_rect_ = -1;
  bool stale_ = true;
};

}  // namespace keqian::kiosk
