// A pass that is read is written as the same characters, whatever keys there are; and no text
// passes for a pass without its tag.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/pass.h"

using namespace keqian;
using namespace keqian::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = parse_pass(text);
  const auto* pass = std::get_if<Pass>(&read);
  if (!pass) {
    const auto problem = std::get<PassProblem>(read);
    KEQIAN_ASSERT(problem == PassProblem::kNotOurs || problem == PassProblem::kDamaged);
    return 0;
  }
  KEQIAN_ASSERT(trim(text).size() == kPassCharacters);
  PassKey key{pass->campaign_number, pass->key_id, {}};
  key.secret.fill(0x5a);
  const std::string written = encode_pass(*pass, key.secret);
  const auto checked = check_pass(written, {&key, 1}, pass->valid_from, {});
  KEQIAN_ASSERT(std::holds_alternative<Pass>(checked));
  KEQIAN_ASSERT(std::get<Pass>(checked) == *pass);
  const auto as_shown = check_pass(text, {&key, 1}, pass->valid_from, {});
  const bool same_bytes =
      *parse_crockford(written.substr(3)) == *parse_crockford(trim(text).substr(3));
  KEQIAN_ASSERT(std::holds_alternative<Pass>(as_shown) == same_bytes);
  return 0;
}
