// The staff's pages: what must be chosen is in sight, what is said is in the screen's language, and
// larger texts hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/app/update.h"
#include "tests/screens/checks.h"
#include "tests/screens/dressed.h"
#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace keqian::kiosk {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::array kLanguages = {Language::kChinese, Language::kEnglish};

Model example_named(Language language, std::string_view name) {
  const auto all = examples(language);
  const auto found = std::ranges::find(all, name, &Example::name);
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? Model{} : found->model;
}

std::string all_texts(const Stage& stage) {
  std::string texts;
  for (const auto& text : stage.ui().texts()) texts += text.text + "\n";
  return texts;
}

std::string texts_of(Language language, std::string_view name, Size size = kLandscape) {
  Stage stage;
  stage.resize(size);
  stage.show(example_named(language, name));
  return all_texts(stage);
}

// What the last screenful of a page says.
std::string end_of_page(const Model& model) {
  Stage stage;
  stage.resize(kPortrait);
  stage.show(model);
  for (int i = 0; i < 20 && stage.has("list_down"); ++i) stage.tap(model, "list_down");
  stage.show(model);
  return all_texts(stage);
}

// ---- In sight
// ------------------------------------------------------------------------------------

TEST(StaffForms, ShowAllThatMustBeChosenAt1280By800) {
  for (const auto language : kLanguages) {
    Stage stage;
    stage.resize(kLandscape);
    stage.show(example_named(language, "by-hand"));
    EXPECT_FLOAT_EQ(stage.ui().scroll_room("by_hand").below, 0);
    for (const auto* id : {"reason_0", "reason_3", "by_hand_category_5", "number_key.0",
                           "by_hand_sessions", "confirm"}) {
      EXPECT_TRUE(stage.has(id)) << id;
    }
    stage.show(example_named(language, "correct"));
    EXPECT_FLOAT_EQ(stage.ui().scroll_room("correct").below, 0);
    for (const auto* id : {"way.0", "way.1", "persons.minus", "persons.plus", "number_key.0",
                           "line_category_5", "reason_0", "reason_2"}) {
      EXPECT_TRUE(stage.has(id)) << id;
    }
    stage.show(example_named(language, "correct-void"));
    EXPECT_FLOAT_EQ(stage.ui().scroll_room("correct").below, 0);
    EXPECT_FALSE(stage.has("persons.plus"));
    for (const auto* id : {"way.0", "way.1", "reason_0", "reason_3"}) {
      EXPECT_TRUE(stage.has(id)) << id;
    }
    for (const auto* name : {"session-form", "session-ad-hoc"}) {
      stage.show(example_named(language, name));
      EXPECT_FLOAT_EQ(stage.ui().scroll_room("session_form").below, 0) << name;
      for (const auto* id : {"role.0", "role.3", "number_key.0", "confirm"}) {
        EXPECT_TRUE(stage.has(id)) << name << " " << id;
      }
    }
  }
}

TEST(StaffForms, HaveTheKeysInSightWithTheNumberTheyChange) {
  for (const auto language : kLanguages) {
    for (const auto* name : {"correct", "correct-ready", "correct-leaving", "by-hand"}) {
      for (const Size size : kDesignSizes) {
        Stage stage;
        stage.resize(size);
        stage.show(example_named(language, name));
        for (const auto* id : {"persons.minus", "persons.plus", "number_key.1", "number_key.0",
                               "number_key.erase"}) {
          EXPECT_TRUE(stage.has(id)) << name << " " << size.width << " " << id;
        }
      }
    }
  }
}

TEST(StaffForms, OfACorrectionSayWhatWasCountedWhateverTheSize) {
  for (const Size size : kDesignSizes) {
    const auto texts = texts_of(Language::kChinese, "correct", size);
    EXPECT_THAT(texts, HasSubstr("14:24")) << size.width;
    EXPECT_THAT(texts, HasSubstr("32 人")) << size.width;
  }
  EXPECT_THAT(texts_of(Language::kEnglish, "correct", kSmallest), HasSubstr("14:24 · 32 people"));
}

TEST(StaffForms, AnEdgeWithMoreBeyondItFades) {
  Stage stage;
  stage.resize(kSmallest);
  stage.show(example_named(Language::kChinese, "by-hand"));
  ASSERT_GT(stage.ui().scroll_room("by_hand").below, 0);
  const auto& targets = stage.ui().touch_targets();
  const auto confirm = std::ranges::find(targets, "confirm", &TouchTarget::id);
  ASSERT_NE(confirm, targets.end());
  for (const auto& text : stage.ui().texts()) {
    if (text.ink.height < 1 || text.ink.top >= confirm->rect.top) continue;
    EXPECT_LT(text.ink.bottom(), confirm->rect.top - 40) << text.text << " reaches into the fade";
  }
}

TEST(StaffLists, AreRehearsedWhileAnotherOfTheSameNameIsScrolled) {
  for (const auto& example : examples(Language::kEnglish)) {
    if (example.name != "closed-offline" && example.name != "closing") continue;
    Stage stage;  // anew: rehearsals come once
    stage.resize(kPortrait);
    for (int i = 0; i < 3; ++i) stage.show(example.model);
    EXPECT_THAT(all_texts(stage), HasSubstr("By session")) << example.name;
  }
}

TEST(StaffLargerText, HoldsOnTheSmallestScreenInBothLanguages) {
  for (const auto language : kLanguages) {
    Stage stage;
    stage.resize(kSmallest);
    for (const auto& example : examples(language)) {
      if (!example.model.staff && !example.model.pin_pad && !example.model.wizard) continue;
      EXPECT_THAT(findings_of(stage, dressed(example.model, kDresses[2]), {}), IsEmpty())
          << example.name;
    }
  }
}

TEST(StaffLargerText, TabsThatNeedRowsAreTurnedOneByOne) {
  Stage stage;
  stage.resize(kSmallest);
  const Model model = dressed(example_named(Language::kEnglish, "figures-hours"), kDresses[2]);
  EXPECT_THAT(stage.tap(model, "figures_view.next"),
              ::testing::Contains(Touch(FiguresViewChosen{FiguresView::kCategories})));
  EXPECT_THAT(stage.tap(model, "figures_view.previous"),
              ::testing::Contains(Touch(FiguresViewChosen{FiguresView::kDays})));
}

// ---- In the language of the screen
// ---------------------------------------------------------------

TEST(StaffWords, TroubleWithUploadsIsSaidInTheProductsOwnWords) {
  for (const auto* name : {"closed-offline", "station-connection"}) {
    for (const auto language : kLanguages) {
      const auto texts = texts_of(language, name);
      EXPECT_THAT(texts, Not(HasSubstr("resolve host"))) << name;
      EXPECT_THAT(texts, Not(HasSubstr("timed out"))) << name;
    }
  }
  EXPECT_THAT(texts_of(Language::kChinese, "closed-offline"), HasSubstr("没有网络"));
  EXPECT_THAT(texts_of(Language::kEnglish, "closed-offline"), HasSubstr("No network"));
  EXPECT_THAT(texts_of(Language::kChinese, "station-connection"), HasSubstr("怎么办"));
}

TEST(StaffWords, FailuresAndFindingsKeepTheirEnglishToTheLog) {
  EXPECT_THAT(texts_of(Language::kChinese, "corrections-trouble"), Not(HasSubstr("taken back")));
  EXPECT_THAT(texts_of(Language::kChinese, "station-troubles", kPortrait),
              Not(HasSubstr("the chain does not follow")));
}

TEST(StaffWords, ExportedFilesAreWhereTheScreenSays) {
  for (const auto language : kLanguages) {
    EXPECT_THAT(texts_of(language, "closed-offline"), HasSubstr("/var/lib/keqian/exports/"));
    EXPECT_THAT(end_of_page(example_named(language, "closed-offline")), HasSubstr("counts.csv"));
    EXPECT_THAT(texts_of(language, "closed"), Not(HasSubstr("/media/")));
  }
}

TEST(StaffWords, TheLogAndWhatWasSentBackAreInTheLanguageOfTheScreen) {
  const auto log = texts_of(Language::kChinese, "station-log", kPortrait);
  for (const auto* words : {"开了一场", "结束了一场", "时钟跳变", "密码已设定"}) {
    EXPECT_THAT(log, HasSubstr(words));
  }
  EXPECT_THAT(texts_of(Language::kChinese, "station-connection", kPortrait),
              HasSubstr("主管部门没有这一场"));
}

TEST(StaffWords, ADayThatDoesNotAgreeIsShownWithBothFigures) {
  const Model connection = example_named(Language::kChinese, "station-connection");
  EXPECT_THAT(end_of_page(connection), HasSubstr("结束当天时 1,204 人次，主管部门收到 1,158 人次"));
}

TEST(StaffWords, TheLedgersOwnTitlesAreInTheLanguageOfTheScreen) {
  Model model = example_named(Language::kEnglish, "sessions");
  auto& page = std::get<SessionsPage>(model.staff->page);
  Programme programme = *page.programme;
  programme.held[0].title = "临时场次 12:28 (2)";
  programme.held[1].title = "日常开放";
  page.programme = programme;
  Stage stage;
  stage.resize(kLandscape);
  stage.show(model);
  EXPECT_THAT(all_texts(stage), HasSubstr("Ad hoc session 12:28 (2)"));
  EXPECT_THAT(all_texts(stage), HasSubstr("Daily opening"));
}

TEST(StaffWords, NegativeNumbersHaveOneKindOfMinus) {
  for (const auto& example : examples(Language::kEnglish)) {
    if (!example.model.staff) continue;
    Stage stage;
    stage.resize(kPortrait);
    stage.show(example.model);
    for (const auto& text : stage.ui().texts()) {
      const bool hyphen =
          text.text.size() > 1 && text.text[0] == '-' && text.text[1] >= '0' && text.text[1] <= '9';
      EXPECT_FALSE(hyphen) << example.name << ": " << text.text;
    }
  }
  EXPECT_THAT(texts_of(Language::kEnglish, "corrections-all-rows"), HasSubstr("−1"));
}

TEST(StaffWords, ARecountedHeadIsNoWrongNumber) {
  EXPECT_THAT(texts_of(Language::kEnglish, "correct"), HasSubstr("Wrong head count"));
  EXPECT_THAT(texts_of(Language::kEnglish, "staff-home"), Not(HasSubstr("Station")));
}

// ---- Sessions and the end of the day
// ----------------------------------------------------------------

TEST(StaffSessionCards, OfferToCountIntoEveryOtherOpenOne) {
  Stage stage;
  stage.resize(kLandscape);
  const Model model = example_named(Language::kChinese, "sessions");
  const auto& programme = *std::get<SessionsPage>(model.staff->page).programme;
  stage.show(model);
  for (const auto& held : programme.held) {
    const bool wanted = held.closed_utc_ms == 0 && programme.counting != held.id;
    EXPECT_EQ(stage.has("count_into_" + held.id.value), wanted) << held.title;
  }
  EXPECT_THAT(all_texts(stage), HasSubstr("正在计入这一场"));
  EXPECT_THAT(stage.tap(model, "count_into_" + programme.held[0].id.value),
              ::testing::Contains(Touch(CountIntoTapped{programme.held[0].id})));
}

TEST(StaffSessionCards, TellNoneReportedFromNobody) {
  Model model = example_named(Language::kChinese, "sessions");
  Stage stage;
  stage.resize(kPortrait);
  const auto texts_with = [&](bool reported) {
    auto& shown = std::get<SessionsPage>(model.staff->page).programme;
    Programme programme = *shown;
    programme.held[2].staff_reported = reported;
    shown = Loaded<Programme>(std::move(programme));
    stage.show(model);
    return all_texts(stage);
  };
  EXPECT_THAT(texts_with(false), HasSubstr("工作人员数未填报"));
  EXPECT_THAT(texts_with(true), HasSubstr("工作人员 0 人"));
  EXPECT_THAT(texts_with(true), Not(HasSubstr("工作人员数未填报")));
}

TEST(StaffSessionCards, SayWhatCountsWhereNow) {
  EXPECT_THAT(texts_of(Language::kChinese, "sessions-opened"),
              HasSubstr("已开始“日常开放”，现在计入这一场\n工作人员 19 人"));
  EXPECT_THAT(texts_of(Language::kEnglish, "sessions-opened"),
              HasSubstr("\"Daily opening\" is open, and visitors count for it now\n19 staff"));
  EXPECT_THAT(texts_of(Language::kChinese, "sessions-closed"),
              HasSubstr("已结束“高新技术企业培育专题培训”，共 54 人次\n现在计入“日常开放”"));
  Model model = example_named(Language::kChinese, "sessions-opened");
  std::get<SessionsPage>(model.staff->page).state.reading = 7;
  Stage stage;
  stage.show(model);
  EXPECT_THAT(all_texts(stage), Not(HasSubstr("已开始"))) << "the list in view is of before it";
}

TEST(StaffLists, ThatHaveTheSameTitleTellThemApart) {
  const auto other = texts_of(Language::kChinese, "sessions-other");
  EXPECT_THAT(other, HasSubstr("计划里 09:00–11:00 有一场"));
  EXPECT_THAT(texts_of(Language::kEnglish, "sessions-other"), HasSubstr("in the plan 09:00–11:00"));
}

TEST(StaffForms, SayThatAPlannedTimeIsOver) {
  EXPECT_THAT(texts_of(Language::kChinese, "sessions-planned"), HasSubstr("时间已过，仍可开始"));
  EXPECT_THAT(texts_of(Language::kChinese, "session-form-late"),
              HasSubstr("计划时间 09:00–10:30 已过"));
  EXPECT_THAT(texts_of(Language::kChinese, "session-form"), Not(HasSubstr("已过")));
}

TEST(StaffForms, HaveTheCategoryBeforeTheReason) {
  for (const auto language : kLanguages) {
    for (const auto* name : {"by-hand", "correct"}) {
      for (const Size size : {kPortrait, kSmallest}) {
        const auto texts = texts_of(language, name, size);
        const bool chinese = language == Language::kChinese;
        const auto category = texts.find(chinese ? "类别\n" : "Category\n");
        const auto reason = texts.find(chinese ? "原因\n" : "Reason\n");
        if (reason == std::string::npos) continue;  // below what is in sight
        EXPECT_LT(category, reason) << name;
      }
    }
  }
}

TEST(StaffForms, SayWhatAHandCountComesOnTopOf) {
  for (const Size size : kDesignSizes) {
    EXPECT_THAT(texts_of(Language::kChinese, "by-hand", size),
                HasSubstr("这一场已计 1,302 人次，今日共 1,302 人次"));
    EXPECT_THAT(texts_of(Language::kEnglish, "by-hand", size),
                HasSubstr("It has 1,302 visits, the day 1,302 visits"));
  }
}

TEST(StaffForms, SayWhoseHeadCountsTheyBeginWith) {
  Stage stage;
  stage.resize(kSmallest);
  const Model model = example_named(Language::kChinese, "session-form");
  stage.show(model);
  EXPECT_THAT(all_texts(stage), HasSubstr("沿用 5-27“日常开放”的人数，请核对"));
  EXPECT_THAT(stage.tap(model, "staff_zero"), ::testing::Contains(Touch(StaffZeroed{})));
  stage.show(example_named(Language::kChinese, "session-form-empty"));
  EXPECT_FALSE(stage.has("staff_zero"));
}

TEST(StaffLists, TellWhatIsOverOrOpenFromWhatIsToCome) {
  Model model = example_named(Language::kChinese, "sessions-planned");
  auto& page = std::get<SessionsPage>(model.staff->page);
  Programme programme = *page.programme;
  programme.planned[0].starts_minute = 9 * 60;
  programme.planned[0].ends_minute = 10 * 60;
  page.programme = programme;
  Stage stage;
  stage.resize(kLandscape);
  stage.show(model);
  EXPECT_THAT(all_texts(stage), HasSubstr("时间已过"));
  page.tab = SessionsTab::kActivities;
  const auto touches = stage.tap(model, "hold_daily");  // which is open
  EXPECT_THAT(touches, ::testing::Contains(Touch(SessionsTabChosen{SessionsTab::kHeld})));
  EXPECT_THAT(touches, Not(::testing::Contains(Touch(ActivityPicked{ActivityId{"daily"}}))));
}

TEST(StaffClosing, SaysThatSomebodyCameAfterIt) {
  EXPECT_THAT(texts_of(Language::kChinese, "closing-again", kPortrait),
              HasSubstr("已在 14:02 结束（1,231 人次），之后又来了 71 人次"));
  EXPECT_THAT(texts_of(Language::kEnglish, "closing-again", kPortrait),
              HasSubstr("Closed at 14:02 with 1,231 visits; 71 visits came after that"));
  EXPECT_THAT(texts_of(Language::kChinese, "closing-changed", kPortrait), HasSubstr("之后有改动"));
}

TEST(StaffClosing, HasTheHeadCountsAndTellsSessionsOfOneNameApart) {
  const auto texts = texts_of(Language::kChinese, "closing", kPortrait);
  EXPECT_THAT(texts, HasSubstr("科技志愿者\n18\n"));
  EXPECT_THAT(texts, HasSubstr("日常开放 · 08:02–12:01"));
  EXPECT_THAT(texts, HasSubstr("机器人表演 · 14:00 起"));
  EXPECT_THAT(texts, HasSubstr("没有填报的场次\n1 场\n"));
}

TEST(StaffClosing, SaysThatNobodyEnteredTheStaffInsteadOf0) {
  Model model = example_named(Language::kChinese, "closing");
  auto& page = std::get<ClosingPage>(model.staff->page);
  auto closing = *page.closing;
  for (auto& session : closing.figures.by_session) session.staff_reported = false;
  closing.figures.staff = {};
  page.closing = closing;
  Stage stage;
  stage.resize(kPortrait);
  stage.show(model);
  EXPECT_THAT(all_texts(stage), HasSubstr("科技志愿者\n未填报\n"));
}

TEST(StaffClosing, AsksWithTheTotalsAndAWayToEnterTheStaffFirst) {
  Stage stage;
  for (const Size size : {kSmallest, kLandscape}) {
    stage.resize(size);
    Model model = example_named(Language::kChinese, "closing-ask");
    stage.show(model);
    const auto texts = all_texts(stage);
    EXPECT_THAT(texts, HasSubstr("1,302 人次"));
    EXPECT_THAT(texts, HasSubstr("一起结束的场次"));
    EXPECT_THAT(texts, HasSubstr("有 1 场还没有填报工作人员数"));
    EXPECT_THAT(stage.tap(model, "staff_first"), ::testing::Contains(Touch(MissingStaffTapped{})));
    auto& page = std::get<ClosingPage>(model.staff->page);
    auto closing = *page.closing;
    for (auto& session : closing.figures.by_session) session.staff_reported = true;
    page.closing = closing;
    stage.show(model);
    EXPECT_FALSE(stage.has("staff_first")) << "nothing is missing";
    EXPECT_TRUE(stage.has("yes"));
  }
}

TEST(StaffClosing, ListsOnlyTheSessionsWhoseStaffIsMissing) {
  Model model = example_named(Language::kChinese, "sessions-missing-staff");
  const auto& programme = *std::get<SessionsPage>(model.staff->page).programme;
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    stage.show(model);
    EXPECT_THAT(all_texts(stage), HasSubstr("有 2 场还没有填报工作人员数"));
    EXPECT_TRUE(stage.has("staff_of_" + programme.held[0].id.value));
    EXPECT_FALSE(stage.has("staff_of_" + programme.held[1].id.value)) << "it has them";
    EXPECT_FALSE(stage.has("sessions_tab.0"));
    EXPECT_THAT(stage.tap(model, "back"), ::testing::Contains(Touch(StaffBackTapped{})));
  }
}

TEST(StaffClosing, SaysThatTheMissingStaffIsReportedNow) {
  EXPECT_THAT(texts_of(Language::kChinese, "closing-staff-reported", kSmallest),
              HasSubstr("工作人员数都填报好了"));
}

TEST(StaffClosing, IsCalmAboutAnUploadThatFollowsAndSaysWhyOneFails) {
  const auto sending = texts_of(Language::kChinese, "closed-sending");
  EXPECT_THAT(sending, HasSubstr("正在上传，几秒后完成"));
  EXPECT_THAT(sending, Not(HasSubstr("还没有传到")));
  EXPECT_THAT(texts_of(Language::kChinese, "closed-slow"), HasSubstr("上传比平时慢"));
  const auto offline = texts_of(Language::kChinese, "closed-offline");
  EXPECT_THAT(offline, HasSubstr("还没有传到主管部门：没有网络"));
  EXPECT_THAT(offline, HasSubstr("下次自动重试"));
}

TEST(StaffClosing, KeepsItsColumnsWhateverIsSaidBesideThem) {
  for (const auto language : kLanguages) {
    std::optional<float> left;
    for (const auto* name : {"closing", "closing-again", "closed", "closed-offline"}) {
      Stage stage;
      stage.resize(kLandscape);
      stage.show(example_named(language, name));
      const auto& texts = stage.ui().texts();
      const auto total = std::ranges::find(texts, language == Language::kChinese ? "合计" : "Total",
                                           &TextRecord::text);
      ASSERT_NE(total, texts.end()) << name;
      if (!left) left = total->ink.left;
      EXPECT_FLOAT_EQ(total->ink.left, *left) << name;
    }
  }
}

TEST(StaffConnection, SaysInOneStripThatItFailedWhyAndWhenItIsTriedAgain) {
  const auto texts = texts_of(Language::kChinese, "station-send-failed");
  EXPECT_THAT(texts, HasSubstr("这次没有传成功：主管部门的服务器没有应答"));
  EXPECT_THAT(texts, HasSubstr("下次自动重试"));
  EXPECT_THAT(texts, HasSubstr("1,284 条签到记录"));
  std::size_t said = 0;
  for (auto at = texts.find("没有应答"); at != std::string::npos;
       at = texts.find("没有应答", at + 1))
    ++said;
  EXPECT_EQ(said, 1u);
}

TEST(StaffConnection, OfNoBureauSaysSoAndOffersToEnrol) {
  Stage stage;
  stage.resize(kLandscape);
  const Model model = example_named(Language::kChinese, "station-local");
  stage.show(model);
  EXPECT_THAT(all_texts(stage), HasSubstr("本机还没有登记到主管部门"));
  EXPECT_THAT(all_texts(stage), Not(HasSubstr("几秒后上传")));
  EXPECT_FALSE(stage.has("send_now"));
  EXPECT_THAT(stage.tap(model, "enrol"), ::testing::Contains(Touch(EnrolTapped{})));
}

TEST(WelcomeBadge, SaysHowManyCheckInsWait) {
  EXPECT_THAT(texts_of(Language::kChinese, "welcome-offline"), HasSubstr("待上传 1,284 条"));
  EXPECT_THAT(texts_of(Language::kEnglish, "welcome-offline"), HasSubstr("1,284 to send"));
  EXPECT_THAT(texts_of(Language::kChinese, "welcome-local"), HasSubstr("本机计数"));
}

TEST(StaffCorrections, NameTheNumbersThatCorrectionsTook) {
  const auto texts = texts_of(Language::kChinese, "corrections", kPortrait);
  EXPECT_THAT(texts, HasSubstr("已更正，原 1 人 · 见 #1308–1309"));
  EXPECT_LT(texts.find("#1310"), texts.find("#1307 "));
  EXPECT_LT(texts.find("#1307 "), texts.find("#1305"));
}

TEST(StaffFigures, OfADayWithoutAnyCountAreWords) {
  for (const Size size : kDesignSizes) {
    const auto texts = texts_of(Language::kChinese, "figures-empty", size);
    EXPECT_THAT(texts, HasSubstr("还没有人计入"));
    EXPECT_THAT(texts, Not(HasSubstr("00:00")));
    EXPECT_THAT(texts, Not(HasSubstr("相差")));
  }
  // Just after midnight there is a yesterday, and nothing to compare it with yet.
  Model model = example_named(Language::kChinese, "figures-hours");
  auto& page = std::get<FiguresPage>(model.staff->page);
  StaffFigures figures = *page.figures;
  figures.today = {};
  figures.today_before = figures.yesterday_before = 0;
  figures.compared_hour = 0;
  page.figures = figures;
  const auto texts = end_of_page(model);
  EXPECT_THAT(texts, HasSubstr("昨天全天"));
  EXPECT_THAT(texts, Not(HasSubstr("00:00 前")));
}

TEST(StaffCamera, MarksTheOneInUse) {
  const auto chosen = [](const Model& model) {
    Stage stage;
    stage.resize(kPortrait);
    stage.show(model);
    // The words of what is chosen are bold.
    std::string bold;
    for (const auto& text : stage.ui().texts()) {
      const bool choice = text.text == "自动选择" || text.text == "不用摄像头" ||
                          text.text.find("Camera") != std::string::npos ||
                          text.text.find("/dev/") != std::string::npos;
      if (choice && text.bold) bold += text.text + "\n";
    }
    return bold;
  };
  for (const auto* name : {"setup-camera", "station-camera"}) {
    Model model = example_named(Language::kChinese, name);
    EXPECT_EQ(chosen(model), "自动选择\n") << name << ": as the program was started";
    model.settings.camera = "/dev/video0";
    EXPECT_EQ(chosen(model), "USB 2.0 Camera\n") << name;
    model.settings.camera = "/dev/video7";
    EXPECT_EQ(chosen(model), "/dev/video7（没有插上）\n") << name;
  }
}

TEST(Setup, EveryStepSaysWhichItIs) {
  const std::array steps = {std::pair("setup-language", 1),    std::pair("setup-enrolment", 2),
                            std::pair("setup-typing-code", 2), std::pair("setup-stick", 2),
                            std::pair("setup-camera", 3),      std::pair("setup-sound", 4),
                            std::pair("setup-pin", 5),         std::pair("setup-pin-repeat", 5)};
  for (const auto& [name, step] : steps) {
    for (const Size size : kDesignSizes) {
      const auto number = std::to_string(step);
      EXPECT_THAT(texts_of(Language::kChinese, name, size),
                  HasSubstr("第 " + number + " 步，共 5 步"))
          << name << " " << size.width;
      EXPECT_THAT(texts_of(Language::kEnglish, name, size), HasSubstr("Step " + number + " of 5"))
          << name << " " << size.width;
    }
  }
  EXPECT_THAT(texts_of(Language::kChinese, "pin"), Not(HasSubstr("共 5 步")));
}

TEST(StaffStation, SaysWhenTheLedgerWasChecked) {
  EXPECT_THAT(texts_of(Language::kChinese, "station", kPortrait), HasSubstr("14:20 核对过"));
  EXPECT_THAT(texts_of(Language::kChinese, "station-unchecked", kPortrait),
              HasSubstr("还没有核对过"));
}

TEST(StaffHome, FitsTheSmallestScreen) {
  for (const auto language : kLanguages) {
    Stage stage;
    stage.resize(kSmallest);
    stage.show(example_named(language, "staff-home"));
    EXPECT_FLOAT_EQ(stage.ui().scroll_room("home").below, 0);
  }
}

TEST(StaffHome, FitsTheSmallestScreenWhateverIsToBeSaid) {
  for (const auto language : kLanguages) {
    for (const auto* name : {"staff-home-new-pin", "staff-home-counted", "staff-home-busy"}) {
      Stage stage;
      stage.resize(kSmallest);
      stage.show(example_named(language, name));
      EXPECT_FLOAT_EQ(stage.ui().scroll_room("home").below, 0) << name;
    }
  }
}

TEST(StaffHome, SaysWhatItsPagesAreForWhateverElseIsToBeSaid) {
  for (const auto* name :
       {"staff-home", "staff-home-new-pin", "staff-home-counted", "staff-home-busy"}) {
    for (const Size size : kDesignSizes) {
      EXPECT_THAT(texts_of(Language::kChinese, name, size), HasSubstr("开一场、结束、工作人员数"))
          << name << " " << size.width;
      EXPECT_THAT(texts_of(Language::kEnglish, name, size), HasSubstr("Open, close, staff numbers"))
          << name << " " << size.width;
    }
  }
}

TEST(StaffHome, NothingMovesWhenAVisitorIsCounted) {
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    const auto tile = [&](const char* name) {
      stage.show(example_named(Language::kEnglish, name));
      const auto& targets = stage.ui().touch_targets();
      return std::ranges::find(targets, "tile_closing", &TouchTarget::id)->rect;
    };
    const Rect before = tile("staff-home");
    EXPECT_EQ(tile("staff-home-counted"), before) << size.width;
  }
}

TEST(StaffHome, SaysWhenThePinWasSet) {
  for (const Size size : kDesignSizes) {
    EXPECT_THAT(texts_of(Language::kChinese, "staff-home", size),
                HasSubstr("密码设定于 2026-05-22 08:01"));
    EXPECT_THAT(texts_of(Language::kEnglish, "staff-home", size),
                HasSubstr("PIN set 2026-05-22 08:01"));
  }
}

TEST(FirstPin, IsExplainedBeforeItIsChosen) {
  for (const Size size : kDesignSizes) {
    const auto texts = texts_of(Language::kChinese, "pin-first", size);
    EXPECT_THAT(texts, HasSubstr("负责人"));
    EXPECT_THAT(texts, HasSubstr("forget-pin"));
    Stage stage;
    stage.resize(size);
    const Model model = example_named(Language::kEnglish, "pin-first");
    EXPECT_THAT(stage.tap(model, "choose_pin"), ::testing::Contains(Touch(PinBegun{})));
    EXPECT_FALSE(stage.has("pin_key.1"));
  }
}

TEST(ForgottenPin, ShowsTheNumberAndTakesTheCode) {
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    const Model asked = example_named(Language::kEnglish, "pin");
    EXPECT_THAT(stage.tap(asked, "pin_forgotten"), ::testing::Contains(Touch(PinForgotten{})));
    stage.show(example_named(Language::kChinese, "pin-reset"));
    EXPECT_THAT(all_texts(stage), HasSubstr("4821 0734"));
    EXPECT_THAT(all_texts(stage), HasSubstr("k-7f3a9c2e"));
    const Model reset = example_named(Language::kEnglish, "pin-reset");
    EXPECT_THAT(stage.tap(reset, "pin_key.7"), ::testing::Contains(Touch(PinDigitTyped{7})));
    stage.show(example_named(Language::kChinese, "pin-no-reset"));
    EXPECT_THAT(all_texts(stage), HasSubstr("forget-pin"));
    EXPECT_FALSE(stage.has("pin_forgotten"));
  }
}

TEST(Questions, StandInTheMiddleOfTheScreen) {
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    stage.show(example_named(Language::kChinese, "sessions-close"));
    float top = stage.ui().layout().height;
    float bottom = 0;
    for (const auto& target : stage.ui().touch_targets()) {
      bottom = std::max(bottom, target.rect.bottom());
    }
    for (const auto& text : stage.ui().texts()) top = std::min(top, text.box.top);
    EXPECT_NEAR((top + bottom) / 2, stage.ui().layout().height / 2, 4);
  }
}

// ---- Charts
// --------------------------------------------------------------------------------------

TEST(StaffCharts, TheLegendHasTheColourOfItsBars) {
  Stage stage;
  stage.resize(kLandscape);
  const Model model = example_named(Language::kChinese, "figures-hours");
  stage.show(model);
  const auto& texts = stage.ui().texts();
  // The switch of spans says the same word, lower on the screen.
  auto today = texts.end();
  for (auto at = texts.begin(); at != texts.end(); ++at) {
    if (at->text == "今天" && (today == texts.end() || at->ink.top < today->ink.top)) today = at;
  }
  const auto now = std::ranges::find(texts, "14时", &TextRecord::text);
  ASSERT_NE(today, texts.end());
  ASSERT_NE(now, texts.end());
  const Picture picture = stage.picture();
  const auto colour_at = [&](float x, float y) {
    const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                     static_cast<std::size_t>(x)) *
                    4;
    return std::array{picture.rgba.at(at), picture.rgba.at(at + 1), picture.rgba.at(at + 2)};
  };
  const auto mark = colour_at(today->ink.left - today->em * 0.8F, today->ink.centre().y);
  const auto bar = colour_at(now->ink.centre().x, now->ink.top - now->em);
  EXPECT_EQ(mark, bar);
}

}  // namespace
}  // namespace keqian::kiosk
