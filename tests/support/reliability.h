// What the fault suite has survived, for server-sync/RELIABILITY.md.
#pragma once

#include <cstdint>
#include <string>

namespace keqian::test {

// Noted once its expectations have held; tests/support/reliability_table.mjs adds up equal ones.
struct SurvivedFault {
  std::string fault;         // "the n-th write fails"
  std::string done;          // "a day's counting at the kiosk"
  std::int64_t runs = 0;     // with that fault in it
  std::int64_t counted = 0;  // check-ins that were announced
  std::int64_t lost = 0;     // of those
  std::int64_t doubled = 0;
};

// Appends a line to the file that KEQIAN_RELIABILITY names; nothing without it.
void note_survived(const SurvivedFault& survived);

}  // namespace keqian::test
