#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/bureau/statistics/table.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const BusinessDate kDay = *BusinessDate::parse("2024-05-25");

class FilledTable : public testing::Test {
 protected:
  FilledTable() : form_(*parse_form(builtin_form({"science-week-19"}), "form")) {
    input_.campaign = {"jincheng-2024"};
    input_.unit = {"jincheng"};
    input_.place = "晋城市";
    input_.year = 2024;
  }
  SessionFigures& add_session(const std::string& venue, VenueKind kind, int day = 0) {
    auto& session = input_.sessions.emplace_back();
    session.venue = {venue};
    session.venue_kind = kind;
    session.date = kDay.plus_days(day);
    session.held = true;
    return session;
  }
  static std::int64_t& persons(SessionFigures& session, Category category) {
    return session.persons[static_cast<std::size_t>(category)];
  }
  static std::int64_t& head_count(SessionFigures& session, Category category) {
    return session.head_count[static_cast<std::size_t>(category)];
  }
  Table fill() const { return fill_table(form_, input_); }
  TableCell cell(int number) const { return fill().cells.at(static_cast<std::size_t>(number - 1)); }

  FormDefinition form_;
  TableInput input_;
};

TEST_F(FilledTable, WithoutCountsIsZeroWhereKiosksCountAndUnfilledElsewhere) {
  for (const auto& each : fill().cells) {
    const bool is_automatic =
        each.number == 1 || (each.number >= 9 && each.number <= 13) || each.number >= 17;
    EXPECT_EQ(each.state, is_automatic ? CellState::kZero : CellState::kUnfilled) << each.number;
    EXPECT_EQ(each.value.has_value(), is_automatic);
  }
  EXPECT_EQ(fill().title, "2024年晋城市科技活动周开展情况统计表");
}

TEST_F(FilledTable, Row1CountsSessionsHeldOfEveryAudience) {
  add_session("museum", VenueKind::kMuseum);
  add_session("hall", VenueKind::kOther).audience = Audience::kBusiness;
  add_session("office", VenueKind::kOther).audience = Audience::kInternal;
  add_session("square", VenueKind::kSquare).held = false;  // planned only
  EXPECT_EQ(cell(1).value, 3);
}

TEST_F(FilledTable, Row1CountsTheDailyOpeningOnceAVenueAndDay) {
  for (const int day : {0, 0, 1})
    add_session("museum", VenueKind::kMuseum, day).is_daily_opening = true;
  add_session("library", VenueKind::kMuseum, 0).is_daily_opening = true;
  add_session("museum", VenueKind::kMuseum, 0);  // an activity on the same day
  EXPECT_EQ(cell(1).value, 4);
}

TEST_F(FilledTable, Rows9To12TakeTheLargerOfHeadCountAndBadgesASession) {
  auto& first = add_session("museum", VenueKind::kMuseum);
  persons(first, Category::kProfessional) = 3;
  head_count(first, Category::kProfessional) = 5;
  persons(first, Category::kVolunteer) = 7;
  head_count(first, Category::kVolunteer) = 2;
  auto& second = add_session("library", VenueKind::kMuseum);
  persons(second, Category::kProfessional) = 4;
  head_count(second, Category::kOtherStaff) = 6;
  second.audience = Audience::kInternal;  // staff work there too
  persons(second, Category::kScienceWorker) = 1;
  EXPECT_EQ(cell(9).value, 5 + 4);
  EXPECT_EQ(cell(10).value, 1);
  EXPECT_EQ(cell(11).value, 7);
  EXPECT_EQ(cell(12).value, 6);
}

TEST_F(FilledTable, Row13CountsPublicAndYouthOfPublicSessionsOnly) {
  auto& open_day = add_session("museum", VenueKind::kMuseum);
  persons(open_day, Category::kPublic) = 100;
  persons(open_day, Category::kYouth) = 45;
  persons(open_day, Category::kVolunteer) = 9;
  auto& training = add_session("hall", VenueKind::kOther);
  training.audience = Audience::kBusiness;
  persons(training, Category::kPublic) = 60;
  EXPECT_EQ(cell(13).value, 145);
}

TEST_F(FilledTable, Rows17To19CountDistinctPlacesThatWereOpen) {
  for (const int day : {0, 1, 2}) add_session("museum", VenueKind::kMuseum, day);
  add_session("library", VenueKind::kMuseum);
  add_session("closed", VenueKind::kMuseum).held = false;
  add_session("laboratory", VenueKind::kResearchInstitute);
  add_session("campus", VenueKind::kUniversity);
  add_session("factory", VenueKind::kEnterprise);
  EXPECT_EQ(cell(17).value, 2);
  EXPECT_EQ(cell(18).value, 1);
  EXPECT_EQ(cell(19).value, 1);
}

TEST_F(FilledTable, ValueIsAutomaticPlusManualAndBothStayVisible) {
  persons(add_session("museum", VenueKind::kMuseum), Category::kPublic) = 100;
  input_.manual = {{13, CellState::kValue, 20}, {13, CellState::kValue, 3}};
  EXPECT_EQ(cell(13).automatic, 100);
  EXPECT_EQ(cell(13).manual, 23);
  EXPECT_EQ(cell(13).value, 123);
  EXPECT_EQ(cell(13).state, CellState::kValue);
}

TEST_F(FilledTable, NoneGivesWayToAnyNumber) {
  input_.manual = {{2, CellState::kNone, 0},
                   {3, CellState::kNone, 0},
                   {3, CellState::kZero, 0},
                   {17, CellState::kNone, 0},
                   {18, CellState::kNone, 0}};
  add_session("laboratory", VenueKind::kResearchInstitute);
  EXPECT_EQ(cell(2).state, CellState::kNone);
  EXPECT_FALSE(cell(2).value.has_value());
  EXPECT_EQ(cell(3).state, CellState::kZero);
  EXPECT_EQ(cell(17).state, CellState::kNone);
  EXPECT_EQ(cell(18).state, CellState::kValue);
  EXPECT_EQ(cell(18).value, 1);
}

TEST_F(FilledTable, AmountsThatCancelOutAreZero) {
  input_.manual = {{4, CellState::kValue, 1250}, {4, CellState::kValue, -1250}};
  EXPECT_EQ(cell(4).state, CellState::kZero);
}

TEST_F(FilledTable, DoesNotDependOnTheOrderOfSessions) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    auto& session =
        add_session("venue-" + std::to_string(random() % 40), static_cast<VenueKind>(random() % 9),
                    static_cast<int>(random() % 8));
    session.held = random() % 4 != 0;
    session.is_daily_opening = random() % 2 == 0;
    session.audience = static_cast<Audience>(random() % 3);
    for (auto& each : session.persons) each = static_cast<std::int64_t>(random() % 100);
    for (auto& each : session.head_count) each = static_cast<std::int64_t>(random() % 10);
  }
  const auto before = table_json(fill());
  std::shuffle(input_.sessions.begin(), input_.sessions.end(), random);
  EXPECT_EQ(table_json(fill()), before);
}

// ---- JSON and CSV ------------------------------------------------------------------------------

TEST_F(FilledTable, IsJsonWithIntegersDecimalStringsAndNulls) {
  input_.manual = {
      {2, CellState::kValue, 1250}, {3, CellState::kZero, 0}, {13, CellState::kValue, 7}};
  const auto json = table_json(fill());
  const auto& cells = *json.find("cells")->as_array();
  ASSERT_THAT(cells, SizeIs(19));
  EXPECT_EQ(
      cells[1].dump(),
      R"({"number":2,"group":"活动经费投入数量（单位：万元）","label":"中央财政经费投入情况",)"
      R"("unit_of_measure":"万元","automatic":null,"manual":"12.50","value":"12.50",)"
      R"("state":"value"})");
  EXPECT_EQ(*cells[2].find("value")->as_string(), "0.00");
  EXPECT_TRUE(cells[3].find("value")->is_null());
  EXPECT_EQ(*cells[12].find("automatic")->as_int(), 0);
  EXPECT_EQ(*cells[12].find("value")->as_int(), 7);
  EXPECT_EQ(cells[12].find("note"), nullptr);
  const auto page = table_page_json(fill());
  EXPECT_NE((*page.find("cells")->as_array())[12].find("note"), nullptr);
}

TEST_F(FilledTable, IsCsvThatNoSpreadsheetRuns) {
  form_.cells[0].label = "=HYPERLINK(\"http://x\")";
  form_.cells[1].label = "-1+1";
  form_.cells[2].label = "a, \"b\"";
  input_.manual = {{4, CellState::kValue, -550}};
  const auto csv = table_csv(fill(), TableLanguage::kEnglish);
  EXPECT_THAT(
      csv, StartsWith(
               "\xEF\xBB\xBFnumber,group,label,unit_of_measure,automatic,manual,value,state\r\n"));
  EXPECT_THAT(csv, HasSubstr(",\"'=HYPERLINK(\"\"http://x\"\")\","));
  EXPECT_THAT(csv, HasSubstr(",'-1+1,"));
  EXPECT_THAT(csv, HasSubstr(",\"a, \"\"b\"\"\","));
  EXPECT_THAT(csv, HasSubstr("市级财政经费投入情况,万元,,-5.50,-5.50,value\r\n"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 20);
}

TEST_F(FilledTable, IsCsvInChineseWithAMarkForWhatDoesNotExist) {
  input_.manual = {{2, CellState::kNone, 0}, {3, CellState::kZero, 0}};
  const auto csv = table_csv(fill(), TableLanguage::kChinese);
  EXPECT_THAT(csv,
              StartsWith("\xEF\xBB\xBF序号,分组,项目,计量单位,自动汇总,手工填报,数值,状态\r\n"));
  EXPECT_THAT(csv, HasSubstr("中央财政经费投入情况,万元,,,-,无此项\r\n"));
  EXPECT_THAT(csv, HasSubstr("市级财政经费投入情况,万元,,,,未填\r\n"));
  EXPECT_THAT(table_csv(fill(), TableLanguage::kEnglish),
              HasSubstr("中央财政经费投入情况,万元,,,-,none\r\n"));
}

// ---- Amounts -----------------------------------------------------------------------------------

TEST(Amount, ReadsHoweverItIsTyped) {
  EXPECT_EQ(parse_amount(NumberKind::kCount, "1302"), 1302);
  EXPECT_EQ(parse_amount(NumberKind::kCount, " １，３０２ "), 1302);
  EXPECT_EQ(parse_amount(NumberKind::kCount, "1,302,000"), 1302000);
  EXPECT_EQ(parse_amount(NumberKind::kMoney, "12"), 1200);
  EXPECT_EQ(parse_amount(NumberKind::kMoney, "12.5"), 1250);
  EXPECT_EQ(parse_amount(NumberKind::kMoney, "１２．０５"), 1205);
  EXPECT_EQ(parse_amount(NumberKind::kMoney, "-0.01"), -1);
}

TEST(Amount, RefusesWhatIsNoNumber) {
  for (const auto* text : {"", "-", "1.5", "13,02", ",302", "1,30", "十二", "1e5", "0x10", "1 302",
                           "9999999999999999", "--1", "1302人"})
    EXPECT_FALSE(parse_amount(NumberKind::kCount, text).has_value()) << text;
  for (const auto* text : {"1.555", ".", ".5", "1.", "1.2.3", "99999999999.00"})
    EXPECT_FALSE(parse_amount(NumberKind::kMoney, text).has_value()) << text;
}

TEST(Amount, IsPrintedWithTwoDecimalsForMoney) {
  EXPECT_EQ(format_amount(NumberKind::kMoney, 5), "0.05");
  EXPECT_EQ(format_amount(NumberKind::kMoney, -1250), "-12.50");
  EXPECT_EQ(format_amount(NumberKind::kCount, 1302), "1302");
}

}  // namespace
}  // namespace keqian::bureau
