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
constexpr float kMarginBottom = 34;
constexpr float kGap = 12;
constexpr float kHeading = 19;
constexpr float kLine = 16;
constexpr std::size_t kSessionRowsMax = 10;
constexpr std::size_t kClosingsShown = 4;
constexpr std::size_t kListRows = 4;
constexpr std::size_t kSignatureShown = 10;  // characters; the whole of it is in closing.txt
constexpr std::size_t kHashShown = 10;
constexpr float kHourWidthMax = 52;
constexpr std::size_t kHoursAside = 4;  // at each side of a single one
// What a seal of 42 mm needs beside the lines to sign on.
constexpr float kSignHeight = 112;
constexpr float kSealWidth = 178;

struct Column {
  float share = 1;  // of the width, beside the others'
  PaperAlign align = PaperAlign::kLeft;
};
using Cells = std::vector<std::string>;

// How high rows and the chart are: a full day's stand closer, so that the page is filled either
// way.
struct Heights {
  float row = 0;
  float chart = 0;
  float remarks = 0;  // 0: there is no room for any
};
Heights heights_for(float room, float rows) {
  constexpr float kRowLeast = 16;
  constexpr float kRowMost = 20;
  constexpr float kChartLeast = 84;
  constexpr float kChartMost = 150;
  constexpr float kRemarksLeast = 44;
  Heights heights;
  heights.row = std::clamp((room - kChartLeast - kRemarksLeast - kGap) / rows, kRowLeast, kRowMost);
  const float left = room - rows * heights.row;
  heights.chart = std::clamp(left * 0.55F, std::min(left, kChartLeast), kChartMost);
  const float remarks = left - heights.chart - kGap;
  heights.remarks = remarks >= kRemarksLeast ? remarks : 0;
  if (heights.remarks == 0) heights.chart = std::min(left, kChartMost);
  return heights;
}

// The hours that the chart shows: those that counted, with so many at both sides that a few stand
// in the middle.
struct Hours {
  std::size_t first = 8;
  std::size_t last = 17;
  std::int64_t most = 0;
};
Hours hours_of(const std::array<std::int64_t, 24>& persons) {
  const auto counts = [](std::int64_t hour) { return hour > 0; };
  const auto first = std::find_if(persons.begin(), persons.end(), counts);
  if (first == persons.end()) return {};
  const auto last = std::find_if(persons.rbegin(), persons.rend(), counts);
  Hours hours{static_cast<std::size_t>(first - persons.begin()),
              persons.size() - 1 - static_cast<std::size_t>(last - persons.rbegin()),
              *std::max_element(persons.begin(), persons.end())};
  const auto counted = hours.last - hours.first;
  const auto aside = std::min({hours.first, persons.size() - 1 - hours.last,
                               kHoursAside - std::min(kHoursAside, counted / 2)});
  hours.first -= aside;
  hours.last += aside;
  return hours;
}

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
    const auto sessions = std::min(report_.sessions.size(), kSessionRowsMax);
    const auto rows = static_cast<float>(2 + 1 + sessions + kListRows);
    const float fixed = 34 + 3 * kHeading + 4 * kGap + kLine + 4;
    heights_ = heights_for(room_.height - fixed, rows);
    draw_totals();
    draw_sessions();
    draw_lists();
    draw_hours();
    draw_line(closing_words());
    draw_remarks();
  }

 private:
  const std::string& say(std::string_view key) const { return words_.text(key); }

  void draw_head() {
    paper_.text(room_.take_top(30), say("sheet.title"),
                {.em = 21, .bold = true, .colour = kInk, .align = PaperAlign::kCentre});
    if (!report_.campaign_name.empty()) {
      paper_.text(room_.take_top(17), report_.campaign_name,
                  {.em = 10.5F, .colour = kMuted, .align = PaperAlign::kCentre});
    }
    room_.take_top(kGap * 0.7F);
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
    const Rect row = room_.take_top(17);
    int column = 0;
    for (const auto* fact : {&left, &right}) {
      Rect place = row.column(column++, 2, 12);
      const PaperText style{.em = 9.5F, .colour = kMuted};
      paper_.text(place.take_left(paper_.width_of(fact->label, style) + 1, 8), fact->label, style);
      paper_.text(place, fact->value, {.em = 10.5F, .bold = true, .colour = kInk});
    }
  }

  static PaperText heading() { return {.em = 11, .bold = true, .colour = kInk}; }
  void rule(Rect under) {
    paper_.line({under.left, under.bottom()}, {under.right(), under.bottom()}, 0.5F, kRule);
  }

  // Gives the room below it.
  void draw_table(std::span<const Column> columns, const Cells& head,
                  const std::vector<Cells>& rows) {
    const float top = room_.top;
    float shares = 0;
    for (const auto& column : columns) shares += column.share;
    const auto draw_row = [&](const Cells& cells, bool bold) {
      Rect row = room_.take_top(heights_.row);
      if (bold) paper_.fill(row, kHead);
      rule(row);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const Rect cell = row.take_left((room_.width) * columns[i].share / shares);
        paper_.text(cell.inset(4, 0), cells[i],
                    {.em = 9, .bold = bold, .colour = kInk, .align = columns[i].align});
      }
    };
    draw_row(head, true);
    for (const auto& cells : rows) draw_row(cells, false);
    paper_.line({room_.left, top}, {room_.right(), top}, 0.5F, kRule);
    room_.take_top(kGap);
  }

  // Names above, numbers below.
  void draw_totals() {
    const auto& figures = report_.closing.figures;
    Rect row = room_.take_top(28, 6);
    const auto& total = say("sheet.total");
    paper_.text(row.take_left(paper_.width_of(total, heading()) + 1, 10), total, heading());
    paper_.text(row, number_words(figures.persons), {.em = 22, .bold = true, .colour = kInk});
    std::vector<Column> columns;
    Cells head;
    Cells numbers;
    for (std::size_t i = 0; i < kCategories.size(); ++i) {
      columns.push_back({1, PaperAlign::kCentre});
      head.push_back(say(category_key(kCategories[i])));
      numbers.push_back(number_words(figures.by_category[i]));
    }
    draw_table(columns, head, {numbers});
  }

  // A 0 that nobody has entered is not one.
  std::string staff_words(std::int64_t persons, bool reported) const {
    return reported ? number_words(persons) : say("closing.not_reported");
  }
  static std::int64_t staff_of(const HeldSession& session) {
    return std::accumulate(session.staff.begin(), session.staff.end(), std::int64_t{0});
  }

  Cells session_cells(const HeldSession& session) const {
    const auto from = clock_words(session.opened_utc_ms);
    const auto span = session.closed_utc_ms == 0 ? words_.text("holdings.since", {{"from", from}})
                                                 : from + "–" + clock_words(session.closed_utc_ms);
    return {session_title(words_, session.title), span, say(audience_key(session.audience)),
            number_words(session.persons), staff_words(staff_of(session), session.staff_reported)};
  }

  Cells other_sessions(std::span<const HeldSession> others) const {
    std::int64_t persons = 0;
    std::int64_t staff = 0;
    for (const auto& session : others) {
      persons += session.persons;
      staff += staff_of(session);
    }
    const bool reported = std::ranges::any_of(others, &HeldSession::staff_reported);
    return {words_.text("sheet.other_sessions", {{"count", std::to_string(others.size())}}),
            {},
            {},
            number_words(persons),
            staff_words(staff, reported)};
  }

  void draw_sessions() {
    paper_.text(room_.take_top(kHeading - 2, 2), say("closing.by_session"), heading());
    constexpr std::array kColumns = {
        Column{4.2F, PaperAlign::kLeft}, Column{1.9F, PaperAlign::kCentre},
        Column{1.5F, PaperAlign::kCentre}, Column{1, PaperAlign::kRight},
        Column{1.4F, PaperAlign::kRight}};
    const std::span<const HeldSession> sessions = report_.sessions;
    const auto shown = sessions.size() > kSessionRowsMax ? kSessionRowsMax - 1 : sessions.size();
    std::vector<Cells> rows;
    for (const auto& session : sessions.first(shown)) rows.push_back(session_cells(session));
    if (shown < sessions.size()) rows.push_back(other_sessions(sessions.subspan(shown)));
    draw_table(kColumns,
               {say("export.title"), say("sheet.time"), say("export.audience"),
                say("export.persons"), say("sheet.staff")},
               rows);
  }

  // Three short lists beside each other.
  void draw_lists() {
    const auto& figures = report_.closing.figures;
    std::vector<Fact> methods;
    methods.reserve(kMethods.size());
    for (std::size_t i = 0; i < kMethods.size(); ++i) {
      methods.push_back({say(method_key(kMethods[i])), number_words(figures.by_method[i])});
    }
    const bool reported = std::ranges::any_of(report_.sessions, &HeldSession::staff_reported);
    std::vector<Fact> staff;
    staff.reserve(kStaffRoles.size());
    for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
      staff.push_back({say(category_key(kStaffRoles[i])), staff_words(figures.staff[i], reported)});
    }
    const Rect row = room_.take_top(kHeading + heights_.row * kListRows, kGap);
    draw_list(row.column(0, 3, 18), "sheet.methods", methods);
    draw_list(row.column(1, 3, 18), "sheet.staff", staff);
    draw_list(row.column(2, 3, 18), "sheet.corrections", corrections());
  }

  void draw_list(Rect place, std::string_view title, const std::vector<Fact>& rows) {
    paper_.text(place.take_top(kHeading - 2, 2), say(title), heading());
    paper_.line({place.left, place.top}, {place.right(), place.top}, 0.5F, kRule);
    for (const auto& [label, value] : rows) {
      Rect row = place.take_top(heights_.row);
      rule(row);
      const PaperText bold{.em = 9, .bold = true, .colour = kInk, .align = PaperAlign::kRight};
      paper_.text(row.take_right(paper_.width_of(value, bold) + 1, 6), value, bold);
      paper_.text(row, label, {.em = 9, .colour = kInk});
    }
  }

  // Each check-in once, by what came of it in the end.
  std::vector<Fact> corrections() const {
    const auto& sums = report_.corrections;
    std::vector<Fact> rows;
    const auto add = [&](std::string_view key, const CorrectionSum& sum) {
      if (sum.check_ins == 0) return;
      rows.push_back({say(key), words_.text("sheet.corrections.sum",
                                            {{"check_ins", number_words(sum.check_ins)},
                                             {"persons", (sum.persons > 0 ? "+" : "") +
                                                             number_words(sum.persons)}})});
    };
    add("sheet.corrections.changed", sums.changed);
    add("sheet.corrections.voided", sums.voided);
    add("sheet.corrections.at_the_door", sums.at_the_door);
    if (rows.empty()) rows.push_back({say("sheet.corrections.none"), {}});
    return rows;
  }

  void draw_hours() {
    paper_.text(room_.take_top(kHeading - 2, 2), say("sheet.hours"), heading());
    const auto& persons = report_.closing.figures.by_hour;
    const auto hours = hours_of(persons);
    Rect chart = room_.take_top(heights_.chart, kGap);
    Rect labels = chart.take_bottom(13);
    paper_.line({chart.left, chart.bottom()}, {chart.right(), chart.bottom()}, 0.8F, kInk);
    const auto count = static_cast<int>(hours.last - hours.first) + 1;
    const float aside =
        std::max(0.0F, (chart.width - kHourWidthMax * static_cast<float>(count)) / 2);
    for (int i = 0; i < count; ++i) {
      const auto hour = hours.first + static_cast<std::size_t>(i);
      Rect place = chart.inset(aside, 0).column(i, count, 16);
      const Rect label{place.left - 8, labels.top, place.width + 16, labels.height};
      constexpr float kValue = 12;
      if (persons[hour] > 0) {
        const float share = static_cast<float>(persons[hour]) / static_cast<float>(hours.most);
        paper_.fill(place.take_bottom((place.height - kValue) * share), kBar);
        paper_.text(place.take_bottom(kValue), number_words(persons[hour]),
                    {.em = 8.5F, .colour = kInk, .align = PaperAlign::kCentre});
      }
      paper_.text(label, minute_words(static_cast<int>(hour) * 60),
                  {.em = 8, .colour = kMuted, .align = PaperAlign::kCentre});
    }
  }

  // How often the day was closed, and whether something has happened since.
  std::string closing_words() const {
    const auto& closings = report_.closings;
    if (closings.empty()) return say("sheet.open");
    std::string times;
    const auto first = closings.size() > kClosingsShown ? closings.size() - kClosingsShown : 0;
    for (auto i = first; i < closings.size(); ++i) {
      if (!times.empty()) times += say("sheet.closings.join");
      times += words_.text("sheet.closings.one", {{"time", clock_words(closings[i].closed_utc_ms)},
                                                  {"persons", number_words(closings[i].persons)}});
    }
    const auto* key = !report_.closing.closed ? "sheet.open_again"
                      : closings.size() > 1   ? "sheet.closed_again"
                                              : "sheet.closed";
    return words_.text(key, {{"count", std::to_string(closings.size())}, {"times", times}});
  }

  void draw_line(const std::string& words) {
    paper_.text(room_.take_top(kLine, 4), words, {.em = 9.5F, .bold = true, .colour = kInk});
  }

  void frame(Rect rect) {
    paper_.line({rect.left, rect.top}, {rect.right(), rect.top}, 0.6F, kRule);
    paper_.line({rect.left, rect.bottom()}, {rect.right(), rect.bottom()}, 0.6F, kRule);
    paper_.line({rect.left, rect.top}, {rect.left, rect.bottom()}, 0.6F, kRule);
    paper_.line({rect.right(), rect.top}, {rect.right(), rect.bottom()}, 0.6F, kRule);
  }

  void draw_remarks() {
    if (heights_.remarks == 0) return;
    Rect box = room_.take_top(heights_.remarks - 4);
    frame(box);
    paper_.text(box.inset(8, 0).take_top(20), say("sheet.remarks"), {.em = 9, .colour = kMuted});
  }

  // Where people sign and seal; below it, small, what an archive compares.
  void draw_foot() {
    const auto made =
        BusinessDate::of(report_.made_utc_ms).iso() + " " + clock_words(report_.made_utc_ms);
    const PaperText small{.em = 7.5F, .colour = kMuted};
    Rect row = room_.take_bottom(11, 8);
    const auto& made_words = words_.text("sheet.made", {{"time", made}});
    paper_.text(row.take_right(paper_.width_of(made_words, small) + 1, 10), made_words,
                {.em = small.em, .colour = small.colour, .align = PaperAlign::kRight});
    paper_.text(row, archive_words(), small);
    Rect place = room_.take_bottom(kSignHeight, kGap);
    const Rect seal = place.take_right(kSealWidth, 30);
    frame(seal);
    paper_.text(seal, say("sheet.seal"),
                {.em = 10, .colour = kMuted, .align = PaperAlign::kCentre});
    int index = 0;
    for (const auto* key : {"sheet.filled_by", "sheet.sign", "sheet.sign_date"}) {
      Rect line = place.row(index++, 3, 0);
      const PaperText style{.em = 10.5F, .colour = kInk};
      paper_.text(line.take_left(70), say(key), style);
      paper_.line({line.left, line.bottom() - 10}, {line.right(), line.bottom() - 10}, 0.6F, kInk);
    }
  }

  std::string archive_words() const {
    const auto& closing = report_.closing;
    if (report_.last_sequence == 0) return {};
    const auto chain = closing.chain_head.substr(0, kHashShown);
    if (!closing.closed || closing.signature.empty()) {
      return words_.text("sheet.archive.unsigned",
                         {{"first", std::to_string(report_.first_sequence)},
                          {"last", std::to_string(report_.last_sequence)},
                          {"chain", chain}});
    }
    const auto begins = closing.signature.find(':') + 1;
    return words_.text("sheet.archive",
                       {{"first", std::to_string(report_.first_sequence)},
                        {"last", std::to_string(report_.last_sequence)},
                        {"chain", chain},
                        {"signature", closing.signature.substr(begins, kSignatureShown)}});
  }

  Paper& paper_;
  const DayReport& report_;
  const Catalogue& words_;
  Rect room_;
  Heights heights_;
};

}  // namespace

void draw_day_sheet(Paper& paper, const DayReport& report, const Catalogue& words) {
  DaySheet(paper, report, words).draw();
}

namespace {

Result<std::string> sheet_as(Paper::Kind kind, const DayReport& report, const Catalogue& words) {
  const auto paper = Paper::make(kind);
  draw_day_sheet(*paper, report, words);
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
