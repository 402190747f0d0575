#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server-sync/base/files.h"
#include "server-sync/bureau/definitions/campaign.h"
#include "server-sync/bureau/definitions/form.h"
#include "server-sync/bureau/definitions/normalise.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

std::string asset(const std::string& path) {
  auto text = read_file(std::string(KEQIAN_SOURCE_DIR) + "/assets/" + path, 1 << 20);
  EXPECT_TRUE(text.ok()) << path;
  return text.ok() ? *text : "";
}

CampaignDefinition shipped(const std::string& name) {
  auto campaign = parse_campaign(asset("campaigns/" + name + ".toml"), name);
  EXPECT_TRUE(campaign.ok()) << campaign.error().text();
  return campaign.ok() ? *campaign : CampaignDefinition{};
}

// ---- The form ----------------------------------------------------------------------------------

TEST(Form, HasTheNineteenCellsInOrderAndWording) {
  const auto form = parse_form(builtin_form({"science-week-19"}), "science-week-19.toml");
  ASSERT_TRUE(form.ok()) << form.error().text();
  const std::string money = "活动经费投入数量（单位：万元）";
  const std::string staff = "科普工作人员参与数量（单位：人次）";
  const std::string people = "科普活动群众参与数量（单位：人次）";
  const std::string reports = "宣传报道情况";
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"", "科普活动开展次数"},
      {money, "中央财政经费投入情况"},
      {money, "省级、副省级财政经费投入情况"},
      {money, "市级财政经费投入情况"},
      {money, "县级财政经费投入情况"},
      {money, "企业赞助经费情况"},
      {money, "实物投入情况（如：捐赠图书、光盘、创新操作室等）"},
      {money, "其他经费情况"},
      {staff, "科普专职人员数量"},
      {staff, "科技工作者参与数量"},
      {staff, "招募科技志愿者数量"},
      {staff, "其他人员数量"},
      {people, "线下活动群众参与数量"},
      {people, "线上活动群众参与数量"},
      {reports, "参与媒体数量"},
      {reports, "宣传报道数量"},
      {"", "活动周期间开放的科普场馆数量"},
      {"", "活动周期间开放活动的科研机构数量"},
      {"", "活动周期间开放活动的大学数量"}};
  ASSERT_THAT(form->cells, SizeIs(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(form->cells[i].group, expected[i].first);
    EXPECT_EQ(form->cells[i].label, expected[i].second);
    EXPECT_EQ(form->cells[i].kind, i >= 1 && i <= 7 ? NumberKind::kMoney : NumberKind::kCount);
    const bool is_automatic = i == 0 || (i >= 8 && i <= 12) || i >= 16;
    EXPECT_EQ(form->cells[i].source != CellSource::kNone, is_automatic) << i + 1;
  }
  EXPECT_EQ(form->head_line, "部门/地方（盖章）：");
  EXPECT_EQ(table_title(*form, "晋城市", 2024), "2024年晋城市科技活动周开展情况统计表");
  EXPECT_EQ(table_title(*form, "沁水县", 0), "沁水县科技活动周开展情况统计表");
}

constexpr std::string_view kFormHead =
    "id = \"f\"\nversion = 1\ntitle = \"t\"\nhead_line = \"h\"\n[[cells]]\n";

std::string form_error(const std::string& cell) {
  const auto form = parse_form(std::string(kFormHead) + cell, "f.toml");
  return form.ok() ? "accepted" : form.error().message;
}

TEST(Form, NamesFileKeyAndReason) {
  EXPECT_EQ(form_error("number = 1\nlabel = \"l\"\nkind = \"count\"\nsource = \"dogs\"\n"),
            "f.toml:9: cells[1].source: must be one of none, sessions_held, staff, "
            "persons_offline, venues_open");
  EXPECT_EQ(form_error("number = 2\nlabel = \"l\"\nkind = \"count\"\nsource = \"none\"\n"),
            "f.toml:6: cells[1].number: must be 1: cells stand in order, without gaps");
  EXPECT_EQ(
      form_error("number = 1\nlabel = \"l\"\nkind = \"money\"\nsource = \"persons_offline\"\n"),
      "f.toml:9: cells[1].source: money is only entered by hand; use \"none\"");
  EXPECT_EQ(form_error("number = 1\nlabel = \"l\"\nkind = \"count\"\nsource = \"staff\"\n"
                       "role = \"public\"\n"),
            "f.toml:10: cells[1].role: must be one of professional, science_worker, volunteer, "
            "other_staff");
  EXPECT_THAT(form_error("number = 1\nlabel = \"l\"\nkind = \"count\"\nsource = \"none\"\n"
                         "editable = false\n"),
              HasSubstr("would never be filled"));
}

TEST(Form, HasAGroupInOnePlace) {
  const auto cell = [](int number, std::string_view group) {
    return (number > 1 ? "[[cells]]\n" : "") + ("number = " + std::to_string(number)) +
           "\nlabel = \"l\"\nkind = \"count\"\nsource = \"none\"\n" +
           (group.empty() ? "" : "group = \"" + std::string(group) + "\"\n");
  };
  EXPECT_EQ(form_error(cell(1, "a") + cell(2, "a") + cell(3, "") + cell(4, "b") + cell(5, "")),
            "accepted");
  EXPECT_EQ(form_error(cell(1, "a") + cell(2, "") + cell(3, "a")),
            "f.toml:21: cells[3].group: stands in two places: the cells of a group follow each "
            "other");
}

TEST(Form, MayHaveLinesBelowItsCells) {
  const auto with_foot_lines = [](std::string_view lines) {
    std::string text(kFormHead);
    text.insert(text.find("[["), "foot_lines = " + std::string(lines) + "\n");
    return parse_form(text + "number = 1\nlabel = \"l\"\nkind = \"count\"\nsource = \"none\"\n",
                      "f.toml");
  };
  const auto form = with_foot_lines(R"(["填表人：", "填表日期："])");
  ASSERT_TRUE(form.ok()) << form.error().text();
  EXPECT_THAT(form->foot_lines, testing::ElementsAre("填表人：", "填表日期："));
  EXPECT_EQ(with_foot_lines("7").error().message, "f.toml:5: foot_lines: must be a list");
  EXPECT_EQ(with_foot_lines("[7]").error().message,
            "f.toml:5: foot_lines: must be a text in quotes");
}

TEST(Form, RefusesAFileThatIsTooLong) {
  const auto form = parse_form(std::string(kFormBytesMax + 1, '#'), "f.toml");
  ASSERT_FALSE(form.ok());
  EXPECT_THAT(form.error().message, HasSubstr("longer than"));
}

// ---- Campaigns ---------------------------------------------------------------------------------

TEST(Campaign, JinchengIsComplete) {
  const auto campaign = shipped("jincheng-2024");
  EXPECT_EQ(campaign.period.starts->iso(), "2024-05-25");
  EXPECT_EQ(campaign.period.ends->iso(), "2024-06-01");
  EXPECT_EQ(campaign.due->iso(), "2024-06-07");
  EXPECT_EQ(campaign.theme, "弘扬科学家精神 激发全社会创新活力");
  ASSERT_THAT(campaign.activities, SizeIs(16));
  for (int i = 0; i < 16; ++i) {
    const auto& activity = campaign.activities[static_cast<std::size_t>(i)];
    EXPECT_EQ(activity.number, i + 1);
    EXPECT_FALSE(activity.organiser.empty());
    EXPECT_FALSE(activity.recommender.empty());
    EXPECT_FALSE(activity.sessions.empty()) << activity.title;
  }
  EXPECT_EQ(campaign.activities[6].title, "谷子新品种长农“47号”技术推广");
  EXPECT_EQ(campaign.activities[15].recommender, "山西汽运集团晋城公司");
  int laboratories = 0;
  for (const auto& venue : campaign.venues)
    laboratories += venue.kind == VenueKind::kResearchInstitute ? 1 : 0;
  EXPECT_EQ(laboratories, 3);
}

TEST(Campaign, OthersSayWhatTheirNoticesSay) {
  const auto qinshui = shipped("qinshui-2025");
  EXPECT_FALSE(qinshui.period.is_fixed());
  EXPECT_EQ(qinshui.period.words, "5月下旬至6月上旬");
  EXPECT_TRUE(qinshui.form.empty());
  const auto taiyuan = shipped("taiyuan-2023");
  EXPECT_EQ(taiyuan.period.ends->iso(), "2023-05-31");
  EXPECT_EQ(taiyuan.form.value, "science-week-19");
  const auto linxian = shipped("linxian-2024");
  EXPECT_THAT(linxian.recipients, SizeIs(2));
  EXPECT_THAT(linxian.activities, SizeIs(7));
  EXPECT_EQ(linxian.due->iso(), "2024-06-05");
}

TEST(Campaign, FilesNameNoOneToWriteToButExampleOrg) {
  for (const auto* name : {"jincheng-2024", "qinshui-2025", "taiyuan-2023", "linxian-2024"})
    for (const auto& recipient : shipped(name).recipients)
      EXPECT_TRUE(recipient.mailbox.ends_with("@example.org")) << recipient.mailbox;
}

TEST(Campaign, MovesAsAWhole) {
  const auto moved = starting_on(shipped("jincheng-2024"), *BusinessDate::parse("2026-11-22"));
  EXPECT_EQ(moved.period.starts->iso(), "2026-11-22");
  EXPECT_EQ(moved.period.ends->iso(), "2026-11-29");
  EXPECT_EQ(moved.due->iso(), "2026-12-05");
  for (const auto& activity : moved.activities)
    for (const auto& session : activity.sessions) {
      EXPECT_GE(session.date, *moved.period.starts);
      EXPECT_LE(session.date, *moved.period.ends);
    }
  EXPECT_EQ(moved.name, "2026年晋城市科技活动周") << "the year goes with the days";
  EXPECT_EQ(starting_on(shipped("jincheng-2024"), *BusinessDate::parse("2024-06-02")).name,
            "2024年晋城市科技活动周");
  const auto fixed = starting_on(shipped("qinshui-2025"), *BusinessDate::parse("2025-05-24"));
  EXPECT_TRUE(fixed.period.is_fixed());
  EXPECT_EQ(fixed.period.ends->iso(), "2025-06-13");
}

TEST(Campaign, IsNotDueBeforeItIsOver) {
  const std::string text = R"(id = "c"
name = "name"
theme = "theme"
place = "place"
unit = "city"
due = 2024-05-31
[period]
starts = 2024-05-25
ends = 2024-06-01
[[units]]
id = "city"
name = "City"
level = "city"
)";
  const auto early = parse_campaign(text, "c.toml");
  ASSERT_FALSE(early.ok());
  EXPECT_THAT(early.error().message, HasSubstr("c.toml"));
  EXPECT_THAT(early.error().message, HasSubstr("due: is before 2024-06-01"));
  auto in_time = text;
  in_time.replace(in_time.find("2024-05-31"), 10, "2024-06-01");
  EXPECT_TRUE(parse_campaign(in_time, "c.toml").ok());
}

constexpr std::string_view kCampaign = R"(id = "c"
name = "ｎａｍｅ　２０２４"
theme = "theme"
place = "place"
unit = "city"
[period]
starts = 2024-05-25
ends = "２０２４-06-01"
[[units]]
id = "city"
name = "City"
level = "city"
[[venues]]
id = "museum"
name = "Museum"
kind = "museum"
unit = "city"
[[activities]]
id = "talk"
title = "Talk"
audience = "public"
venues = ["museum"]
sessions = [{ every_day = true, starts = "09:00", ends = "10:00" },
            { dates = [2024-05-26], starts = "14:00", ends = "15:00" }]
)";

TEST(Campaign, NormalisesAndNumbersSessionsOfADay) {
  const auto campaign = parse_campaign(kCampaign, "c.toml");
  ASSERT_TRUE(campaign.ok()) << campaign.error().text();
  EXPECT_EQ(campaign->name, "name 2024");
  EXPECT_EQ(campaign->period.ends->iso(), "2024-06-01");
  ASSERT_THAT(campaign->activities[0].sessions, SizeIs(9));
  EXPECT_EQ(campaign->activities[0].sessions[8].number, 2);
  EXPECT_EQ(campaign->activities[0].sessions[8].starts_minute, 14 * 60);
}

TEST(Campaign, SaysWhenItsVenuesAreOpen) {
  const auto by_itself = parse_campaign(kCampaign, "c.toml");
  ASSERT_TRUE(by_itself.ok());
  EXPECT_EQ(by_itself->venues[0].opens_minute, 9 * 60);
  EXPECT_EQ(by_itself->venues[0].closes_minute, 17 * 60);
  std::string text(kCampaign);
  const std::string kind = "kind = \"museum\"\n";
  text.replace(text.find(kind), kind.size(), kind + "opens = \"08:30\"\ncloses = \"21:00\"\n");
  const auto stated = parse_campaign(text, "c.toml");
  ASSERT_TRUE(stated.ok()) << stated.error().text();
  EXPECT_EQ(stated->venues[0].opens_minute, 8 * 60 + 30);
  EXPECT_EQ(stated->venues[0].closes_minute, 21 * 60);
}

struct Malformed {
  std::string from, to, message;
};

class MalformedCampaign : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedCampaign, IsRefusedByFileKeyAndReason) {
  std::string text(kCampaign);
  const auto& change = GetParam();
  const auto at = text.find(change.from);
  ASSERT_NE(at, std::string::npos) << change.from;
  text.replace(at, change.from.size(), change.to);
  const auto campaign = parse_campaign(text, "c.toml");
  ASSERT_FALSE(campaign.ok()) << "accepted: " << change.to;
  EXPECT_THAT(campaign.error().message, StartsWith(change.message));
  EXPECT_EQ(campaign.error().message.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, MalformedCampaign,
    testing::Values(
        Malformed{"id = \"c\"", "id = c", "c.toml:1: not valid TOML"},
        Malformed{"id = \"c\"", "id = \"C week\"", "c.toml:1: id: must be 1 to 64 of a-z"},
        Malformed{"theme = \"theme\"\n", "", "c.toml:1: theme: is missing"},
        Malformed{"theme = \"theme\"", "theme = \"\"", "c.toml:3: theme: is empty"},
        Malformed{"theme = \"theme\"", "theme = \"a\\u0007\"",
                  "c.toml:3: theme: has a control character"},
        Malformed{"theme = \"theme\"", "theme = \"t\"\nthene = 1",
                  "c.toml:4: thene: is not a known key"},
        Malformed{"theme = \"theme\"", "theme = \"t\"\nannex = \"附件1\"",
                  "c.toml:4: annex: names the table's place in the notice: it needs a \"form\""},
        Malformed{"unit = \"city\"\n[period]", "unit = \"town\"\n[period]",
                  "c.toml:1: unit: there is no unit 'town'"},
        Malformed{"starts = 2024-05-25\n", "", "c.toml:6: period.starts: is missing"},
        Malformed{"2024-05-25\n", "2024-06-05\n", "c.toml:8: period.ends: is before the first day"},
        Malformed{"2024-05-25\n", "\"2024-02-30\"\n",
                  "c.toml:7: period.starts: must be a real day as YYYY-MM-DD"},
        Malformed{"2024-05-25\n", "2023-05-25\n", "c.toml:8: period.ends: a campaign has at most"},
        Malformed{"level = \"city\"", "level = \"moon\"",
                  "c.toml:12: units[1].level: must be one of province"},
        Malformed{"level = \"city\"", "level = \"city\"\nparent = \"city\"",
                  "c.toml:9: units[1].parent: the units above it form a circle"},
        Malformed{"level = \"city\"", "level = \"city\"\nparent = \"moon\"",
                  "c.toml:9: units[1].parent: there is no unit 'moon'"},
        Malformed{"kind = \"museum\"", "kind = \"pub\"",
                  "c.toml:16: venues[1].kind: must be one of museum"},
        Malformed{"unit = \"city\"\n[[activities]]", "unit = \"moon\"\n[[activities]]",
                  "c.toml:13: venues[1].unit: there is no unit 'moon'"},
        Malformed{"id = \"talk\"", "id = \"daily\"",
                  "c.toml:18: activities[1].id: 'daily' stands for"},
        Malformed{"id = \"talk\"", "id = \"ad-hoc\"",
                  "c.toml:18: activities[1].id: 'ad-hoc' stands for"},
        Malformed{"venues = [\"museum\"]", "venues = [\"pub\"]",
                  "c.toml:18: activities[1].venues: there is no venue 'pub'"},
        Malformed{"venues = [\"museum\"]\n", "",
                  "c.toml:22: activities[1].sessions[1].venue: is missing"},
        Malformed{"\"09:00\"", "\"9 am\"",
                  "c.toml:23: activities[1].sessions[1].starts: must be a time of day"},
        Malformed{"\"09:00\"", "\"10:30\"",
                  "c.toml:18: activities[1].sessions: a session ends before it starts"},
        Malformed{"[2024-05-26]", "[2024-06-26]",
                  "c.toml:18: activities[1].sessions: 2024-06-26 is outside the campaign"},
        Malformed{"dates = [2024-05-26]", "every_day = true, dates = [2024-05-26]",
                  "c.toml:24: activities[1].sessions[2].dates: give a list of days or every_day"},
        Malformed{"audience = \"public\"", "audience = 7",
                  "c.toml:21: activities[1].audience: must be a text"},
        Malformed{"[[venues]]", "[[recipients]]\nrole = \"r\"\nmailbox = \"nobody\"\n[[venues]]",
                  "c.toml:15: recipients[1].mailbox: is not a mail address"}));

TEST(Campaign, SurvivesEveryTruncationOfAFile) {
  const auto text = asset("campaigns/linxian-2024.toml");
  for (std::size_t size = 0; size < text.size(); ++size)
    parse_campaign(std::string_view(text).substr(0, size), "cut.toml").ok();
}

// ---- Spelling ----------------------------------------------------------------------------------

TEST(Normalise, FoldsWhatScansAndInputMethodsLeave) {
  EXPECT_EQ(normalise_text("２０２４　ＡＢｃ"), "2024 ABc");
  EXPECT_EQ(normalise_text("\u2F42化⻋间"), "文化车间");
  EXPECT_EQ(normalise_text("\uFEFF科\u200B技\u00A0周 "), "科技 周");
  EXPECT_EQ(normalise_text("（盖章）：“47号”"), "（盖章）：“47号”");
  EXPECT_EQ(normalise_text("𠮷"), "𠮷");
}

TEST(Normalise, RefusesControlCharactersAndBrokenText) {
  EXPECT_FALSE(normalise_text("a\nb").has_value());
  EXPECT_FALSE(normalise_text(std::string_view("a\0b", 3)).has_value());
  EXPECT_FALSE(normalise_text("\xFF\xFE").has_value());
}

}  // namespace
}  // namespace keqian::bureau
