#include "server-sync/bureau/http/client_address.h"

#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kAddressBytesMax = 64;

bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.");
}

}  // namespace

std::string client_address(const std::string& peer, const Request& request) {
  if (!is_loopback(peer)) return peer;
  // Some proxies append to the client's header, some add a header of their own after it.
  std::string_view last;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") last = trim(split(value, ',').back());
  }
  return last.empty() || last.size() > kAddressBytesMax ? peer : std::string(last);
}

}  // namespace keqian::bureau
