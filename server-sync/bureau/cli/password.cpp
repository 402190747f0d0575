#include "server-sync/bureau/cli/password.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <string_view>

namespace keqian::bureau {
namespace {

// Without letters and digits that look alike.
constexpr std::string_view kAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
static_assert(kAlphabet.size() == 32);
constexpr int kGeneratedCharacters = 16;

// Keeps the terminal from showing what is typed while it lives.
class HiddenTyping {
 public:
  HiddenTyping() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_hidden_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenTyping() {
    if (is_hidden_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  termios before_{};
  bool is_hidden_ = false;
};

Result<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line))
    return invalid("no password was given", "type one, pipe one in, or use --generate-password");
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace

Result<std::string> read_password(std::ostream& prompt) {
  if (isatty(STDIN_FILENO) == 0) return read_line();
  const HiddenTyping hidden;
  prompt << "password: " << std::flush;
  KEQIAN_TRY(auto first, read_line());
  prompt << "\nagain: " << std::flush;
  KEQIAN_TRY(const auto second, read_line());
  prompt << '\n';
  if (first != second) return invalid("the two passwords differ", "try again");
  return first;
}

std::string generate_password(Randomness& randomness) {
  std::string password;
  for (int i = 0; i < kGeneratedCharacters; ++i) {
    if (i > 0 && i % 4 == 0) password += '-';
    password += kAlphabet[randomness.next() % kAlphabet.size()];
  }
  return password;
}

}  // namespace keqian::bureau
