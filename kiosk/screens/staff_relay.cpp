// What is pending, as codes that a phone reads off this screen; the receipt that it brings back is
// read by the kiosk's camera on this same page.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

constexpr int kQuietModules = 4;

// Dark on white whatever the theme is: phones expect it. Modules are whole pixels and lie on them.
void draw_code(const Scene& scene, Rect rect, const CodePicture& code) {
  auto& canvas = scene.ui.canvas();
  const float pixels_per_unit = canvas.scale();
  const int across = code.side_modules + 2 * kQuietModules;
  const float room = std::min(rect.width, rect.height) * pixels_per_unit;
  const float module_pixels = std::max(1.0F, std::floor(room / static_cast<float>(across)));
  const float module = module_pixels / pixels_per_unit;
  const float side = module * static_cast<float>(across);
  const auto on_pixel = [&](float at) {
    return std::round(at * pixels_per_unit) / pixels_per_unit;
  };
  const Rect paper{on_pixel(rect.centre().x - side / 2), on_pixel(rect.centre().y - side / 2), side,
                   side};
  canvas.fill(paper, scene.palette.white);
  constexpr Colour kInk{0, 0, 0, 255};
  for (int y = 0; y < code.side_modules; ++y) {
    const auto* row = code.modules.data() + std::ptrdiff_t{y} * code.side_modules;
    for (int x = 0; x < code.side_modules;) {
      if (row[x] == 0) {
        ++x;
        continue;
      }
      const int start = x;
      while (x < code.side_modules && row[x] != 0) ++x;
      canvas.fill({paper.left + static_cast<float>(start + kQuietModules) * module,
                   paper.top + static_cast<float>(y + kQuietModules) * module,
                   static_cast<float>(x - start) * module, module},
                  kInk);
    }
  }
}

// The code as large as its place, and below it which one it is, between the ways to others.
Block code_block(const Scene& scene, const RelayPage& page) {
  const auto& sizes = scene.sizes;
  const float row = std::max(kTouchSizeMin + 4, sizes.body * 2.2F);
  const float gap = scene.small() ? 8 : sizes.gap * 0.6F;
  const bool several = page.codes->codes.size() > 1;
  const float below = several ? gap + row : 0;
  const float side_max = scene.small() ? 470.0F : scene.landscape() ? 430.0F : 900.0F;
  return {[=](float width) { return std::min(width, side_max) + below; },
          [=, &scene, &page](Rect rect) {
            Rect ways = several ? rect.take_bottom(row, gap) : Rect{};
            draw_code(scene, rect, page.codes->codes[page.shown]);
            if (!several) return;
            const float width = scene.landscape() ? ways.width : std::min(ways.width, side_max);
            ways = {ways.centre().x - width / 2, ways.top, width, ways.height};
            if (icon_button(scene.ui, "relay_before", ways.take_left(row * 1.3F, gap),
                            Icon::kChevronLeft)) {
              scene.emit(RelayStepped{-1});
            }
            if (icon_button(scene.ui, "relay_next", ways.take_right(row * 1.3F, gap),
                            Icon::kChevronRight)) {
              scene.emit(RelayStepped{1});
            }
            if (icon_button(scene.ui, "relay_hold", ways.take_right(row * 1.3F, gap),
                            page.held ? Icon::kRefresh : Icon::kPause)) {
              scene.emit(RelayHoldToggled{});
            }
            scene.ui.text(
                ways,
                scene.say("relay.code", {{"number", std::to_string(page.shown + 1)},
                                         {"count", std::to_string(page.codes->codes.size())}}),
                {.em = sizes.body,
                 .colour = scene.palette.ink,
                 .face = Face::kBold,
                 .align = Align::kCentre});
          },
          true};
}

std::string_view problem_key(RelayProblem problem) {
  switch (problem) {
    case RelayProblem::kOfAnother:
      return "relay.problem.another";
    case RelayProblem::kFailed:
      return "relay.problem.failed";
    case RelayProblem::kNone:
    case RelayProblem::kDamaged:
      break;
  }
  return "relay.problem.damaged";
}

void add_receipt(const Scene& scene, const RelayReceipt& receipt, Blocks& blocks) {
  if (receipt.problem != RelayProblem::kNone) {
    blocks.push_back(
        strip_block(scene, Tone::kDanger, Icon::kWarning, scene.say(problem_key(receipt.problem))));
    return;
  }
  if (receipt.refused) {
    blocks.push_back(strip_block(scene, Tone::kDanger, Icon::kReport, scene.say("stick.refused")));
  } else {
    blocks.push_back(
        strip_block(scene, Tone::kGood, Icon::kCheckCircle,
                    scene.say(receipt.pending == 0 ? "relay.taken.all" : "relay.taken")));
  }
  if (receipt.refused_rows > 0) {
    blocks.push_back(
        strip_block(scene, Tone::kCaution, Icon::kReport,
                    counted_words(scene, "stick.refused_rows", "count", receipt.refused_rows)));
  }
}

// How much of the receipt has been read.
void add_reading(const Scene& scene, const RelayPage& page, Blocks& blocks) {
  if (page.taking != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.doing")));
  } else if (!page.taken && page.receipt.have() > 0) {
    blocks.push_back(
        strip_block(scene, Tone::kCalm, Icon::kQrScanner,
                    scene.say("relay.reading", {{"have", std::to_string(page.receipt.have())},
                                                {"count", std::to_string(page.receipt.count())}})));
  }
}

// Why there are none; nothing where there are.
void add_no_codes(const Scene& scene, const RelayPage& page, Blocks& blocks) {
  if (page.packing != 0) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("relay.packing")));
  } else if (!page.codes || page.codes->codes.empty()) {
    blocks.push_back(strip_block(scene, Tone::kDanger, Icon::kWarning,
                                 scene.say(page.codes ? "relay.too_much" : "relay.not_packed")));
  }
}

Blocks how_blocks(const Scene& scene, const RelayPage& page) {
  return {strip_block(scene, Tone::kPlain, Icon::kPhotoCamera, scene.say("relay.how"),
                      counted_words(scene, "relay.rows", "count", page.codes->rows)),
          strip_block(scene, Tone::kPlain, Icon::kQrScanner, scene.say("relay.back"))};
}

}  // namespace

void draw_relay_page(const Scene& scene, const RelayPage& page) {
  const PageBar bar = staff_bar(scene, "relay");
  draw_page(scene, {Icon::kQrCode, scene.say("relay.title"), scene.say("stick.note")}, bar,
            [&](Rect room) {
              Blocks blocks;
              add_visitors(scene, blocks);
              add_reading(scene, page, blocks);
              if (page.taken) add_receipt(scene, *page.taken, blocks);
              // Where the bureau has everything, its codes have done their work.
              const bool is_done = page.taken && page.taken->problem == RelayProblem::kNone &&
                                   page.taken->pending == 0 && !page.taken->refused;
              if (!is_done) add_no_codes(scene, page, blocks);
              const bool has_codes = page.codes && !page.codes->codes.empty();
              if (is_done || !has_codes) {
                draw_blocks(scene, "relay", room, blocks, Stand::kHigh);
                return;
              }
              Blocks how = how_blocks(scene, page);
              if (two_columns(scene)) {
                draw_columns(scene, "relay", room, blocks,
                             {{1, {code_block(scene, page)}}, {1, std::move(how)}});
                return;
              }
              blocks.push_back(code_block(scene, page));
              for (auto& block : how) blocks.push_back(std::move(block));
              draw_blocks(scene, "relay", room, blocks, Stand::kHigh);
            });
}

}  // namespace keqian::kiosk
