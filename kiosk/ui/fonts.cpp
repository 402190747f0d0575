#include "kiosk/ui/fonts.h"

#include <fcntl.h>
#include <imgui.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr int kSimplifiedChinese = 2;  // the face of the collection file; 0 is Japanese
constexpr float kLinePerEm = 1.448F;   // Noto Sans CJK: ascent + descent, which ImGui calls size
constexpr char32_t kStandIn = U'〓';
constexpr int kShadowTilePixels = 64;

bool is_wide(char32_t c) {
  return c >= 0x2E80;
}

}  // namespace

Result<std::unique_ptr<MappedFile>> MappedFile::open(const std::filesystem::path& path) {
  const Error missing{ErrorKind::kNotFound, "font file " + path.string() + " cannot be read",
                      "install the packages fonts-noto-cjk and "
                      "fonts-material-design-icons-iconfont"};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return missing;
  struct stat status {};
  void* bytes = MAP_FAILED;
  if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
    bytes = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE,
                 descriptor, 0);
  }
  close(descriptor);
  if (bytes == MAP_FAILED) return missing;
  return std::unique_ptr<MappedFile>(
      new MappedFile(bytes, static_cast<std::size_t>(status.st_size)));
}

MappedFile::~MappedFile() {
  munmap(bytes_, size_);
}

Result<std::unique_ptr<FontBook>> FontBook::open(const FontFiles& files) {
  KEQIAN_TRY(auto regular, MappedFile::open(files.regular));
  KEQIAN_TRY(auto bold, MappedFile::open(files.bold));
  KEQIAN_TRY(auto icons, MappedFile::open(files.icons));
  return std::unique_ptr<FontBook>(
      new FontBook(std::move(regular), std::move(bold), std::move(icons)));
}

FontBook::FontBook(std::unique_ptr<MappedFile> regular, std::unique_ptr<MappedFile> bold,
                   std::unique_ptr<MappedFile> icons)
    : regular_(std::move(regular)),
      bold_(std::move(bold)),
      icons_(std::move(icons)),
      atlas_(ImGui::GetIO().Fonts) {
  // ImGui needs one font before the first text was asked for.
  font(Face::kRegular, 24, "0");
  rebuild();
}

FontBook::~FontBook() = default;

const MappedFile& FontBook::file(Face face) const {
  switch (face) {
    case Face::kRegular:
      return *regular_;
    case Face::kBold:
      return *bold_;
    case Face::kIcons:
      break;
  }
  return *icons_;
}

std::string FontBook::drawable(Face face, std::string_view text) const {
  const auto absent = absent_.find(face);
  std::string out;
  for (std::size_t position = 0; position < text.size();) {
    const auto start = position;
    const char32_t c = next_code_point(text, position);
    if (c > 0xFFFF || (absent != absent_.end() && absent->second.contains(c))) {
      out += "〓";
    } else if (c < 0x20 && c != U'\n') {
      out += ' ';
    } else {
      out += text.substr(start, position - start);
    }
  }
  return out;
}

ImFont* FontBook::font(Face face, int em_pixels, std::string_view text) {
  auto& entry = entries_[{face, em_pixels}];
  for (std::size_t position = 0; position < text.size();) {
    const auto c = next_code_point(text, position);
    if (c > 0xFFFF || c < 0x20) continue;
    if (entry.characters.insert(static_cast<std::uint16_t>(c)).second) stale_ = true;
  }
  if (!entry.font) stale_ = true;
  return entry.font;
}

float FontBook::advance(Face face, int em_pixels, char32_t c) const {
  const auto entry = entries_.find({face, em_pixels});
  const auto narrow = static_cast<ImWchar>(c);
  if (c <= 0xFFFF && entry != entries_.end() && entry->second.font) {
    if (const auto* glyph = entry->second.font->FindGlyphNoFallback(narrow)) return glyph->AdvanceX;
  }
  return static_cast<float>(em_pixels) * (is_wide(c) ? 1.0F : 0.56F);
}

void FontBook::add_font(const Key& key, Entry& entry) {
  entry.ranges.clear();
  for (const auto c : entry.characters) {
    if (!entry.ranges.empty() && entry.ranges.back() + 1 == c) {
      entry.ranges.back() = c;
    } else {
      entry.ranges.insert(entry.ranges.end(), {c, c});
    }
  }
  entry.ranges.push_back(0);
  ImFontConfig config;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  config.FontNo = key.face == Face::kIcons ? 0 : kSimplifiedChinese;
  const float line_per_em = key.face == Face::kIcons ? 1.0F : kLinePerEm;
  const auto& bytes = file(key.face);
  entry.font = atlas_->AddFontFromMemoryTTF(bytes.bytes(), bytes.size(),
                                            static_cast<float>(key.em_pixels) * line_per_em,
                                            &config, entry.ranges.data());
}

void FontBook::note_absent(Face face, Entry& entry) {
  for (const auto c : entry.characters) {
    if (!entry.font->FindGlyphNoFallback(c)) absent_[face].insert(c);
  }
}

void FontBook::rebuild() {
  atlas_->Clear();
  atlas_->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoPowerOfTwoHeight;
  for (auto& [key, entry] : entries_) {
    if (key.face != Face::kIcons) {
      entry.characters.insert({u' ', static_cast<std::uint16_t>(kStandIn)});
    }
    add_font(key, entry);
  }
  // The files are mapped, not ImGui's to free (marking them so when adding would copy each).
  for (auto& config : atlas_->ConfigData) config.FontDataOwnedByAtlas = false;
  shadow_rect_ = atlas_->AddCustomRectRegular(kShadowTilePixels, kShadowTilePixels);
  atlas_->Build();
  paint_shadow_tile();
  for (auto& [key, entry] : entries_) {
    note_absent(key.face, entry);
    // What is not there yet stays blank for its one frame, instead of a question mark.
    entry.font->FallbackGlyph = entry.font->FindGlyphNoFallback(u' ');
  }
  stale_ = false;
}

void FontBook::paint_shadow_tile() {
  const ImFontAtlasCustomRect* rect = atlas_->GetCustomRectByIndex(shadow_rect_);
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  atlas_->GetTexDataAsAlpha8(&pixels, &width, &height);
  for (int y = 0; y < kShadowTilePixels; ++y) {
    for (int x = 0; x < kShadowTilePixels; ++x) {
      const float reach = static_cast<float>(kShadowTilePixels - 2);
      const float far = std::hypot(static_cast<float>(x), static_cast<float>(y)) / reach;
      const float near = std::clamp(1.0F - far, 0.0F, 1.0F);
      const float density = near * near * (3 - 2 * near);
      pixels[(rect->Y + y) * width + rect->X + x] =
          static_cast<unsigned char>(std::lround(255 * density));
    }
  }
}

ShadowTile FontBook::shadow_tile() const {
  const ImFontAtlasCustomRect* rect = atlas_->GetCustomRectByIndex(shadow_rect_);
  const auto scale = atlas_->TexUvScale;
  const auto x = static_cast<float>(rect->X);
  const auto y = static_cast<float>(rect->Y);
  const auto last = static_cast<float>(kShadowTilePixels) - 0.5F;
  return {(x + 0.5F) * scale.x, (y + 0.5F) * scale.y, (x + last) * scale.x, (y + last) * scale.y};
}

}  // namespace keqian::kiosk
