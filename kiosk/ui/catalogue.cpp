#include "kiosk/ui/catalogue.h"

#include "kiosk/ui/catalogue_texts.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

// The text between quotes, with \" \\ and \n; false when it is malformed.
bool unquote(std::string_view quoted, std::string& out) {
  if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return false;
  const auto inner = quoted.substr(1, quoted.size() - 2);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '"') return false;
    if (inner[i] != '\\') {
      out += inner[i];
      continue;
    }
    if (++i == inner.size()) return false;
    if (inner[i] == 'n') {
      out += '\n';
    } else if (inner[i] == '"' || inner[i] == '\\') {
      out += inner[i];
    } else {
      return false;
    }
  }
  return true;
}

const Catalogue& compiled_in(std::string_view text) {
  auto parsed = Catalogue::parse(text);
  KEQIAN_ASSERT(parsed.ok());
  return *new Catalogue(std::move(*parsed));  // lives as long as the program
}

}  // namespace

Result<Catalogue> Catalogue::parse(std::string_view text) {
  Catalogue catalogue;
  int number = 0;
  for (const auto raw : split(text, '\n')) {
    ++number;
    const auto line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    std::string value;
    if (equals == std::string_view::npos || !unquote(trim(line.substr(equals + 1)), value)) {
      return invalid("line " + std::to_string(number) + ": not of the form key = \"text\"");
    }
    const std::string key(trim(line.substr(0, equals)));
    if (!catalogue.texts_.emplace(key, std::move(value)).second) {
      return invalid("line " + std::to_string(number) + ": " + key + " is there twice");
    }
  }
  return catalogue;
}

const Catalogue& Catalogue::chinese() {
  static const Catalogue& catalogue = compiled_in(kChineseTexts);
  return catalogue;
}

const Catalogue& Catalogue::english() {
  static const Catalogue& catalogue = compiled_in(kEnglishTexts);
  return catalogue;
}

const std::string& Catalogue::text(std::string_view key) const {
  const auto found = texts_.find(key);
  KEQIAN_ASSERT(found != texts_.end());
  return found->second;
}

std::string Catalogue::text(std::string_view key, std::initializer_list<Value> values) const {
  std::string out = text(key);
  for (const auto& [name, value] : values) {
    const std::string placeholder = "{" + std::string(name) + "}";
    for (auto at = out.find(placeholder); at != std::string::npos;
         at = out.find(placeholder, at + value.size())) {
      out.replace(at, placeholder.size(), value);
    }
  }
  return out;
}

}  // namespace keqian::kiosk
