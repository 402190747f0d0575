#include "kiosk/ui/text_layout.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "kiosk/ui/chinese_words.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》」』”’·…%）】,.;:?!)";
constexpr std::u32string_view kNeverLast = U"（《「『“‘【(";
constexpr std::u32string_view kSentenceEnds = U"。？！?!";
constexpr std::u32string_view kClauseEnds = U"，；、,;.:";
constexpr float kRounding = 0.01F;

// What a break costs, against a line whose square of unused width is 1. A line too many costs more
// than all of them.
constexpr float kAfterSentence = 0;
constexpr float kAfterClause = 0.05F;
constexpr float kBetweenWords = 0.25F;
constexpr float kAfterColon = 0.35F;  // what follows is what it announces
constexpr float kBetweenDots = 0.7F;  // inside one of the things that dots part
constexpr float kInsideWord = 4;
constexpr float kLine = 10'000;

bool is_wide(char32_t c) {
  return c >= 0x2E80 && c < 0xFFE0;
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_one_of(std::u32string_view all, char32_t c) {
  return all.find(c) != std::u32string_view::npos;
}

// What is never parted, the space after it, and what a break there costs.
struct Atom {
  std::string text;
  float width = 0;
  float space = 0;
  float cost = kBetweenWords;
};

struct Character {
  std::string_view text;
  char32_t code = 0;
  bool word_goes_on = false;  // with the next one, as far as Chinese words are known
};

std::vector<Character> characters_of(std::string_view paragraph) {
  std::vector<Character> characters;
  std::size_t word_end = 0;
  for (std::size_t position = 0; position < paragraph.size();) {
    const auto start = position;
    const char32_t code = next_code_point(paragraph, position);
    if (start >= word_end && is_wide(code)) {
      word_end = start + chinese_word_at(paragraph.substr(start));
    }
    characters.push_back({paragraph.substr(start, position - start), code, position < word_end});
  }
  return characters;
}

bool may_break(char32_t before, char32_t after) {
  if (is_one_of(kNeverFirst, after) || is_one_of(kNeverLast, before)) return false;
  return is_wide(before) || is_wide(after);
}

// Of a break between two characters with or without a space between them.
float cost_of(const Character& before, char32_t after, bool space, bool dotted) {
  const char32_t code = before.code;
  if (before.word_goes_on) return kInsideWord;
  if (code == U'·') return kAfterSentence;
  if (is_one_of(kSentenceEnds, code)) return kAfterSentence;
  if (is_one_of(kClauseEnds, code)) return kAfterClause;
  // A number and what it counts, with a space between them or not.
  if ((is_digit(code) && is_wide(after)) || (is_wide(code) && is_digit(after))) return kInsideWord;
  if (code == U'：') return kAfterColon;
  return dotted && (space || is_wide(code)) ? kBetweenDots : kBetweenWords;
}

std::vector<Atom> atoms_of(std::string_view paragraph, const AdvanceOf& advance) {
  const bool dotted = paragraph.find(" · ") != std::string_view::npos;
  const auto characters = characters_of(paragraph);
  std::vector<Atom> atoms(1);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    auto& atom = atoms.back();
    if (characters[i].code == U' ') {
      atom.space += advance(U' ');
    } else {
      atom.text += characters[i].text;
      atom.width += advance(characters[i].code);
    }
    if (i + 1 == characters.size()) break;
    const char32_t next = characters[i + 1].code;
    if (next == U' ') continue;
    const bool space = characters[i].code == U' ';
    const std::size_t last = space && i > 0 ? i - 1 : i;
    if (space ? is_one_of(kNeverFirst, next) : !may_break(characters[i].code, next)) {
      if (!space) continue;
      // The space stays inside.
      atom.text += ' ';
      atom.width += std::exchange(atom.space, 0.0F);
      continue;
    }
    const bool numbers_a_step =
        characters[last].code == U'.' && last > 0 && is_digit(characters[last - 1].code);
    atom.cost = numbers_a_step ? kInsideWord : cost_of(characters[last], next, space, dotted);
    atoms.emplace_back();
  }
  return atoms;
}

// A word that is wider than the line becomes one atom a character.
std::vector<Atom> split_wide(std::vector<Atom> atoms, float width, const AdvanceOf& advance) {
  std::vector<Atom> out;
  for (auto& atom : atoms) {
    if (atom.width <= width) {
      out.push_back(std::move(atom));
      continue;
    }
    for (std::size_t position = 0; position < atom.text.size();) {
      const auto start = position;
      const char32_t c = next_code_point(atom.text, position);
      out.push_back({atom.text.substr(start, position - start), advance(c), 0, kInsideWord});
    }
    out.back().space = atom.space;
    out.back().cost = atom.cost;
  }
  return out;
}

// Where the lines begin, the cheapest way; the first is 0. Each atom is as narrow as the width.
std::vector<std::size_t> cheapest(const std::vector<Atom>& atoms, float width) {
  constexpr float kNever = std::numeric_limits<float>::max();
  std::vector<float> cost(atoms.size() + 1, kNever);  // of what stands before each atom
  std::vector<std::size_t> line_start(atoms.size() + 1, 0);
  cost[0] = 0;
  for (std::size_t end = 1; end <= atoms.size(); ++end) {
    float used = 0;
    for (std::size_t start = end; start-- > 0;) {
      used += atoms[start].width + (start + 1 < end ? atoms[start].space : 0);
      if (used > width + kRounding && start + 1 < end) break;
      const float unused = std::max(0.0F, 1 - used / std::max(1.0F, width));
      const float before = start == 0 ? 0 : atoms[start - 1].cost;
      const float whole = cost[start] + kLine + unused * unused + before;
      if (whole >= cost[end]) continue;
      cost[end] = whole;
      line_start[end] = start;
    }
  }
  std::vector<std::size_t> starts;
  for (std::size_t end = atoms.size(); end > 0; end = line_start[end]) {
    starts.insert(starts.begin(), line_start[end]);
  }
  return starts;
}

void add_paragraph(BrokenText& broken, std::string_view paragraph, float width,
                   const AdvanceOf& advance) {
  const auto atoms = split_wide(atoms_of(paragraph, advance), width, advance);
  const auto starts = cheapest(atoms, width);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : atoms.size();
    std::string line;
    for (std::size_t a = starts[i]; a < end; ++a) {
      line += atoms[a].text;
      if (a + 1 < end && atoms[a].space > 0) line += ' ';
    }
    if (end < atoms.size()) {
      broken.parts_words = broken.parts_words || atoms[end - 1].cost >= kInsideWord;
      // The dot between two things has nothing to part where the line ends.
      constexpr std::string_view kDot = " ·";
      if (line.ends_with(kDot)) line.resize(line.size() - kDot.size());
    }
    broken.lines.push_back(std::move(line));
  }
}

}  // namespace

float width_of(std::string_view text, const AdvanceOf& advance) {
  float width = 0;
  for (std::size_t position = 0; position < text.size();) {
    width += advance(next_code_point(text, position));
  }
  return width;
}

BrokenText break_lines(std::string_view text, float width, const AdvanceOf& advance) {
  BrokenText broken;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    const auto paragraph = text.substr(start, end - start);
    if (width_of(paragraph, advance) <= width + kRounding) {
      broken.lines.emplace_back(paragraph);
    } else {
      add_paragraph(broken, paragraph, width, advance);
    }
    start = end + 1;
  }
  return broken;
}

std::string shorten(std::string_view text, float width, const AdvanceOf& advance) {
  if (width_of(text, advance) <= width) return std::string(text);
  const float room = width - advance(U'…');
  std::string out;
  float used = 0;
  for (std::size_t position = 0; position < text.size();) {
    const auto start = position;
    used += advance(next_code_point(text, position));
    if (used > room) break;
    out += text.substr(start, position - start);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out + "…";
}

}  // namespace keqian::kiosk
