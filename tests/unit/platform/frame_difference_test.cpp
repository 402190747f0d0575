// What a frame changes of the one before, on draw data made by hand.
#include "kiosk/platform/frame_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255);
constexpr ImU32 kBlue = IM_COL32(0, 0, 255, 255);
constexpr std::uintptr_t kPicture = 7;

class Difference : public ::testing::Test {
 protected:
  Difference() { ImGui::CreateContext(); }
  ~Difference() override { ImGui::DestroyContext(); }

  using Drawing = std::function<void(ImDrawList&)>;

  std::optional<std::vector<PaintRect>> take(const Drawing& drawing, std::uintptr_t texture = 0) {
    draw(drawing);
    return difference_.take(data_, texture);
  }

  void draw(const Drawing& drawing) {
    list_ = std::make_unique<ImDrawList>(ImGui::GetDrawListSharedData());
    list_->_ResetForNewFrame();
    list_->PushTextureID(nullptr);
    list_->PushClipRect({0, 0}, {640, 400});
    drawing(*list_);
    list_->PopClipRect();
    list_->PopTextureID();
    lists_ = list_.get();
    data_.CmdLists = &lists_;
    data_.CmdListsCount = 1;
    data_.DisplaySize = {640, 400};
  }

  static void box(ImDrawList& list, float x, float y, ImU32 colour = kRed) {
    list.AddRectFilled({x, y}, {x + 10, y + 10}, colour);
  }

  std::unique_ptr<ImDrawList> list_;
  ImDrawList* lists_ = nullptr;
  ImDrawData data_;
  FrameDifference difference_;
};

TEST_F(Difference, OfTheFirstFrameIsAll) {
  EXPECT_EQ(take([](ImDrawList& list) { box(list, 0, 0); }), std::nullopt);
}

TEST_F(Difference, OfTheSameFrameAgainIsNone) {
  const auto drawing = [](ImDrawList& list) { box(list, 20, 30); };
  take(drawing);
  EXPECT_THAT(*take(drawing), IsEmpty());
}

TEST_F(Difference, IsWhereSomethingWasAndWhereItIs) {
  take([](ImDrawList& list) {
    box(list, 20, 30);
    box(list, 300, 300);
  });
  const auto changed = take([](ImDrawList& list) {
    box(list, 25.5F, 30);
    box(list, 300, 300);
  });
  EXPECT_THAT(*changed, ElementsAre(PaintRect{20, 30, 36, 40}));
}

TEST_F(Difference, SeesANewColour) {
  take([](ImDrawList& list) { box(list, 20, 30, kRed); });
  EXPECT_THAT(*take([](ImDrawList& list) { box(list, 20, 30, kBlue); }),
              ElementsAre(PaintRect{20, 30, 30, 40}));
}

TEST_F(Difference, KeepsPlacesApart) {
  const auto drawing = [](float moved) {
    return [moved](ImDrawList& list) {
      box(list, 20 + moved, 30);
      box(list, 500 + moved, 300);
    };
  };
  take(drawing(0));
  EXPECT_THAT(*take(drawing(1)),
              UnorderedElementsAre(PaintRect{20, 30, 31, 40}, PaintRect{500, 300, 511, 310}));
}

TEST_F(Difference, IsAFewRectanglesHoweverMuchMoves) {
  const auto drawing = [](float moved) {
    return [moved](ImDrawList& list) {
      for (int i = 0; i < 20; ++i) box(list, static_cast<float>(30 * i) + moved, 30);
    };
  };
  take(drawing(0));
  const auto changed = take(drawing(1));
  EXPECT_THAT(*changed, SizeIs(FrameDifference::kRectsMax));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(std::ranges::any_of(*changed, [&](const PaintRect& rect) {
      return rect.left <= 30 * i && rect.right >= 30 * i + 11 && rect.top <= 30 &&
             rect.bottom >= 40;
    })) << i;
  }
}

TEST_F(Difference, IsWhatTheNewTextureIsDrawnOn) {
  const auto drawing = [](ImDrawList& list) {
    box(list, 20, 30);
    list.AddImage(reinterpret_cast<ImTextureID>(kPicture), {100, 100}, {200, 150});
  };
  take(drawing);
  EXPECT_THAT(*take(drawing, kPicture), ElementsAre(PaintRect{100, 100, 200, 150}));
}

TEST_F(Difference, StaysWithinTheClipping) {
  const auto drawing = [](ImU32 colour) {
    return [colour](ImDrawList& list) {
      list.PushClipRect({0, 0}, {25, 400});
      box(list, 20, 30, colour);
      list.PopClipRect();
    };
  };
  take(drawing(kRed));
  EXPECT_THAT(*take(drawing(kBlue)), ElementsAre(PaintRect{20, 30, 25, 40}));
}

TEST_F(Difference, IsAllWhenOtherShapesAreDrawn) {
  take([](ImDrawList& list) { box(list, 20, 30); });
  EXPECT_EQ(take([](ImDrawList& list) {
              box(list, 20, 30);
              box(list, 40, 30);
            }),
            std::nullopt);
}

TEST_F(Difference, IsAllAfterForgetting) {
  const auto drawing = [](ImDrawList& list) { box(list, 20, 30); };
  take(drawing);
  difference_.forget();
  EXPECT_EQ(take(drawing), std::nullopt);
}

TEST_F(Difference, PaintsInsideItsRectanglesOnly) {
  draw([](ImDrawList& list) {
    box(list, 20, 30);
    list.AddImage(reinterpret_cast<ImTextureID>(kPicture), {100, 100}, {200, 150});
  });
  const auto commands = list_->CmdBuffer.Size;
  std::vector<std::array<int, 4>> clips;
  paint_inside(data_, {{0, 0, 15, 15}, {110, 90, 130, 120}}, [&] {
    for (const auto& command : list_->CmdBuffer) {
      const auto& clip = command.ClipRect;
      clips.push_back({static_cast<int>(clip.x), static_cast<int>(clip.y), static_cast<int>(clip.z),
                       static_cast<int>(clip.w)});
    }
  });
  EXPECT_EQ(list_->CmdBuffer.Size, commands) << "the frame is as it was";
  EXPECT_THAT(std::set(clips.begin(), clips.end()),
              ElementsAre(std::array{0, 0, 15, 15}, std::array{110, 90, 130, 120}));
}

}  // namespace
}  // namespace keqian::kiosk
