#include "tests/screens/staff_day.h"

#include "server-sync/base/date.h"

namespace keqian::kiosk::staff_day {

std::string either(const Model& model, const char* chinese, const char* english) {
  return model.language == Language::kChinese ? chinese : english;
}

SessionId session(const char* activity, int number) {
  return session_id({activity}, {"city-library"}, *BusinessDate::parse("2026-05-28"), number);
}

UtcMs at(const Model& model, int hour, int minute) {
  return BusinessDate::of(model.utc_ms).start_utc_ms() + (hour * 60 + minute) * 60 * kMsPerSecond;
}

Programme programme(const Model& model) {
  Programme programme;
  programme.counting = session("daily", 1);
  programme.held = {{session("timber", 1),
                     either(model, "走进晋城古建筑专题讲座", "Talk: old timber halls"),
                     Audience::kPublic,
                     at(model, 13, 30),
                     0,
                     false,
                     86,
                     {2, 1, 6, 0},
                     true},
                    {session("daily", 1),
                     either(model, "日常开放", "Daily opening"),
                     Audience::kPublic,
                     at(model, 8, 2),
                     0,
                     false,
                     1302,
                     {4, 2, 12, 1},
                     true},
                    {session("firms", 1),
                     either(model, "高新技术企业培育专题培训", "Training for high-tech firms"),
                     Audience::kBusiness,
                     at(model, 9, 0),
                     at(model, 11, 40),
                     false,
                     54,
                     {}}};
  programme.planned = {
      {session("silk", 1), either(model, "春季蚕桑研学暨蚕宝宝领养活动", "Silkworms in spring"),
       Audience::kPublic, 9 * 60, 11 * 60},
      {session("paper", 1), either(model, "博物馆里的非遗课堂——古法造纸", "Making paper by hand"),
       Audience::kPublic, 15 * 60, 16 * 60 + 30},
      {session("meteo", 1), either(model, "气象科普进校园", "Weather for schools"),
       Audience::kInternal, 17 * 60, 18 * 60}};
  programme.activities = {
      {{"daily"}, either(model, "日常开放", "Daily opening"), Audience::kPublic},
      {{"traffic"},
       either(model, "“交通安全，与我童行”青少年体验", "Traffic safety for children"),
       Audience::kPublic},
      {{"silk"},
       either(model, "春季蚕桑研学暨蚕宝宝领养活动", "Silkworms in spring"),
       Audience::kPublic}};
  return programme;
}

Figures figures_of_today(const Model& model) {
  Figures figures;
  const std::array<std::int64_t, 8> hours = {38, 126, 214, 251, 167, 142, 231, 133};
  for (std::size_t i = 0; i < hours.size(); ++i) {
    figures.by_hour[7 + i] = hours[i];
    figures.persons += hours[i];
  }
  figures.by_category = {701, 512, 34, 21, 30, 4};
  figures.by_method = {988, 61, 241, 12};
  const auto today = *BusinessDate::parse("2026-05-28");
  figures.by_session = {{session("daily", 1),
                         "日常开放",
                         today,
                         1108,
                         false,
                         at(model, 8, 2),
                         at(model, 12, 1),
                         {4, 2, 12, 1},
                         true},
                        {session("firms", 1),
                         either(model, "高新技术企业培育专题培训", "Training for high-tech firms"),
                         today,
                         54,
                         false,
                         at(model, 9, 0),
                         at(model, 11, 40),
                         {},
                         true},
                        {session("timber", 1),
                         either(model, "走进晋城古建筑专题讲座", "Talk: old timber halls"),
                         today,
                         86,
                         false,
                         at(model, 13, 30),
                         0,
                         {2, 1, 6, 0},
                         true},
                        {session("robots", 1),
                         either(model, "机器人表演", "Robot show"),
                         today,
                         54,
                         false,
                         at(model, 14, 0),
                         0,
                         {}}};
  figures.staff = {6, 3, 18, 1};
  figures.by_activity = {
      {{"daily"}, either(model, "日常开放", "Daily opening"), 1108, 1},
      {{"timber"}, either(model, "走进晋城古建筑专题讲座", "Talk: old timber halls"), 86, 1},
      {{"firms"},
       either(model, "高新技术企业培育专题培训", "Training for high-tech firms"),
       54,
       2}};
  return figures;
}

StaffFigures staff_figures(const Model& model) {
  StaffFigures figures;
  figures.today = figures_of_today(model);
  figures.yesterday = figures.today;
  figures.yesterday.persons = 0;
  const std::array<std::int64_t, 11> hours = {21, 96, 188, 290, 120, 90, 180, 201, 160, 84, 12};
  figures.yesterday.by_hour = {};
  for (std::size_t i = 0; i < hours.size(); ++i) {
    figures.yesterday.by_hour[8 + i] = hours[i];
    figures.yesterday.persons += hours[i];
  }
  figures.compared_hour = 14;
  figures.today_before = 1169;
  figures.yesterday_before = 985;
  figures.campaign = figures.today;
  figures.campaign.persons = 6210;
  const std::array<std::int64_t, 5> days = {980, 1410, 1076, 1442, 1302};
  for (std::size_t i = 0; i < days.size(); ++i) {
    figures.days.push_back(
        {BusinessDate::parse("2026-05-24")->plus_days(static_cast<int>(i)), days[i]});
  }
  figures.inside = 214;
  return figures;
}

LinePage lines(const Model& model) {
  LinePage page;
  const auto line = [&](wire::Sequence sequence, int minute, Category category, Method method,
                        int persons) {
    LedgerLine row;
    row.sequence = sequence;
    row.utc_ms = at(model, 14, minute);
    row.business_date = BusinessDate::of(model.utc_ms);
    row.hour = 14;
    row.session = session("daily", 1);
    row.session_title = either(model, "日常开放", "Daily opening");
    row.category = category;
    row.method = method;
    row.persons = persons;
    return row;
  };
  page.lines = {line(1311, 25, Category::kPublic, Method::kTap, 1),
                line(1310, 24, Category::kYouth, Method::kCamera, 32),
                line(1309, 22, Category::kPublic, Method::kTap, 4),
                line(1305, 19, Category::kPublic, Method::kCamera, 2),
                line(1304, 18, Category::kVolunteer, Method::kScanner, 1),
                line(1303, 17, Category::kPublic, Method::kCamera, 4),
                line(1302, 16, Category::kYouth, Method::kTap, 1),
                line(1301, 15, Category::kPublic, Method::kCamera, 1)};
  page.lines[2].first = FirstCount{1307, at(model, 14, 20), Category::kPublic, 1};
  page.lines[2].corrections = {1308, 1309};
  page.lines[2].reason = "wrong_number";
  page.lines[3].reversed = true;
  page.lines[3].corrections = {1306};
  page.lines[3].reason = "counted_twice";
  page.lines[4].leaving = true;
  page.more = true;
  return page;
}

LinePage all_rows(const Model& model) {
  LinePage page = lines(model);
  LedgerLine back = page.lines[2];
  back.sequence = 1308;
  back.persons = -1;
  back.reverses = 1307;
  back.first.reset();
  back.corrections.clear();
  page.lines[2].reason.clear();
  page.lines[3] = back;
  return page;
}

StationReport report(const Model& model) {
  StationReport report;
  report.kiosk_id = "kiosk-7f3a91c2";
  report.kiosk_name = model.place.kiosk_name;
  report.bureau_url = "https://keqian.example.org";
  report.version = "0.9.0";
  report.incarnation = "a1b2c3";
  report.ledger_sequence = 1311;
  report.ledger_bytes = 3'400'000;
  report.disk_free_bytes = 41'800'000'000;
  report.clock_offset_ms = 420;
  report.log = {{at(model, 13, 30), "session_opened", session("timber", 1).value,
                 either(model, "走进晋城古建筑", "Ancient timber buildings")},
                {at(model, 13, 2), "bureau_heard", "7500000 ms", {}},
                {at(model, 11, 40), "session_closed", session("firms", 1).value,
                 either(model, "高新技术企业风采展", "Young firms")},
                {at(model, 10, 57), "bureau_lost", "name_not_found", {}},
                {at(model, 9, 20), "clock_jumped", "-5400 ms", {}},
                {at(model, 8, 2), "session_opened", session("daily", 1).value, "日常开放"},
                {at(model, 8, 1), "staff_pin_set", "", {}},
                {at(model, 8, 0), "enrolled", "kiosk-7f3a91c2", model.place.kiosk_name},
                {at(model, -5, 0), "day_closed", "2026-05-27", {}}};
  return report;
}

}  // namespace keqian::kiosk::staff_day
