#include "kiosk/ledger/day_export.h"

#include <array>
#include <string>
#include <utility>

#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/csv.h"
#include "kiosk/ledger/session_rows.h"
#include "server-sync/base/files.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int kRowsMax = 2'000'000;

constexpr char kCounts[] =
    "SELECT tally.session_id, title, hour, category, method, persons, check_ins "
    "FROM tally JOIN session ON session.id = tally.session_id WHERE tally.business_date = ? "
    "ORDER BY tally.session_id, hour, category, method LIMIT ?";
constexpr char kSessions[] =
    "SELECT " KEQIAN_SESSION_COLUMNS
    ", (SELECT COALESCE(SUM(persons), 0) FROM tally "
    "WHERE session_id = session.id) FROM session WHERE business_date = ? AND opened_utc_ms > 0 "
    "ORDER BY opening LIMIT ?";
constexpr char kRows[] =
    "SELECT sequence, utc_ms, hour, session_id, title, category, method, persons, direction, "
    "reverses, reason, clock_state FROM check_in JOIN session ON session.id = session_id "
    "WHERE check_in.business_date = ? ORDER BY sequence LIMIT ?";
constexpr char kKioskId[] = "SELECT kiosk_id FROM identity WHERE id = 1";

// The words of the glossary, for people; in the order of kCategories and kMethods.
constexpr std::array<std::string_view, kCategories.size()> kCategoryWords = {
    "群众", "青少年", "科普专职人员", "科技工作者", "科技志愿者", "其他人员"};
constexpr std::array<std::string_view, kMethods.size()> kMethodWords = {"摄像头", "扫码枪", "点按",
                                                                        "手工"};

std::string_view category_word(const std::string& spelt) {
  const auto category = parse_category(spelt);
  return category ? kCategoryWords[static_cast<std::size_t>(*category)] : std::string_view(spelt);
}

std::string_view method_word(const std::string& spelt) {
  const auto method = parse_method(spelt);
  return method ? kMethodWords[static_cast<std::size_t>(*method)] : std::string_view(spelt);
}

std::string counts_table(Connection& connection, BusinessDate date) {
  CsvTable table;
  table.row({"日期 date", "场次 session", "名称 title", "时段 hour", "类别 category", "方式 method",
             "人次 persons", "记录数 rows"});
  const auto day = date.iso();
  auto query = connection.query(kCounts);
  query.bind(day, kRowsMax);
  while (query.step()) {
    const auto session = query.text(0);
    const auto title = query.text(1);
    const auto category = query.text(3);
    const auto method = query.text(4);
    table.row({day, session, title, query.integer(2), category_word(category), method_word(method),
               query.integer(5), query.integer(6)});
  }
  return table.text();
}

struct ListedSession {
  Session session;
  std::int64_t persons = 0;
};

std::string sessions_table(Connection& connection, BusinessDate date) {
  std::vector<ListedSession> sessions;
  {
    auto query = connection.query(kSessions);
    query.bind(date.iso(), kRowsMax);
    while (query.step()) sessions.push_back({read_session(query), query.integer(6)});
  }
  CsvTable table;
  table.row({"场次 session", "名称 title", "对象 audience", "开始 opened", "结束 closed",
             "随当日结束 ended with its day", "人次 persons", "科普专职人员 professional",
             "科技工作者 science_worker", "科技志愿者 volunteer", "其他人员 other_staff"});
  for (const auto& [session, persons] : sessions) {
    std::array<std::int64_t, kCategories.size()> staff{};
    for (const auto& count : read_head_counts(connection, session.id)) {
      staff[static_cast<std::size_t>(count.role)] = count.persons;
    }
    const auto opened = iso_time(session.opened_utc_ms);
    const auto closed = session.closed_utc_ms == 0 ? "" : iso_time(session.closed_utc_ms);
    const auto of = [&staff](Category role) { return staff[static_cast<std::size_t>(role)]; };
    table.row({session.id.value, session.title, name(session.audience), opened, closed,
               std::int64_t{session.ended_with_its_day ? 1 : 0}, persons,
               of(Category::kProfessional), of(Category::kScienceWorker), of(Category::kVolunteer),
               of(Category::kOtherStaff)});
  }
  return table.text();
}

std::string rows_table(Connection& connection, BusinessDate date) {
  CsvTable table;
  table.row({"编号 sequence", "时间 time", "时段 hour", "场次 session", "名称 title",
             "类别 category", "方式 method", "人次 persons", "方向 direction", "冲正 reverses",
             "原因 reason", "时钟 clock"});
  auto query = connection.query(kRows);
  query.bind(date.iso(), kRowsMax);
  while (query.step()) {
    const auto time = iso_time(query.integer(1));
    const auto session = query.text(3);
    const auto title = query.text(4);
    const auto category = query.text(5);
    const auto method = query.text(6);
    const auto direction = query.text(8);
    const auto reverses = query.is_null(9) ? std::string() : std::to_string(query.integer(9));
    const auto reason = query.text(10);
    const auto clock = query.text(11);
    table.row({query.integer(0), time, query.integer(2), session, title, category_word(category),
               method_word(method), query.integer(7), direction, reverses, reason, clock});
  }
  return table.text();
}

using Files = std::vector<std::pair<std::string, std::string>>;  // name, bytes

}  // namespace

Status write_exported(const fs::path& file, std::string_view bytes) {
  auto status = write_file(file, bytes);
  if (status.ok()) return status;
  auto error = status.error();
  error.kind = ErrorKind::kStorage;
  if (error.hint.empty()) error.hint = "choose another folder, or another memory stick";
  return error;
}

std::string export_prefix(Connection& connection) {
  auto query = connection.query(kKioskId);
  return query.step() ? "keqian-" + query.text(0) + "-" : "keqian-";
}

Result<std::vector<fs::path>> export_day(Core& core, BusinessDate date, const fs::path& folder) {
  KEQIAN_TRY(const auto files, core.read_apart("read the day", [&](Connection& connection) {
    const auto stem = export_prefix(connection) + date.iso();
    Files made = {{stem + "-counts.csv", counts_table(connection, date)},
                  {stem + "-sessions.csv", sessions_table(connection, date)},
                  {stem + "-rows.csv", rows_table(connection, date)}};
    auto closing = closing_text(connection, date);
    if (!closing.empty()) made.emplace_back(stem + "-closing.txt", std::move(closing));
    return Result<Files>(std::move(made));
  }));
  std::vector<fs::path> written;
  for (const auto& [file, bytes] : files) {
    KEQIAN_CHECK_OK(write_exported(folder / file, bytes));
    written.push_back(folder / file);
  }
  return written;
}

}  // namespace keqian::kiosk
