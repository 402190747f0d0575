// Campaign and form files: any bytes give a definition or a one-line complaint, and what was read
// can be moved to another day.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/bureau/definitions/campaign.h"
#include "server-sync/bureau/definitions/form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace keqian;          // NOLINT: a program of one file
  using namespace keqian::bureau;  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto campaign = parse_campaign(text, "fuzz.toml");
  if (campaign.ok()) {
    const auto moved = starting_on(*campaign, BusinessDate::from_days(20000));
    KEQIAN_ASSERT(moved.period.is_fixed());
  } else {
    KEQIAN_ASSERT(campaign.error().message.find('\n') == std::string::npos);
  }
  const auto form = parse_form(text, "fuzz.toml");
  if (form.ok()) {
    for (std::size_t i = 0; i < form->cells.size(); ++i)
      KEQIAN_ASSERT(form->cells[i].number == static_cast<int>(i) + 1);
  }
  return 0;
}
