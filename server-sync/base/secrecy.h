// What a program that holds keys does first.
#pragma once

namespace keqian {

// No core dump of this process, which would hold pass keys, passwords or camera frames, and no
// look into it by other processes of the same user. Call once, early in main.
void forbid_core_dumps();

}  // namespace keqian
