// Exchanges of the protocol carried by hand (PROTOCOL.md section 10): a kiosk's signed requests as
// one sealed file, the bureau's signed answers as another. Who carries them can read and change
// nothing: the requests and answers are those that would go over the network.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/messages.h"

namespace keqian::wire {

inline constexpr std::size_t kParcelBytesMax = std::size_t{8} * 1024 * 1024;          // of the file
inline constexpr std::size_t kParcelContentBytesMax = std::size_t{64} * 1024 * 1024;  // unpacked
inline constexpr std::size_t kParcelItemsMax = 256;  // requests, or answers

struct CarriedRequest {
  SignedRequest request;
  std::string etag;  // of If-None-Match; may be empty
  Signature signature{};
};
struct CarriedAnswer {
  SignedAnswer answer;
  Signature signature{};
};

// `name` is the nonce of the first request; the parcel of answers has the same.
struct RequestParcel {
  std::string name;
  PublicKey answer_key;  // to which the answers are sealed
  std::vector<CarriedRequest> requests;
};
struct AnswerParcel {
  std::string name;
  std::vector<CarriedAnswer> answers;
};

std::string pack(const RequestParcel& parcel, const PublicKey& bureau, Randomness& randomness);
std::string pack(const AnswerParcel& parcel, const PublicKey& kiosk, Randomness& randomness);

// What the outside of a file says, before it is opened.
enum class ParcelKind { kRequests, kAnswers };
struct ParcelLabel {
  ParcelKind kind = ParcelKind::kRequests;
  std::string name;
};
// kInvalid when this is no parcel.
Result<ParcelLabel> read_label(std::string_view bytes);
// "keqian-k-7f3a-0123abcd.to-bureau" or ".to-kiosk"; of a kiosk that has no id yet, "new".
inline constexpr std::string_view kToBureau = ".to-bureau";
inline constexpr std::string_view kToKiosk = ".to-kiosk";
std::string parcel_file_name(const ParcelLabel& label, std::string_view kiosk);

// kInvalid when it is no parcel of that kind or damaged; kDenied when it is sealed to another key.
// Signatures are not checked here.
Result<RequestParcel> unpack_requests(std::string_view bytes, const KeyPair& bureau);
Result<AnswerParcel> unpack_answers(std::string_view bytes, const KeyPair& kiosk);

// What a parcel holds, as JSON: for its sender to keep.
std::string encode(const RequestParcel& parcel);
Result<RequestParcel> decode_request_parcel(std::string_view bytes);

}  // namespace keqian::wire
