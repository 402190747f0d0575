// Unpacks a gzip file of our own for the rare client that does not read gzip.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keqian::bureau {

// Empty when the bytes are not gzip, damaged, or longer than `bytes_max` unpacked.
std::optional<std::string> unpack_gzip(std::string_view gzip, std::size_t bytes_max);

}  // namespace keqian::bureau
