// What visitors see: what they are counted into, where the buttons stand, what stands in for a
// camera.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace keqian::kiosk {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array kLanguages = {Language::kChinese, Language::kEnglish};

std::string texts_of(Stage& stage, const Model& model) {
  stage.show(model);
  std::string texts;
  for (const auto& text : stage.ui().texts()) texts += text.text + "\n";
  return texts;
}

Rect place_of(const Stage& stage, std::string_view id) {
  const auto& targets = stage.ui().touch_targets();
  const auto at = std::ranges::find(targets, id, &TouchTarget::id);
  EXPECT_NE(at, targets.end()) << id;
  return at == targets.end() ? Rect{} : at->rect;
}

Model with_result(Model model, const Counted& counted) {
  model.result = VisitorResult{counted, model.now_ms, model.now_ms + kAmendableMs};
  return model;
}

TEST(WelcomeStrip, NamesWhatAVisitorIsCountedIntoInTheSameWords) {
  for (const Size size : kDesignSizes) {
    Stage stage;
    stage.resize(size);
    Model model = example_model(Language::kChinese);
    EXPECT_THAT(texts_of(stage, model), HasSubstr("您将计入：日常开放"));
    model.place.session_title = "走进晋城古建筑专题讲座";
    EXPECT_THAT(texts_of(stage, model), HasSubstr("您将计入：走进晋城古建筑"));
    model.place.session_title.clear();
    EXPECT_THAT(texts_of(stage, model), HasSubstr("您将计入：日常开放"))
        << "the next visitor opens it";
    model = example_model(Language::kEnglish);
    EXPECT_THAT(texts_of(stage, model), HasSubstr("Counting for: Daily opening"));
  }
}

TEST(WelcomeStrip, DoesNotNameTheSameSessionTwice) {
  Stage stage;
  stage.resize(kPortrait);
  Model model = example_model(Language::kChinese);
  model.place.programme = {{"日常开放", 9 * 60, 17 * 60}};
  const auto texts = texts_of(stage, model);
  EXPECT_EQ(texts.find("日常开放"), texts.rfind("日常开放"));
}

TEST(WelcomeStrip, TellsALongTitleInTwoLinesBeforeItIsCut) {
  for (const Size size : kDesignSizes) {
    for (const bool at_rest : {false, true}) {
      Stage stage;
      stage.resize(size);
      Model model = example_model(Language::kChinese);
      model.place.programme = {{"走进晋城古建筑专题讲座", 15 * 60, 16 * 60},
                               {"高新技术企业授牌仪式和专题培训活动", 16 * 60, 17 * 60},
                               {"气象观测站开放", 18 * 60, 19 * 60}};
      if (!at_rest) model.place.programme.erase(model.place.programme.begin());
      if (at_rest) model.last_touch_ms = model.last_visitor_ms = model.now_ms - kRestsAfterMs;
      stage.show(model);
      for (const auto& text : stage.ui().texts()) {
        EXPECT_FALSE(text.shortened) << text.text << " " << size.width << (at_rest ? " rest" : "");
      }
      EXPECT_THAT(texts_of(stage, model), HasSubstr("专题培训活动")) << size.width;
    }
  }
}

TEST(StorageTrouble, IsSaidInWordsWithWhatToDo) {
  for (const Size size : kDesignSizes) {
    for (const auto text_size : {TextSize::kNormal, TextSize::kLarge}) {
      Stage stage;
      stage.resize(size);
      Model model = example_model(Language::kChinese);
      model.comfort.text_size = text_size;
      model.storage = StorageTrouble{StorageCause::kDamaged, false};
      const auto texts = texts_of(stage, model);
      EXPECT_THAT(texts, HasSubstr("记录文件损坏"));
      EXPECT_THAT(texts, HasSubstr("退出签到程序，再打开"));
      EXPECT_THAT(texts, HasSubstr("已经计入的都还在"));
    }
  }
}

TEST(WelcomeChart, NamesTheHourThatRuns) {
  for (const auto language : kLanguages) {
    for (const Size size : kDesignSizes) {
      Stage stage;
      stage.resize(size);
      Model model = example_model(language);
      for (const int hour : {9, 14, 15}) {
        model.utc_ms = BusinessDate::of(model.utc_ms).start_utc_ms() + hour * kMsPerHour;
        const std::string words =
            std::to_string(hour) + (language == Language::kChinese ? "时\n" : ":00\n");
        EXPECT_THAT(texts_of(stage, model), HasSubstr("\n" + words)) << size.width;
      }
    }
  }
}

TEST(Results, HaveTheirButtonsInOnePlaceAfterAPassAndATap) {
  for (const auto language : kLanguages) {
    for (const auto camera : {CameraState::kOk, CameraState::kOff}) {
      for (const auto text : {TextSize::kNormal, TextSize::kLarge}) {
        for (const Size size : kDesignSizes) {
          Stage stage;
          stage.resize(size);
          Model model = example_model(language);
          model.camera = camera;
          model.comfort.text_size = text;
          stage.show(with_result(model, Counted{5, Category::kYouth, 2, false, false}));
          const Rect minus = place_of(stage, "persons.minus");
          const Rect plus = place_of(stage, "persons.plus");
          const Rect take_back = place_of(stage, "take_back");
          const Rect done = place_of(stage, "done");
          stage.show(with_result(model, Counted{6, Category::kYouth, 2, true, false}));
          EXPECT_EQ(place_of(stage, "persons.plus"), plus) << size.width;
          EXPECT_EQ(place_of(stage, "persons.minus"), minus) << size.width;
          if (text == TextSize::kLarge) continue;  // there words decide how buttons stand
          // There is one more button after a tap; the others stay within what they were.
          const Rect narrower = place_of(stage, "take_back");
          EXPECT_EQ(narrower.left, take_back.left) << size.width;
          EXPECT_LE(narrower.right(), take_back.right()) << size.width;
          EXPECT_EQ(place_of(stage, "done").right(), done.right()) << size.width;
          EXPECT_GE(place_of(stage, "done").left, done.left) << size.width;
          EXPECT_TRUE(stage.has("one_tap")) << size.width;
        }
      }
    }
  }
}

TEST(Camera, SwitchedOffItLeavesNoBlackFrame) {
  for (const Size size : kDesignSizes) {
    for (const auto state : {CameraState::kOff, CameraState::kNone, CameraState::kBroken}) {
      Stage stage;
      stage.resize(size);
      Model model = example_model(Language::kChinese);
      model.camera = state;
      stage.show(model);
      const auto& texts = stage.ui().texts();
      const auto title = std::ranges::find_if(texts, [](const TextRecord& text) {
        return text.text.starts_with("请用扫码枪") || text.text.starts_with("没有找到") ||
               text.text.starts_with("摄像头暂时");
      });
      ASSERT_NE(title, texts.end());
      const Picture picture = stage.picture();
      const float scale = stage.ui().layout().scale;
      const auto x = static_cast<std::size_t>((title->ink.left - 8) * scale);
      const auto y = static_cast<std::size_t>(title->ink.centre().y * scale);
      const auto at = (y * static_cast<std::size_t>(picture.width) + x) * 4;
      EXPECT_GT(picture.rgba.at(at) + picture.rgba.at(at + 1) + picture.rgba.at(at + 2), 600)
          << size.width << "x" << size.height;
    }
  }
}

TEST(Plurals, OnePersonIsNotPeople) {
  Stage stage;
  stage.resize(kSmallest);
  Model model = example_model(Language::kEnglish);
  Group group;
  group.code = "G";
  group.persons_on_pass = 32;
  group.persons = 1;
  group.until_ms = model.now_ms + kGroupConfirmMs;
  model.groups = {group};
  EXPECT_THAT(texts_of(stage, model), HasSubstr("Count 1 person\n"));
  EXPECT_THAT(texts_of(stage, model), Not(HasSubstr("people")));
  model.groups.clear();
  for (const bool timed_out : {true, false}) {
    model.result = VisitorResult{GroupDropped{1, false, timed_out}, model.now_ms,
                                 model.now_ms + kNoticeShownMs};
    EXPECT_THAT(texts_of(stage, model), HasSubstr("1 person was not counted"));
  }
  model.result.reset();
  model.today.persons = 1;
  stage.resize(kLandscape);
  EXPECT_THAT(texts_of(stage, model), Not(HasSubstr("visits")));
}

}  // namespace
}  // namespace keqian::kiosk
