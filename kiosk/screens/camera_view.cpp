#include <algorithm>
#include <string>
#include <vector>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {
namespace {

struct Absence {
  std::vector<Icon> icons;  // of what is wrong, or of the ways that there are
  std::string_view title;
  std::string_view help;  // empty: the title says it all
  Tone tone = Tone::kCaution;
};

Absence absence_of(const Scene& scene) {
  const bool enrolled = scene.model.setup == Setup::kReady;
  switch (scene.model.camera) {
    case CameraState::kBroken:
      return {{Icon::kBrokenImage},
              "camera.broken",
              enrolled ? "camera.broken.help" : "enrol.no_camera"};
    case CameraState::kOff:
      // Nothing is wrong: it is not used here.
      if (enrolled) return {{Icon::kQrScanner, Icon::kTouch}, "camera.off", {}, Tone::kCalm};
      break;
    case CameraState::kNone:
    case CameraState::kStarting:
    case CameraState::kOk:
      break;
  }
  return {{Icon::kNoPhotography}, "camera.none", enrolled ? "camera.none.help" : "enrol.no_camera"};
}

// In the place of the picture: why there is none, and what to do instead.
void draw_absence(const Scene& scene, Rect picture) {
  const auto& sizes = scene.sizes;
  const Absence absence = absence_of(scene);
  const ToneColours colours = colours_of(scene, absence.tone);
  // With less to read the drawing is larger.
  const float icon_size = absence.help.empty()
                              ? std::min(sizes.badge * 2.4F, picture.height * 0.42F)
                              : sizes.badge * 1.2F;
  const TextStyle title{.em = sizes.title,
                        .colour = colours.ink,
                        .face = Face::kBold,
                        .align = Align::kCentre,
                        .lines_max = 3};
  const TextStyle help{.em = sizes.body,
                       .colour = scene.palette.ink,
                       .align = Align::kCentre,
                       .vertical = Vertical::kTop,
                       .lines_max = 6,
                       .line_height = scene.small() ? 1.25F : 1.4F};
  const auto& title_text = scene.say(absence.title);
  const std::string help_text = absence.help.empty() ? std::string() : scene.say(absence.help);
  Rect box = picture.inset(sizes.gap * (scene.small() ? 1.0F : 1.8F), sizes.gap);
  const float gap = sizes.gap * (scene.small() ? 0.5F : 0.8F);
  const float title_height = scene.ui.height_of(title_text, box.width, title);
  const float help_height =
      help_text.empty() ? 0 : gap + scene.ui.height_of(help_text, box.width, help);
  float height = title_height + help_height;
  // Words need the room first.
  const bool with_icon = height + icon_size + gap <= box.height;
  if (with_icon) height += icon_size + gap;
  box.top += std::max(0.0F, (box.height - height) / 2);
  if (with_icon) {
    auto& canvas = scene.ui.canvas();
    const Point centre = box.take_top(icon_size, gap).centre();
    const float step = icon_size * 1.25F;
    float x = centre.x - step * static_cast<float>(absence.icons.size() - 1) / 2;
    for (const Icon icon : absence.icons) {
      canvas.circle({x, centre.y}, icon_size / 2, scene.palette.card);
      canvas.icon({x, centre.y}, icon_size * 0.58F, icon, colours.ink);
      x += step;
    }
  }
  scene.ui.text(box.take_top(title_height, gap), title_text, title);
  if (help_text.empty()) return;
  scene.ui.text({box.left, box.top, box.width, picture.bottom() - sizes.gap * 0.5F - box.top},
                help_text, help);
}

}  // namespace

void draw_camera(const Scene& scene, Rect frame) {
  auto& ui = scene.ui;
  auto& canvas = ui.canvas();
  const float border = scene.small() ? 7 : 14;
  const float radius = scene.sizes.radius;
  canvas.shadow(frame, radius, scene.sizes.margin * 0.7F, scene.sizes.margin * 0.26F, 0.34F);
  canvas.round(frame, radius, scene.palette.white);
  const Rect picture = frame.inset(border);
  const float inner = radius - border * 0.7F;
  const auto state = scene.model.camera;
  if (state == CameraState::kOk && ui.frame().camera_texture != 0) {
    canvas.picture(picture, inner, ui.frame().camera_texture, ui.frame().camera_aspect, true);
  } else {
    if (state != CameraState::kOk && state != CameraState::kStarting) {
      canvas.round(picture, inner, colours_of(scene, absence_of(scene).tone).ground);
      draw_absence(scene, picture);
      return;
    }
    canvas.round_gradient(picture, inner,
                          mix(scene.palette.viewfinder, scene.palette.quiet.from, 0.3F),
                          scene.palette.viewfinder, Direction::kDown);
    canvas.icon(picture.centre(), scene.sizes.badge * 0.9F, Icon::kPhotoCamera,
                scene.palette.on_dark_soft.faded(0.6F));
  }
  const bool reading = state == CameraState::kOk;
  const auto& words = scene.say(reading ? "camera.reading" : "camera.starting");
  const float height = scene.sizes.body * 1.9F;
  const Rect box{picture.left + 12, picture.bottom() - height - (scene.small() ? 10.0F : 22.0F),
                 picture.width - 24, height};
  const TextStyle style{.em = scene.sizes.body, .colour = scene.palette.white};
  if (reading) {
    const float top = scene.small() ? 8 : 18;
    viewfinder(ui, {picture.left, picture.top + top, picture.width, box.top - picture.top - top});
  }
  const float dot = height * 0.13F;
  const float width = ui.width_of(words, style) + height * 1.35F;
  const Rect pill{box.centre().x - width / 2, box.top, width, height};
  canvas.round(pill, height / 2, scene.palette.viewfinder.faded(0.86F));
  canvas.circle({pill.left + height * 0.55F, pill.centre().y}, dot,
                reading ? scene.palette.accent : scene.palette.amber);
  ui.text({pill.left + height * 0.85F, pill.top, width - height * 1.2F, height}, words, style);
}

}  // namespace keqian::kiosk
