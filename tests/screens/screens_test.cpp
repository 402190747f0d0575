// Every screen in every size and language: what can be touched, what can be read; and that a tap
// on each control says the right thing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "kiosk/app/update.h"
#include "kiosk/ui/catalogue.h"
#include "kiosk/ui/text_layout.h"
#include "kiosk/ui/theme.h"
#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Size {
  int width, height;
};
constexpr std::array kSizes = {Size{1080, 1920}, Size{1280, 800}, Size{480, 800}};
// Screens as they are sold beside the three of the design.
constexpr std::array kOtherSizes = {Size{800, 1280}, Size{1920, 1080}, Size{1366, 768},
                                    Size{1024, 768}, Size{720, 1280},  Size{2160, 3840},
                                    Size{1024, 600}};

std::string describe(const Example& example, Size size, Language language) {
  return example.name + " " + std::to_string(size.width) + "x" + std::to_string(size.height) +
         (language == Language::kChinese ? " zh" : " en");
}

bool holds(const Rect& outer, const Rect& inner) {
  constexpr float kSlack = 0.75F;  // design units: rounding to whole pixels
  return inner.left >= outer.left - kSlack && inner.top >= outer.top - kSlack &&
         inner.right() <= outer.right() + kSlack && inner.bottom() <= outer.bottom() + kSlack;
}

void check_touch_targets(const Ui& ui) {
  const auto& targets = ui.touch_targets();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto& target = targets[i];
    EXPECT_GE(target.rect.width, kTouchSizeMin) << target.id;
    EXPECT_GE(target.rect.height, kTouchSizeMin) << target.id;
    EXPECT_TRUE(holds(ui.screen(), target.rect)) << target.id;
    for (std::size_t j = i + 1; j < targets.size(); ++j) {
      EXPECT_NE(target.id, targets[j].id);
      EXPECT_FALSE(target.rect.inset(0.5F).overlaps(targets[j].rect.inset(0.5F)))
          << target.id << " and " << targets[j].id;
    }
  }
}

void check_texts(const Ui& ui) {
  for (const auto& text : ui.texts()) {
    // A pixel of rounding at the scale of the screen.
    EXPECT_GE(text.em, kTextEmMin - 1 / ui.layout().scale) << text.text;
    EXPECT_TRUE(text.fits) << text.text;
    EXPECT_TRUE(holds(text.box, text.ink)) << text.text;
    EXPECT_TRUE(holds(ui.screen(), text.ink)) << text.text;
    EXPECT_EQ(text.text.find('{'), std::string::npos) << "a value is missing in " << text.text;
    // A text lies on a control or beside it, never across its edge.
    for (const auto& target : ui.touch_targets()) {
      EXPECT_TRUE(!target.rect.inset(1).overlaps(text.ink) || holds(target.rect, text.ink))
          << text.text << " crosses " << target.id;
    }
  }
}

class EveryScreen : public ::testing::TestWithParam<Size> {};

TEST_P(EveryScreen, CanBeTouchedAndRead) {
  Stage stage;
  stage.resize(GetParam().width, GetParam().height);
  for (const auto language : {Language::kChinese, Language::kEnglish}) {
    for (const auto& example : examples(language)) {
      SCOPED_TRACE(describe(example, GetParam(), language));
      stage.show(example.model);
      EXPECT_FALSE(stage.ui().fonts_stale());
      check_touch_targets(stage.ui());
      check_texts(stage.ui());
    }
  }
}

TEST_P(EveryScreen, ShortensOnlyWhatArrivesAtRunTime) {
  Stage stage;
  stage.resize(GetParam().width, GetParam().height);
  for (const auto language : {Language::kChinese, Language::kEnglish}) {
    for (const auto& example : examples(language)) {
      if (example.name == "welcome-long-names") continue;
      stage.show(example.model);
      for (const auto& text : stage.ui().texts()) {
        EXPECT_FALSE(text.shortened)
            << describe(example, GetParam(), language) << ": " << text.text;
      }
    }
  }
}

TEST_P(EveryScreen, HasItsControlsLow) {
  Stage stage;
  stage.resize(GetParam().width, GetParam().height);
  for (const auto& example : examples(Language::kChinese)) {
    stage.show(example.model);
    const bool keypad = stage.has("digit.1");
    if (keypad) continue;  // it needs the height
    for (const auto& target : stage.ui().touch_targets()) {
      EXPECT_GE(target.rect.centre().y, stage.ui().layout().height * 0.3F)
          << example.name << ": " << target.id;
    }
  }
}

std::string size_name(const ::testing::TestParamInfo<Size>& info) {
  return std::to_string(info.param.width) + "x" + std::to_string(info.param.height);
}
INSTANTIATE_TEST_SUITE_P(Design, EveryScreen, ::testing::ValuesIn(kSizes), size_name);

class OtherSize : public ::testing::TestWithParam<Size> {};

TEST_P(OtherSize, CanBeTouchedAndRead) {
  Stage stage;
  stage.resize(GetParam().width, GetParam().height);
  for (const auto language : {Language::kChinese, Language::kEnglish}) {
    for (const auto& example : examples(language)) {
      SCOPED_TRACE(describe(example, GetParam(), language));
      stage.show(example.model);
      check_touch_targets(stage.ui());
      check_texts(stage.ui());
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Sold, OtherSize, ::testing::ValuesIn(kOtherSizes), size_name);

TEST(Glyphs, NothingTheScreensSayIsMissingInTheFonts) {
  // The only character without a glyph is the one beyond U+FFFF in the long names.
  Stage stage;
  for (const auto language : {Language::kChinese, Language::kEnglish}) {
    for (const auto& example : examples(language)) {
      stage.show(example.model);
      for (const auto& text : stage.ui().texts()) {
        const bool stand_in = text.text.find("〓") != std::string::npos;
        const bool expected = text.text.find("䶮溪〓园") != std::string::npos;
        EXPECT_EQ(stand_in, expected) << text.text;
      }
    }
  }
}

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
  model.storage = StorageTrouble{};
  EXPECT_THAT(tap("retry"), only(StorageRetryTapped{}));
  model.storage->retrying = true;
  stage.show(model);
  EXPECT_FALSE(stage.has("retry"));
}

TEST_F(Taps, WithoutACameraTheOneTapCountIsStillThere) {
  for (const auto state : {CameraState::kNone, CameraState::kBroken, CameraState::kStarting}) {
    model.camera = state;
    EXPECT_THAT(tap("one_tap"), only(OneTapped{}));
  }
}

// ---- Words --------------------------------------------------------------------------------------

TEST(Words, LinesBreakWhereReadersExpect) {
  const auto advance = [](char32_t c) { return c < 0x2E80 ? 5.0F : 10.0F; };
  EXPECT_THAT(break_lines("请打开入场码，再对准取景框。", 80, advance),
              ElementsAre("请打开入场码，", "再对准取景框。"));
  EXPECT_THAT(break_lines("一二三四五六七八九", 80, advance), ElementsAre("一二三四五", "六七八九"))
      << "no lonely character on the last line";
  for (const auto& line : break_lines("科学（技术）活动，周，开始。", 50, advance)) {
    EXPECT_FALSE(line.starts_with("，") || line.starts_with("）") || line.ends_with("（")) << line;
  }
  EXPECT_THAT(break_lines("Hold your pass up", 50, advance), ElementsAre("Hold your", "pass up"));
  EXPECT_THAT(break_lines("a\nb", 50, advance), ElementsAre("a", "b"));
  EXPECT_EQ(shorten("一二三四五六", 40, advance), "一二三…");
  for (const auto& line : break_lines("Donaudampfschifffahrt", 40, advance)) {
    EXPECT_LE(width_of(line, advance), 40) << line;
  }
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
