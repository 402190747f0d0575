#include <algorithm>
#include <array>

#include "server-sync/transfer/http_client.h"

namespace keqian::transfer {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view HttpAnswer::header(std::string_view wanted) const {
  for (const auto& [name, value] : headers) {
    if (same_name(name, wanted)) return value;
  }
  return {};
}

std::string_view name(TransferFailure failure) {
  constexpr std::array<std::string_view, 10> kNames = {
      "bad_url",     "name_not_found", "refused",       "unreachable", "timed_out",
      "certificate", "too_large",      "broken_answer", "interrupted", "other"};
  static_assert(static_cast<std::size_t>(TransferFailure::kOther) + 1 == kNames.size());
  return kNames[static_cast<std::size_t>(failure)];
}

}  // namespace keqian::transfer
