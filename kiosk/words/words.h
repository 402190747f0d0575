// How values are said, on the screens and on what the staff take along: the catalogue's keys, and
// the titles that the ledger makes. Pure.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/ports/staff.h"
#include "kiosk/ui/catalogue.h"

namespace keqian::kiosk {

std::string_view category_key(Category category);
std::string_view method_key(Method method);
std::string_view audience_key(Audience audience);
std::string_view reason_key(CorrectionReason reason);

// Why a row is one: a reason of the staff's, or the visitor's own hand at the door. `reason` is the
// ledger's word; empty for none.
std::string reason_words(const Catalogue& words, std::string_view reason);
// A session's title; those that the ledger makes are in the catalogue's language.
std::string session_title(const Catalogue& words, std::string_view title);

std::string minute_words(int minute_of_day);    // "14:26"; 0–1439
std::string clock_words(UtcMs utc_ms);          // likewise, in Asia/Shanghai
std::string number_words(std::int64_t number);  // "1,302", "−4": with a true minus sign

}  // namespace keqian::kiosk
