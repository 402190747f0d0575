// Every screen in every size and language: what can be touched, what can be read; and that a tap
// on each control says the right thing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "kiosk/app/update.h"
#include "kiosk/ui/catalogue.h"
#include "kiosk/ui/charts.h"
#include "kiosk/ui/text_layout.h"
#include "kiosk/ui/theme.h"
#include "tests/screens/checks.h"
#include "tests/screens/dressed.h"
#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string size_name(const ::testing::TestParamInfo<Size>& info) {
  return std::to_string(info.param.width) + "x" + std::to_string(info.param.height);
}

void look_at(Size size, Language language, const NamedDress& dress) {
  Stage stage;
  stage.resize(size);
  const auto all = examples(language);
  std::vector<Model> models;
  for (const auto& example : all) models.push_back(dressed(example.model, dress));
  stage.prepare(models);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const CheckOptions options{.may_shorten = all[i].name == "welcome-long-names"};
    EXPECT_THAT(findings_of(stage, models[i], options), IsEmpty())
        << all[i].name << " " << size.width << "x" << size.height << " " << dress.name
        << (language == Language::kChinese ? " zh" : " en");
  }
}

class EveryScreen : public ::testing::TestWithParam<Size> {};

TEST_P(EveryScreen, CanBeTouchedAndReadInBothLanguagesAndEveryDress) {
  for (const auto& dress : kDresses) {
    look_at(GetParam(), Language::kChinese, dress);
    look_at(GetParam(), Language::kEnglish, dress);
  }
}
INSTANTIATE_TEST_SUITE_P(Size, EveryScreen, ::testing::ValuesIn(kScreenSizes), size_name);

TEST(Rotation, TheNextFrameIsInTheNewShape) {
  Stage stage;
  const Model model = example_model(Language::kChinese);
  stage.resize(kPortrait);
  stage.show(model);
  EXPECT_EQ(stage.ui().layout().shape, Shape::kPortrait);
  stage.resize({1920, 1080});
  EXPECT_THAT(findings_of(stage, model, {}), IsEmpty());
  EXPECT_EQ(stage.ui().layout().shape, Shape::kLandscape);
}

TEST(Layout, AnOverrideEnlargesUprightScreensByTheSmallDesign) {
  EXPECT_EQ(layout_for(1080, 1920, 0).shape, Shape::kPortrait);
  const auto larger = layout_for(1080, 1920, 2);
  EXPECT_EQ(larger.shape, Shape::kSmall);
  EXPECT_FLOAT_EQ(larger.scale, 2);
  EXPECT_FLOAT_EQ(layout_for(1920, 1080, 0.75F).scale, 0.75F);
  EXPECT_FLOAT_EQ(layout_for(1280, 800, 3).scale, 1) << "the design needs its room";
}

TEST(Layout, EveryFactorOfTheCommandLineLeavesTheScreensWhole) {
  Stage stage;
  for (const Size size : {kPortrait, kLandscape, Size{3840, 2160}}) {
    for (const float scale : {0.5F, 0.75F, 1.5F, 4.0F}) {
      stage.resize(size);
      stage.set_scale(scale);
      EXPECT_THAT(findings_of(stage, example_model(Language::kEnglish), {}), IsEmpty())
          << size.width << "x" << size.height << " at " << scale;
    }
  }
}

// ---- Lists --------------------------------------------------------------------------------------

class Lists : public ::testing::Test {
 protected:
  Lists() {
    stage.resize(kSmallest);
    for (const auto& example : examples(Language::kChinese)) {
      if (example.name == "corrections") model = example.model;
    }
    stage.show(model);
  }
  std::vector<Touch> acts(std::vector<Touch> touches) {
    std::erase(touches, Touch(Touched{}));
    return touches;
  }
  Model model;
  Stage stage;
};

TEST_F(Lists, AFingerThatStraysALittleStillTaps) {
  EXPECT_THAT(acts(stage.drag(model, {200, 200}, {205, 212})), SizeIs(1));
}

TEST_F(Lists, AFingerThatDragsMovesTheListAndTapsNothing) {
  const auto before = stage.ui().scroll_room("lines");
  EXPECT_THAT(acts(stage.drag(model, {200, 400}, {200, 200})), IsEmpty());
  EXPECT_GT(stage.ui().scroll_room("lines").above, before.above + 150);
}

TEST_F(Lists, GlideOnAndComeToRestWithinTheirEnds) {
  stage.drag(model, {200, 400}, {200, 300}, 60, 6);
  EXPECT_TRUE(stage.ui().moving());
  const float lifted = stage.ui().scroll_room("lines").above;
  for (int i = 0; i < 400 && stage.ui().moving(); ++i) {
    model.now_ms += 16;
    stage.show_once(model);
  }
  EXPECT_FALSE(stage.ui().moving());
  EXPECT_GT(stage.ui().scroll_room("lines").above, lifted);
  EXPECT_GE(stage.ui().scroll_room("lines").below, 0);
}

TEST_F(Lists, MoveByButtonsFromEndToEnd) {
  for (int i = 0; i < 20 && stage.has("list_down"); ++i) stage.tap(model, "list_down");
  stage.show(model);
  EXPECT_FLOAT_EQ(stage.ui().scroll_room("lines").below, 0);
  EXPECT_TRUE(stage.has("line_1301"));
  for (int i = 0; i < 20 && stage.has("list_up"); ++i) stage.tap(model, "list_up");
  stage.show(model);
  EXPECT_FLOAT_EQ(stage.ui().scroll_room("lines").above, 0);
}

// ---- Charts -------------------------------------------------------------------------------------

TEST(Charts, AxesHaveRoundNumbers) {
  EXPECT_THAT(axis_ticks(0, 5), ElementsAre(0, 1));
  EXPECT_THAT(axis_ticks(3, 5), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(axis_ticks(290, 5), ElementsAre(0, 100, 200, 300));
  EXPECT_THAT(axis_ticks(1442, 3), ElementsAre(0, 500, 1000, 1500));
  EXPECT_THAT(axis_ticks(128'430, 1), ElementsAre(0, 200'000));
}

// ---- Glyphs -------------------------------------------------------------------------------------

TEST(Glyphs, ScreensAreRehearsedSoThatAResultNeedsNoNewOnes) {
  Stage stage;
  const Model welcome = example_model(Language::kChinese);
  stage.show(welcome);
  stage.show(welcome);  // the second frame rehearses
  stage.show(welcome);
  Model counted = welcome;
  counted.result = VisitorResult{Counted{1, Category::kYouth, 3, false, false}, counted.now_ms,
                                 counted.now_ms + kAmendableMs};
  stage.show_once(counted);
  EXPECT_FALSE(stage.ui().fonts_stale());
  counted.result->kind = Refused{wire::PassProblem::kNotOurs};
  stage.show_once(counted);
  EXPECT_FALSE(stage.ui().fonts_stale());
}

class Dresses : public ::testing::TestWithParam<const Palette*> {};

TEST_P(Dresses, EveryPairOfColoursCanBeRead) {
  for (const auto& pair : colour_pairs(*GetParam())) {
    EXPECT_GE(contrast(pair.text, pair.ground), GetParam()->contrast_least) << pair.name;
  }
}

TEST_P(Dresses, GradientsCanBeReadAllTheWay) {
  const Palette& p = *GetParam();
  for (int i = 0; i <= 10; ++i) {
    const float t = static_cast<float>(i) / 10;
    EXPECT_GE(contrast(p.white, mix(p.primary_from, p.primary_to, t)), p.contrast_least);
    for (const auto& mood :
         {p.welcome, p.counted, p.already, p.refused, p.trouble, p.group, p.quiet, p.staff}) {
      EXPECT_GE(contrast(p.on_dark_soft, mix(mood.from, mood.to, t)), p.contrast_least);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Theme, Dresses,
                         ::testing::Values(&everyday_palette(), &high_contrast_palette()));

// ---- Taps ---------------------------------------------------------------------------------------

class Taps : public ::testing::Test {
 protected:
  Model model = example_model(Language::kChinese);
  Stage stage;

  void show_result(const ResultKind& kind) {
    model.result = VisitorResult{kind, model.now_ms - 100, model.now_ms - 100 + kAmendableMs};
  }
  template <typename... T>
  static auto only(T... touches) {
    return ElementsAre(Touch(touches)...);
  }
  // The press reaches the screen as a touch of nothing in particular before its release acts.
  std::vector<Touch> tap(std::string_view id) {
    auto touches = stage.tap(model, id);
    std::erase(touches, Touch(Touched{}));
    return touches;
  }
};

TEST_F(Taps, OnTheWelcomeScreen) {
  EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
  EXPECT_THAT(tap("language.1"), only(LanguageChosen{Language::kEnglish}));
  EXPECT_THAT(tap("language.0"), only(LanguageChosen{Language::kChinese}));
  EXPECT_THAT(tap("sync"), only(SyncDetailsToggled{}));
}

TEST_F(Taps, BesideEverythingAreStillTouches) {
  stage.show(model);
  EXPECT_THAT(stage.tap_at(model, {20, 20}), only(Touched{}));
}

TEST_F(Taps, OnACountedTap) {
  show_result(Counted{5, Category::kPublic, 2, true, false});
  EXPECT_THAT(tap("persons.plus"), only(PersonsStepped{1}));
  EXPECT_THAT(tap("persons.minus"), only(PersonsStepped{-1}));
  EXPECT_THAT(tap("category.1"), only(CategoryChosen{Category::kYouth}));
  EXPECT_THAT(tap("category.5"), only(CategoryChosen{Category::kOtherStaff}));
  EXPECT_THAT(tap("type_persons"), only(LargeGroupTapped{}));
  EXPECT_THAT(tap("take_back"), only(TakeBackTapped{}));
  EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
}

TEST_F(Taps, OnACountedPass) {
  show_result(Counted{5, Category::kYouth, 1, false, false});
  EXPECT_THAT(tap("persons.minus"), IsEmpty()) << "one is the least";
  EXPECT_THAT(tap("done"), only(ResultDismissed{}));
  EXPECT_FALSE(stage.has("category.0")) << "the pass says the category";
}

TEST_F(Taps, EveryRefusalOffersTheOneTapCount) {
  for (const auto problem :
       {wire::PassProblem::kNotOurs, wire::PassProblem::kDamaged, wire::PassProblem::kOtherCampaign,
        wire::PassProblem::kUnknownKey, wire::PassProblem::kNotYetValid,
        wire::PassProblem::kExpired, wire::PassProblem::kRevoked}) {
    show_result(Refused{problem});
    EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
    EXPECT_THAT(tap("again"), only(ResultDismissed{}));
  }
  show_result(AlreadyCounted{});
  EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
}

TEST_F(Taps, OnAGroup) {
  Group group;
  group.code = "G";
  group.persons = group.persons_on_pass = 32;
  group.until_ms = model.now_ms + kGroupConfirmMs;
  model.groups = {group};
  for (int digit = 0; digit <= 9; ++digit) {
    EXPECT_THAT(tap("digit." + std::to_string(digit)), only(GroupDigitTyped{digit}));
  }
  EXPECT_THAT(tap("digit.erase"), only(GroupDigitErased{}));
  EXPECT_THAT(tap("persons.plus"), only(GroupStepped{1}));
  EXPECT_THAT(tap("plus_ten"), only(GroupStepped{10}));
  EXPECT_THAT(tap("confirm"), only(GroupConfirmed{}));
  EXPECT_THAT(tap("cancel"), only(GroupCancelled{}));
  model.groups[0].persons = 0;
  stage.show(model);
  EXPECT_FALSE(stage.has("confirm")) << "nothing to confirm";
}

TEST_F(Taps, OnTroubleAndDetails) {
  model.sync_details_open = true;
  EXPECT_THAT(tap("send_now"), only(SyncNowTapped{}));
  EXPECT_THAT(tap("back"), only(SyncDetailsToggled{}));
  model.send_now = SendNow{model.now_ms, model.sync.attempts};
  stage.show(model);
  EXPECT_FALSE(stage.has("send_now")) << "it is being sent";
  model.storage = StorageTrouble{};
  EXPECT_THAT(tap("retry"), only(StorageRetryTapped{}));
  model.storage->retrying = true;
  stage.show(model);
  EXPECT_FALSE(stage.has("retry"));
}

TEST_F(Taps, TheEnrolmentCanBeTyped) {
  model.setup = Setup::kNotEnrolled;
  model.wizard = Wizard{};
  model.wizard->step = SetupStep::kEnrolment;
  EXPECT_THAT(tap("type_open"), only(EnrolmentTypingToggled{}));
  model.setup = Setup::kEnrolling;
  stage.show(model);
  EXPECT_FALSE(stage.has("type_open"));
}

TEST_F(Taps, TheLightIsSwitchedWhereTheCameraHasOne) {
  StationPage page;
  page.tab = StationTab::kCamera;
  model.staff = StaffArea{page, false};
  stage.show(model);
  EXPECT_FALSE(stage.has("torch_on"));
  model.camera_torch = true;
  Settings lit = model.settings;
  lit.torch = true;
  EXPECT_THAT(tap("torch_on"), only(SettingsChosen{lit}));
}

TEST_F(Taps, WithoutACameraTheOneTapCountIsStillThere) {
  for (const auto state : {CameraState::kNone, CameraState::kBroken, CameraState::kStarting}) {
    model.camera = state;
    EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
  }
}

TEST(Welcome, AsksNobodyToFaceACameraThatIsNotThere) {
  for (const Size size : kDesignSizes) {
    for (const auto state : {CameraState::kNone, CameraState::kBroken}) {
      Stage stage;
      stage.resize(size);
      Model model = example_model(Language::kChinese);
      model.camera = state;
      stage.show(model);
      for (const auto& text : stage.ui().texts()) {
        EXPECT_EQ(text.text.find("取景框"), std::string::npos) << text.text;
      }
    }
  }
}

TEST(Welcome, TheWayWithoutAPassStaysInPlaceAtRest) {
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    Model model = example_model(Language::kChinese);
    stage.show(model);
    const auto place_of = [&] {
      for (const auto& target : stage.ui().touch_targets()) {
        if (target.id == "one_tap") return target.rect;
      }
      return Rect{};
    };
    const Rect awake = place_of();
    model.last_touch_ms = model.last_visitor_ms = model.now_ms - kRestsAfterMs;
    stage.show(model);
    EXPECT_TRUE(is_resting(model));
    EXPECT_EQ(place_of(), awake);
  }
}

TEST(Welcome, AtRestTheWholePictureMovesAndNoGapOpensAtItsEdges) {
  Stage stage;
  stage.resize(kSmallest);
  Model model = example_model(Language::kChinese);
  model.place.programme.clear();
  model.last_touch_ms = model.last_visitor_ms = model.now_ms - kRestsAfterMs;
  const auto picture_at = [&](UtcMs utc_ms) {
    model.utc_ms = utc_ms;
    stage.show(model);
    return stage.picture();
  };
  const auto start = model.utc_ms;
  const Picture first = picture_at(start);
  const Picture later = picture_at(start + 5 * 60 * kMsPerSecond);
  EXPECT_NE(rest_shift(model), RestShift{});
  EXPECT_NE(first.rgba, later.rgba);
  for (int x = 0; x < later.width; ++x) {
    const auto at = static_cast<std::size_t>(x) * 4;
    EXPECT_GT(later.rgba[at + 2], 60) << "the blue head reaches the edge at " << x;
  }
}

// ---- Words --------------------------------------------------------------------------------------

TEST(Words, LinesBreakWhereReadersExpect) {
  const auto advance = [](char32_t c) { return c < 0x2E80 ? 5.0F : 10.0F; };
  const auto lines = [&](std::string_view text, float width) {
    return break_lines(text, width, advance).lines;
  };
  EXPECT_THAT(lines("请打开入场码，再对准取景框。", 80),
              ElementsAre("请打开入场码，", "再对准取景框。"));
  EXPECT_THAT(lines("一二三四五六七八九", 80), ElementsAre("一二三四五", "六七八九"))
      << "no lonely character on the last line";
  for (const auto& line : lines("科学（技术）活动，周，开始。", 50)) {
    EXPECT_FALSE(line.starts_with("，") || line.starts_with("）") || line.ends_with("（")) << line;
  }
  EXPECT_THAT(lines("Hold your pass up", 50), ElementsAre("Hold your", "pass up"));
  EXPECT_THAT(lines("a\nb", 50), ElementsAre("a", "b"));
  EXPECT_THAT(lines("8:02 起 · 正在计数 · 面向公众", 130),
              ElementsAre("8:02 起", "正在计数 · 面向公众"))
      << "what stands between dots stays together";
  EXPECT_EQ(shorten("一二三四五六", 40, advance), "一二三…");
  for (const auto& line : lines("Donaudampfschifffahrt", 40)) {
    EXPECT_LE(width_of(line, advance), 40) << line;
  }
}

TEST(Words, ChineseWordsAndNumbersWithTheirUnitsStayWhole) {
  const auto advance = [](char32_t c) { return c < 0x2E80 ? 5.0F : 10.0F; };
  EXPECT_THAT(break_lines("回到接待屏", 30, advance).lines, ElementsAre("回到", "接待屏"));
  EXPECT_THAT(break_lines("没有入场码？点这里计 1 人", 90, advance).lines,
              ElementsAre("没有入场码？", "点这里计 1 人"));
  EXPECT_THAT(break_lines("也可以使用扫码枪。工作人员：请检查摄像头。", 130, advance).lines,
              ElementsAre("也可以使用扫码枪。", "工作人员：请检查摄像头。"))
      << "a colon announces what follows";
  EXPECT_THAT(break_lines("1. 看网线是否插好", 70, advance).lines,
              ElementsAre("1. 看网线", "是否插好"))
      << "the number of a step begins its line";
  EXPECT_FALSE(break_lines("不计入", 30, advance).parts_words);
  EXPECT_TRUE(break_lines("不计入", 20, advance).parts_words) << "there is no other way";
}

TEST(Words, CatalogueRefusesMalformedLines) {
  EXPECT_TRUE(Catalogue::parse("# note\n\na = \"b \\\"c\\\" {d}\"\n").ok());
  for (const auto* text :
       {"a", "a = b", "a = \"b", "a = \"b\"c\"", "a = \"\\x\"", "a = \"b\"\na = \"c\""}) {
    EXPECT_FALSE(Catalogue::parse(text).ok()) << text;
  }
}

TEST(Words, BothLanguagesSayTheSameThings) {
  const auto& chinese = Catalogue::chinese().texts();
  const auto& english = Catalogue::english().texts();
  for (const auto& [key, text] : chinese) EXPECT_TRUE(english.contains(key)) << key;
  for (const auto& [key, text] : english) EXPECT_TRUE(chinese.contains(key)) << key;
}

}  // namespace
}  // namespace keqian::kiosk
