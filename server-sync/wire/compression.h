// Deflate in zlib's wrapping (RFC 1950), for what must fit a small file or a code on a screen.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keqian::wire {

std::string compressed(std::string_view bytes);
// Empty when the bytes are damaged, cut short, followed by others, or longer than `bytes_max` when
// unpacked: no more than that is ever held.
std::optional<std::string> decompressed(std::string_view bytes, std::size_t bytes_max);

}  // namespace keqian::wire
