#include "kiosk/paper/day_sheet.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "kiosk/paper/paper.h"
#include "kiosk/words/words.h"

namespace keqian::kiosk {
namespace {

constexpr Colour kInk = rgb(0x111111);
constexpr Colour kMuted = rgb(0x555555);
constexpr Colour kRule = rgb(0xBBBBBB);
constexpr Colour kHead = rgb(0xEEEEEE);
constexpr Colour kBar = rgb(0x4A6FA5);
constexpr float kMarginX = 50;
constexpr float kMarginTop = 46;
constexpr float kMarginBottom = 40;
constexpr float kRow = 17;
constexpr float kGap = 11;
constexpr float kChart = 96;
constexpr std::size_t kSessionRowsMax = 10;
constexpr std::size_t kSignatureShown = 16;  // characters; the whole of it is in closing.txt
constexpr std::size_t kHashShown = 16;

struct Column {
  float share = 1;  // of the width, beside the others'
  PaperAlign align = PaperAlign::kLeft;
};
using Cells = std::vector<std::string>;

class DaySheet {
 public:
  DaySheet(Paper& paper, const DayReport& report, const Catalogue& words)
      : paper_(paper), report_(report), words_(words) {
    room_ = Rect{0, 0, kPaperWidth, kPaperHeight}.inset(kMarginX, 0);
    room_.take_top(kMarginTop);
    room_.take_bottom(kMarginBottom);
  }

  void draw() {
    draw_foot();
    draw_head();
    draw_totals();
    draw_sessions();
    draw_staff();
    draw_hours();
    draw_record();
  }

 private:
  const std::string& say(std::string_view key) const { return words_.text(key); }

  void draw_head() {
    paper_.text(room_.take_top(28), say("sheet.title"),
                {.em = 20, .bold = true, .colour = kInk, .align = PaperAlign::kCentre});
    if (!report_.campaign_name.empty()) {
      paper_.text(room_.take_top(16), report_.campaign_name,
                  {.em = 10.5F, .colour = kMuted, .align = PaperAlign::kCentre});
    }
    room_.take_top(kGap * 0.6F);
    const auto& closing = report_.closing;
    const auto id = report_.kiosk_id.empty() ? say("machine.not_enrolled") : report_.kiosk_id;
    draw_facts({say("sheet.venue"), closing.venue_name}, {say("sheet.date"), closing.date.iso()});
    draw_facts({say("machine.kiosk"), report_.kiosk_name}, {say("machine.serial"), id});
    paper_.line({room_.left, room_.top + 3}, {room_.right(), room_.top + 3}, 1.2F, kInk);
    room_.take_top(kGap);
  }

  struct Fact {
    std::string label;
    std::string value;
  };
  void draw_facts(const Fact& left, const Fact& right) {
    const Rect row = room_.take_top(kRow);
    int column = 0;
    for (const auto* fact : {&left, &right}) {
      Rect place = row.column(column++, 2, 12);
      const PaperText style{.em = 9.5F, .colour = kMuted};
      paper_.text(place.take_left(paper_.width_of(fact->label, style) + 1, 8), fact->label, style);
      paper_.text(place, fact->value, {.em = 10.5F, .bold = true, .colour = kInk});
    }
  }

  void draw_heading(const std::string& words) {
    paper_.text(room_.take_top(17, 2), words, {.em = 11, .bold = true, .colour = kInk});
  }

  // Gives the room below it.
  void draw_table(std::span<const Column> columns, const Cells& head,
                  const std::vector<Cells>& rows) {
    const float top = room_.top;
    float shares = 0;
    for (const auto& column : columns) shares += column.share;
    const auto draw_row = [&](const Cells& cells, bool bold) {
      Rect row = room_.take_top(kRow);
      if (bold) paper_.fill(row, kHead);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const Rect cell = row.take_left((room_.width) * columns[i].share / shares);
        paper_.text(cell.inset(4, 0), cells[i],
                    {.em = 9, .bold = bold, .colour = kInk, .align = columns[i].align});
      }
      paper_.line({room_.left, room_.top}, {room_.right(), room_.top}, 0.5F, kRule);
    };
    draw_row(head, true);
    for (const auto& cells : rows) draw_row(cells, false);
    paper_.line({room_.left, top}, {room_.right(), top}, 0.5F, kRule);
    room_.take_top(kGap);
  }

  // Names above, numbers below.
  template <typename Values, typename Key>
  void draw_numbers(const Values& values, Key key_of) {
    std::vector<Column> columns;
    Cells head;
    Cells numbers;
    for (std::size_t i = 0; i < values.size(); ++i) {
      columns.push_back({1, PaperAlign::kCentre});
      head.push_back(say(key_of(i)));
      numbers.push_back(number_words(values[i]));
    }
    draw_table(columns, head, {numbers});
  }

  void draw_totals() {
    const auto& figures = report_.closing.figures;
    Rect row = room_.take_top(24, 4);
    const PaperText label{.em = 11, .bold = true, .colour = kInk};
    const auto& total = say("sheet.total");
    paper_.text(row.take_left(paper_.width_of(total, label) + 1, 10), total, label);
    paper_.text(row, number_words(figures.persons), {.em = 20, .bold = true, .colour = kInk});
    draw_numbers(figures.by_category, [](std::size_t i) { return category_key(kCategories[i]); });
    draw_heading(say("sheet.methods"));
    draw_numbers(figures.by_method, [](std::size_t i) { return method_key(kMethods[i]); });
  }

  Cells session_cells(const HeldSession& session) const {
    const auto from = clock_words(session.opened_utc_ms);
    const auto span = session.closed_utc_ms == 0 ? words_.text("holdings.since", {{"from", from}})
                                                 : from + "–" + clock_words(session.closed_utc_ms);
    return {session_title(words_, session.title), span, say(audience_key(session.audience)),
            number_words(session.persons), number_words(staff_of(session))};
  }

  static std::int64_t staff_of(const HeldSession& session) {
    return std::accumulate(session.staff.begin(), session.staff.end(), std::int64_t{0});
  }

  void draw_sessions() {
    draw_heading(say("closing.by_session"));
    constexpr std::array kColumns = {
        Column{4.2F, PaperAlign::kLeft}, Column{1.9F, PaperAlign::kCentre},
        Column{1.7F, PaperAlign::kCentre}, Column{1, PaperAlign::kRight},
        Column{1.2F, PaperAlign::kRight}};
    const auto& sessions = report_.sessions;
    const auto shown = sessions.size() > kSessionRowsMax ? kSessionRowsMax - 1 : sessions.size();
    std::vector<Cells> rows;
    for (std::size_t i = 0; i < shown; ++i) rows.push_back(session_cells(sessions[i]));
    if (shown < sessions.size()) {
      std::int64_t persons = 0;
      std::int64_t staff = 0;
      for (std::size_t i = shown; i < sessions.size(); ++i) {
        persons += sessions[i].persons;
        staff += staff_of(sessions[i]);
      }
      const auto count = std::to_string(sessions.size() - shown);
      rows.push_back({words_.text("sheet.other_sessions", {{"count", count}}),
                      {},
                      {},
                      number_words(persons),
                      number_words(staff)});
    }
    draw_table(kColumns,
               {say("export.title"), say("export.time"), say("export.audience"),
                say("export.persons"), say("sheet.staff")},
               rows);
  }

  void draw_staff() {
    draw_heading(say("closing.head_counts"));
    draw_numbers(report_.closing.figures.staff,
                 [](std::size_t i) { return category_key(kStaffRoles[i]); });
  }

  void draw_hours() {
    draw_heading(say("sheet.hours"));
    const auto& hours = report_.closing.figures.by_hour;
    std::size_t first = 8;
    std::size_t last = 17;
    std::int64_t most = 1;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
      if (hours[hour] <= 0) continue;
      first = std::min(first, hour);
      last = std::max(last, hour);
      most = std::max(most, hours[hour]);
    }
    Rect chart = room_.take_top(kChart, kGap);
    Rect labels = chart.take_bottom(13);
    const Rect bars = chart.inset(0, 0);
    const int count = static_cast<int>(last - first) + 1;
    for (int i = 0; i < count; ++i) {
      const auto hour = first + static_cast<std::size_t>(i);
      const auto persons = std::max<std::int64_t>(0, hours[hour]);
      Rect place = bars.column(i, count, 6);
      constexpr float kValue = 12;
      const float height =
          (place.height - kValue) * static_cast<float>(persons) / static_cast<float>(most);
      const Rect bar = place.take_bottom(height);
      if (persons > 0) {
        paper_.fill(bar, kBar);
        paper_.text(place.take_bottom(kValue), number_words(persons),
                    {.em = 8.5F, .colour = kInk, .align = PaperAlign::kCentre});
      }
      paper_.text(labels.column(i, count, 6), minute_words(static_cast<int>(hour) * 60),
                  {.em = 8, .colour = kMuted, .align = PaperAlign::kCentre});
    }
    paper_.line({bars.left, bars.bottom()}, {bars.right(), bars.bottom()}, 0.8F, kInk);
  }

  void draw_record() {
    const auto& closing = report_.closing;
    draw_line(
        words_.text("sheet.corrections", {{"reversals", number_words(report_.reversals)},
                                          {"persons", number_words(report_.persons_taken_back)}}));
    if (report_.last_sequence > 0) {
      draw_line(words_.text("sheet.ledger", {{"first", std::to_string(report_.first_sequence)},
                                             {"last", std::to_string(report_.last_sequence)},
                                             {"chain", closing.chain_head.substr(0, kHashShown)}}));
    }
    draw_line(closing_words());
  }

  std::string closing_words() const {
    const auto& closing = report_.closing;
    if (!closing.closed) {
      if (!closing.earlier) return say("sheet.open");
      return words_.text("sheet.open_again",
                         {{"time", clock_words(closing.earlier->closed_utc_ms)}});
    }
    const auto time = clock_words(closing.closed_utc_ms);
    if (closing.signature.empty()) return words_.text("sheet.closed_unsigned", {{"time", time}});
    const auto begins = closing.signature.find(':') + 1;
    return words_.text(
        "sheet.closed",
        {{"time", time}, {"signature", closing.signature.substr(begins, kSignatureShown)}});
  }

  void draw_line(const std::string& words) {
    paper_.text(room_.take_top(15), words, {.em = 9, .colour = kInk});
  }

  // Where people sign and seal, and when the sheet was made.
  void draw_foot() {
    const auto made =
        BusinessDate::of(report_.made_utc_ms).iso() + " " + clock_words(report_.made_utc_ms);
    paper_.text(room_.take_bottom(12, 6), words_.text("sheet.made", {{"time", made}}),
                {.em = 8, .colour = kMuted, .align = PaperAlign::kRight});
    const Rect row = room_.take_bottom(34, 6);
    int column = 0;
    for (const auto* key : {"sheet.sign", "sheet.seal", "sheet.sign_date"}) {
      Rect place = row.column(column++, 3, 20);
      const PaperText style{.em = 10, .colour = kInk};
      paper_.text(place.take_left(paper_.width_of(say(key), style) + 1, 6), say(key), style);
      paper_.line({place.left, place.bottom() - 9}, {place.right(), place.bottom() - 9}, 0.6F,
                  kInk);
    }
  }

  Paper& paper_;
  const DayReport& report_;
  const Catalogue& words_;
  Rect room_;
};

Result<std::string> sheet_as(Paper::Kind kind, const DayReport& report, const Catalogue& words) {
  const auto paper = Paper::make(kind);
  DaySheet(*paper, report, words).draw();
  return paper->finish();
}

}  // namespace

Result<std::string> day_sheet_pdf(const DayReport& report, const Catalogue& words) {
  return sheet_as(Paper::Kind::kPdf, report, words);
}

Result<std::string> day_sheet_png(const DayReport& report, const Catalogue& words) {
  return sheet_as(Paper::Kind::kPng, report, words);
}

}  // namespace keqian::kiosk
