// Where a new user's password comes from on the command line.
#pragma once

#include <ostream>
#include <string>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"

namespace keqian::bureau {

// On a terminal asked for twice without showing it, else one line of standard input.
Result<std::string> read_password(std::ostream& prompt);

// 16 characters that are easy to read and type, 80 random bits.
std::string generate_password(Randomness& randomness);

}  // namespace keqian::bureau
