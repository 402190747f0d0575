// A forgotten PIN of a kiosk's staff (PROTOCOL.md, section 12): the kiosk shows a number, the
// bureau answers with the code that only it and this kiosk can make of that number. No network
// takes part.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/ids.h"
#include "server-sync/base/randomness.h"
#include "server-sync/wire/crypto.h"

namespace keqian::wire {

inline constexpr std::size_t kResetNumberDigits = 8;
inline constexpr std::size_t kResetCodeDigits = 10;

// Seven random digits and the check digit that finds a slip of the ear or the finger.
std::string make_reset_number(Randomness& randomness);
// The digits however they were typed, in groups or not; empty when the number cannot be right.
std::optional<std::string> normalise_reset_number(std::string_view typed);

// kResetCodeDigits digits. `own` is the bureau's key pair and `other` the kiosk's public key, or
// the other way round. Empty when `other` is no key.
std::optional<std::string> pin_reset_code(const KeyPair& own, const PublicKey& other,
                                          const KioskId& kiosk, std::string_view number);

// "12345678" as "1234 5678", "1234567890" as "12345 67890": in two halves, for reading aloud.
std::string in_halves(std::string_view digits);

}  // namespace keqian::wire
