// Amounts of a table: whole numbers, and money as hundredths of 万元. Never floating point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/bureau/definitions/form.h"

namespace keqian::bureau {

inline constexpr std::int64_t kAmountMax = 1'000'000'000'000;  // of either kind, either sign

// "1302" for a count; "12", "12.5" or "12.50" for money. Full-width digits and signs, and commas
// between thousands, are read too; anything else, and amounts past kAmountMax, are empty.
std::optional<std::int64_t> parse_amount(NumberKind kind, std::string_view text);

// "1302"; "12.50"
std::string format_amount(NumberKind kind, std::int64_t amount);

}  // namespace keqian::bureau
