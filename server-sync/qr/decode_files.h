// The `decode` command: reads picture files and prints the codes in them.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>

#include "server-sync/base/result.h"
#include "server-sync/qr/image.h"

namespace keqian::qr {

// The luminance of a JPEG, PNG, BMP, GIF (first picture), PSD, TGA or PNM file, transparent pixels
// on white. Refuses files above 64 MB and pictures above 50 million pixels.
Result<GrayPicture> read_picture(const std::filesystem::path& path);

// One line "PATH<TAB>TEXT" per code on `lines`, in the order given; one line with an empty text
// for a picture without any. Tab, line feed, carriage return and backslash in texts are escaped.
// Files that cannot be read get a line with an empty text too, and their reason on `messages`.
// True when every picture had a code.
bool decode_files(std::span<const std::filesystem::path> paths, std::ostream& lines,
                  std::ostream& messages);

}  // namespace keqian::qr
