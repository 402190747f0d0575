// Takes codes that were read out of a picture, so that what is left can be looked for by itself.
// Pure; any thread.
#pragma once

#include <span>

#include "server-sync/qr/decode.h"

namespace keqian::qr {

// The picture with each code, and a little of its quiet zone, covered in one even tone.
GrayPicture covered(const GrayImage& picture, std::span<const DecodedCode> codes);

}  // namespace keqian::qr
