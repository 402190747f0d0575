#include "tests/screens/checks.h"

#include <algorithm>
#include <cstdio>

namespace keqian::kiosk {
namespace {

constexpr float kSlack = 0.75F;          // design units: rounding to whole pixels
constexpr float kLabelRoomLeast = 3.5F;  // above and below the lines of a button
constexpr float kLowest = 0.3F;          // of the height: no control outside a list stands higher
constexpr float kLargeEm = 32;  // 24 px = 18 pt bold counts as large from 18.7, plain from 24 pt
constexpr double kLargeContrast = 3;  // of such texts, in the everyday dress

class Findings {
 public:
  explicit Findings(const Ui& ui) : ui_(ui) {}
  void expect(bool holds, const std::string& what) {
    if (!holds) all_.push_back(what);
  }

  void look_at_targets() {
    const auto& targets = ui_.touch_targets();
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto& target = targets[i];
      expect(target.rect.width >= kTouchSizeMin && target.rect.height >= kTouchSizeMin,
             target.id + " is too small for a finger");
      expect(holds(ui_.screen(), target.rect), target.id + " leaves the screen");
      // Keypads need the height, and lists can be moved.
      const bool keypad = target.id.starts_with("digit.") || target.id.starts_with("persons.") ||
                          target.id.starts_with("pin_key.") || target.id == "plus_ten";
      expect(target.in_list || keypad || target.rect.centre().y >= ui_.layout().height * kLowest,
             target.id + " is too high to reach");
      for (std::size_t j = i + 1; j < targets.size(); ++j) {
        expect(target.id != targets[j].id, target.id + " is there twice");
        expect(!target.rect.inset(0.5F).overlaps(targets[j].rect.inset(0.5F)),
               target.id + " and " + targets[j].id + " overlap");
      }
    }
  }

  void look_at_texts(const CheckOptions& options) {
    const auto& texts = ui_.texts();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto& text = texts[i];
      const std::string name = "\"" + text.text + "\"";
      // A pixel of rounding at the scale of the screen.
      expect(text.em >= ui_.text_em_min() - 1 / ui_.layout().scale, name + " is too small");
      expect(text.fits, name + " does not fit");
      expect(options.may_shorten || !text.shortened, name + " is shortened");
      expect(holds(text.box, text.ink), name + " leaves its box");
      expect(holds(ui_.screen(), text.ink), name + " leaves the screen");
      expect(text.text.find('{') == std::string::npos, "a value is missing in " + name);
      const bool beyond = text.text.find("䶮溪〓园") != std::string::npos;  // on purpose
      expect(beyond || text.text.find("〓") == std::string::npos, "a glyph is missing in " + name);
      for (const auto& target : ui_.touch_targets()) {
        const bool inside = target.rect.inset(1).overlaps(text.ink);
        expect(!inside || holds(target.rect, text.ink), name + " crosses " + target.id);
        if (!inside || text.ink.height <= text.em * 1.5F) continue;
        // What is scrolled may be cut at one end.
        const float above = text.ink.top - target.rect.top;
        const float below = target.rect.bottom() - text.ink.bottom();
        const float room = target.in_list ? std::max(above, below) : std::min(above, below);
        expect(room >= kLabelRoomLeast, name + " touches the edge of " + target.id);
      }
      for (std::size_t j = i + 1; j < texts.size(); ++j) {
        expect(!text.ink.inset(2).overlaps(texts[j].ink.inset(2)),
               name + " and \"" + texts[j].text + "\" overlap");
      }
    }
  }

  void look_at_contrast(const std::vector<Stage::TextOnGround>& texts) {
    const double promised = ui_.palette().contrast_least;
    for (const auto& text : texts) {
      const bool large = text.text.em >= kLargeEm || (text.text.bold && text.text.em >= 24);
      const double least = large && promised < 7 ? kLargeContrast : promised;
      double worst = 21;
      for (const auto& ground : text.grounds) {
        worst = std::min(worst, contrast(text.text.colour, ground));
      }
      std::array<char, 16> ratio{};
      std::snprintf(ratio.data(), ratio.size(), "%.1f", worst);
      expect(worst >= least, "\"" + text.text.text + "\" has a contrast of " + ratio.data());
    }
  }

  std::vector<std::string> take() { return std::move(all_); }

 private:
  static bool holds(const Rect& outer, const Rect& inner) {
    return inner.left >= outer.left - kSlack && inner.top >= outer.top - kSlack &&
           inner.right() <= outer.right() + kSlack && inner.bottom() <= outer.bottom() + kSlack;
  }

  const Ui& ui_;
  std::vector<std::string> all_;
};

}  // namespace

std::vector<std::string> findings_of(Stage& stage, const Model& model,
                                     const CheckOptions& options) {
  const auto texts = stage.texts_on_grounds(model);
  Findings findings(stage.ui());
  findings.expect(!stage.ui().fonts_stale(), "glyphs are still missing after the last frame");
  findings.look_at_targets();
  findings.look_at_texts(options);
  findings.look_at_contrast(texts);
  return findings.take();
}

}  // namespace keqian::kiosk
