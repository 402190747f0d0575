#include "kiosk/ui/text_layout.h"

#include <algorithm>

#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》」』”’·…%）】,.;:?!)";
constexpr std::u32string_view kNeverLast = U"（《「『“‘【(";

bool is_wide(char32_t c) {
  return c >= 0x2E80 && c < 0xFFE0;
}

struct Piece {  // what must stay together
  std::string text;
  float width = 0;
  bool space = false;
  bool line_end = false;
};

bool may_break(char32_t before, char32_t after) {
  if (kNeverFirst.find(after) != std::u32string_view::npos) return false;
  if (kNeverLast.find(before) != std::u32string_view::npos) return false;
  return is_wide(before) || is_wide(after);
}

std::vector<Piece> pieces_of(std::string_view text, const AdvanceOf& advance) {
  std::vector<Piece> pieces;
  char32_t before = 0;
  for (std::size_t position = 0; position < text.size();) {
    const auto start = position;
    const char32_t c = next_code_point(text, position);
    const bool space = c == U' ';
    const bool starts = before == 0 || space || before == U' ' || before == U'\n' || c == U'\n' ||
                        may_break(before, c);
    if (starts) pieces.emplace_back();
    auto& piece = pieces.back();
    if (c == U'\n') {
      piece.line_end = true;
    } else {
      piece.text += text.substr(start, position - start);
      piece.width += advance(c);
      piece.space = space;
    }
    before = c;
  }
  return pieces;
}

// A word that is wider than the line becomes one piece a character.
std::vector<Piece> split_wide(std::vector<Piece> pieces, float width, const AdvanceOf& advance) {
  std::vector<Piece> out;
  for (auto& piece : pieces) {
    if (piece.width <= width) {
      out.push_back(std::move(piece));
      continue;
    }
    for (std::size_t position = 0; position < piece.text.size();) {
      const auto start = position;
      const char32_t c = next_code_point(piece.text, position);
      out.push_back({piece.text.substr(start, position - start), advance(c), false, false});
    }
  }
  return out;
}

std::vector<std::string> greedy(const std::vector<Piece>& pieces, float width) {
  std::vector<std::string> lines(1);
  float used = 0;
  for (const auto& piece : pieces) {
    if (piece.line_end) {
      lines.emplace_back();
      used = 0;
      continue;
    }
    if (used > 0 && used + piece.width > width + 0.01F && !piece.space) {
      lines.emplace_back();
      used = 0;
    }
    if (piece.space && used == 0) continue;
    lines.back() += piece.text;
    used += piece.width;
  }
  for (auto& line : lines) {
    while (line.ends_with(' ')) line.pop_back();
  }
  return lines;
}

bool is_dot(const Piece& piece) {
  return piece.text == "·";
}

// What stands between two " · " is a thing of its own: it stays together where it fits a line.
std::vector<Piece> join_between_dots(const std::vector<Piece>& pieces, float width) {
  std::vector<Piece> out;
  for (std::size_t from = 0; from < pieces.size();) {
    std::size_t to = from;
    Piece joined;
    for (; to < pieces.size(); ++to) {
      joined.text += pieces[to].text;
      joined.width += pieces[to].width;
      joined.line_end = joined.line_end || pieces[to].line_end;
      if (is_dot(pieces[to]) && to > from && pieces[to - 1].space) break;
    }
    to = std::min(to + 1, pieces.size());
    if (joined.width <= width && !joined.line_end) {
      out.push_back(std::move(joined));
    } else {
      out.insert(out.end(), pieces.begin() + static_cast<std::ptrdiff_t>(from),
                 pieces.begin() + static_cast<std::ptrdiff_t>(to));
    }
    from = to;
    if (from < pieces.size() && pieces[from].space) out.push_back(pieces[from++]);
  }
  return out;
}

// Whole clauses: what stands between two marks of punctuation.
std::vector<Piece> clauses_of(const std::vector<Piece>& pieces) {
  constexpr std::u32string_view kEnds = U"，。；：？！,.;:?!";
  std::vector<Piece> clauses;
  bool starts = true;
  for (const auto& piece : pieces) {
    if (starts || piece.line_end) clauses.emplace_back();
    auto& clause = clauses.back();
    clause.text += piece.text;
    clause.width += piece.width;
    clause.line_end = piece.line_end;
    char32_t last = 0;
    for (std::size_t position = 0; position < piece.text.size();) {
      last = next_code_point(piece.text, position);
    }
    // The space after the mark belongs to the clause before it.
    starts = piece.line_end || kEnds.find(last) != std::u32string_view::npos;
  }
  return clauses;
}

std::vector<std::string> trimmed(std::vector<std::string> lines) {
  for (auto& line : lines) {
    while (line.ends_with(' ')) line.pop_back();
    line.erase(0, line.find_first_not_of(' '));
  }
  return lines;
}

// The dot between two things has nothing to part where the line ends.
std::vector<std::string> without_last_dots(std::vector<std::string> lines) {
  constexpr std::string_view kDot = " ·";
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].ends_with(kDot)) lines[i].resize(lines[i].size() - kDot.size());
  }
  return lines;
}

// The lines at the least width that still gives their number, so that they are of like length.
std::vector<std::string> even_out(const std::vector<Piece>& pieces, float width,
                                  std::size_t lines) {
  float narrow = width / 2;
  float wide = width;
  for (int i = 0; i < 10; ++i) {
    const float middle = (narrow + wide) / 2;
    const bool fits =
        std::ranges::all_of(pieces, [&](const Piece& piece) { return piece.width <= middle; }) &&
        greedy(pieces, middle).size() == lines;
    (fits ? wide : narrow) = middle;
  }
  return greedy(pieces, wide);
}

}  // namespace

float width_of(std::string_view text, const AdvanceOf& advance) {
  float width = 0;
  for (std::size_t position = 0; position < text.size();) {
    width += advance(next_code_point(text, position));
  }
  return width;
}

std::vector<std::string> break_lines(std::string_view text, float width, const AdvanceOf& advance) {
  auto pieces = split_wide(pieces_of(text, advance), width, advance);
  auto lines = greedy(pieces, width);
  if (lines.size() < 2) return lines;
  if (std::ranges::any_of(pieces, is_dot)) {
    pieces = join_between_dots(pieces, width);
    return without_last_dots(even_out(pieces, width, greedy(pieces, width).size()));
  }
  // Breaks after punctuation read best, where they cost no further line.
  const auto clauses = clauses_of(pieces);
  const bool clauses_fit =
      std::ranges::all_of(clauses, [&](const Piece& clause) { return clause.width <= width; });
  if (clauses_fit && greedy(clauses, width).size() == lines.size()) {
    return trimmed(even_out(clauses, width, lines.size()));
  }
  return even_out(pieces, width, lines.size());
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
