// What the command line and the pages both do with the store: fill a campaign's table, take an
// entry by hand, hand out enrolment codes and passes. Plain functions; the caller owns the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/statistics/table.h"
#include "server-sync/bureau/store/form_rules.h"
#include "server-sync/bureau/store/store.h"

namespace keqian::bureau {

// kNotFound for an unknown campaign or unit, or a campaign whose notice asks for no table.
Result<Table> campaign_table(Store& store, const CampaignId& campaign, const UnitId& unit);

// An entry as somebody typed it. `state` is "value", "zero" or "none"; the amount is read by the
// kind of the cell; an empty unit is the campaign's own.
struct TypedEntry {
  CampaignId campaign;
  UnitId unit;
  int cell = 0;
  std::string state;
  std::string amount;
  std::string reason;
};
// A cell without an automatic part takes nothing below zero, and no correction takes a figure
// there.
Status enter_by_hand(Store& store, const TypedEntry& typed, const Act& act);

// A cell of a campaign's own table whose automatic part a choice of lives would change.
struct CellChange {
  int number = 0;
  std::string label;
  std::int64_t before = 0;
  std::int64_t after = 0;
};
Result<std::vector<CellChange>> table_changes(Store& store, const CampaignId& campaign,
                                              const LifeChoice& choice);
// `reason` as for an entry by hand.
Status resolve_lives(Store& store, const LifeChoice& choice, std::string_view reason,
                     const Act& act);

inline constexpr UtcMs kEnrolmentCodeLifeMs = 24 * kMsPerHour;

struct IssuedEnrolmentCode {
  std::string code;        // to read aloud
  std::string enrolment;   // the QR's whole text; empty while our address is not known
  std::string bureau_url;  // the address in it
  VenueRecord venue;
  UtcMs expires_utc_ms = 0;
};
struct EnrolmentOrder {
  VenueId venue;           // of a new kiosk
  KioskId kiosk;           // instead: this one gets another key, and stays where it is
  std::string bureau_url;  // empty: the setting kSettingPublicUrl
};
// The code itself is kept nowhere.
Result<IssuedEnrolmentCode> issue_enrolment_code(Store& store, const EnrolmentOrder& order,
                                                 const wire::PublicKey& bureau_key,
                                                 Randomness& randomness, const Act& act);

// The code that lets the staff of `kiosk` choose a new PIN: of the number that its screen shows, as
// it was typed. Goes into the audit log with the number; the code is kept nowhere. Asked again for
// the same number it is the same.
Result<std::string> issue_pin_reset_code(Store& store, const wire::KeyPair& bureau_keys,
                                         const KioskId& kiosk, std::string_view number,
                                         const Act& act);

// Whether an http or https address is of the machine itself: nobody elsewhere can open it.
bool is_url_of_this_machine(std::string_view url);

struct PassOrder {
  CampaignId campaign;
  Category category = Category::kPublic;
  int persons = 1;  // 1–500; 1 for a staff badge
  int count = 1;    // 1–kPassesMax
};
inline constexpr int kPassesMax = 10000;

struct IssuedPasses {
  std::vector<std::string> passes;
  BusinessDate valid_from, valid_until;
  std::string campaign_name;
};
// Passes of the campaign's newest key, valid for its whole period. Refused for a campaign that has
// ended before `today`: no kiosk would take them.
Result<IssuedPasses> issue_passes(Store& store, const PassOrder& order, BusinessDate today,
                                  Randomness& randomness);

// Says what is wrong with a new user's name, password or unit; ok when nothing is.
Status check_user_name(std::string_view name);
Status check_new_password(std::string_view name, std::string_view password);
// A reporter fills in one unit and what is below it, so he must have one; anybody's must exist.
Status check_unit_of(Store& store, Role role, const UnitId& unit);

}  // namespace keqian::bureau
