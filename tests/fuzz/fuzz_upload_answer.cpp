#include "tests/fuzz/codec_round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  keqian::wire::expect_round_trip(keqian::wire::decode_upload_answer, data, size);
  return 0;
}
