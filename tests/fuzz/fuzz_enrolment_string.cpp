// An enrolment that is read names an acceptable address and is written as the same enrolment.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/wire/messages.h"

using namespace keqian::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto enrolment = parse_enrolment_string({reinterpret_cast<const char*>(data), size});
  if (!enrolment) return 0;
  KEQIAN_ASSERT(is_acceptable_bureau_url(enrolment->bureau_url));
  const auto again = parse_enrolment_string(encode_enrolment_string(*enrolment));
  KEQIAN_ASSERT(again.ok());
  KEQIAN_ASSERT(again->bureau_url == enrolment->bureau_url && again->code == enrolment->code);
  KEQIAN_ASSERT(again->bureau_key == enrolment->bureau_key);
  KEQIAN_ASSERT(again->certificate_sha256 == enrolment->certificate_sha256);
  return 0;
}
