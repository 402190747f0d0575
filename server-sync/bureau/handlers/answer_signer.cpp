#include "server-sync/bureau/handlers/answer_signer.h"

#include "server-sync/base/ids.h"
#include "server-sync/wire/messages.h"

namespace keqian::bureau {

bool is_kiosk_path(std::string_view path) {
  if (!path.starts_with("/v")) return false;
  const auto end = path.find_first_not_of("0123456789", 2);
  return end != std::string_view::npos && end > 2 && path[end] == '/';
}

bool is_kiosk_header(std::string_view text) {
  return text == wire::kNobody || is_valid_slug(text);
}

void AnswerSigner::operator()(const Request& request, Response& response) const {
  const auto kiosk = request.header("keqian-kiosk");
  const auto nonce = request.header("keqian-nonce");
  if (!is_kiosk_path(request.path) || !is_kiosk_header(kiosk) || !wire::is_valid_nonce(nonce)) {
    return;
  }
  wire::SignedAnswer answer;
  answer.status = response.status;
  answer.path = request.target;
  answer.kiosk = kiosk;
  answer.nonce = nonce;
  answer.etag = response.etag;
  if (request.method != "HEAD") answer.body = response.body;
  response.headers.emplace_back(wire::kSignatureHeader, wire::encode_signature(wire::sign(
                                                            keys_, wire::signing_input(answer))));
}

}  // namespace keqian::bureau
