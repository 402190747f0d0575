#include "kiosk/screens/screens.h"

#include "kiosk/screens/scene.h"

namespace keqian::kiosk {

std::vector<Touch> draw(const Model& model, Ui& ui) {
  std::vector<Touch> touches;
  const Scene scene{
      model, ui, model.language == Language::kChinese ? Catalogue::chinese() : Catalogue::english(),
      sizes_of(ui.layout().shape), touches};
  switch (screen_of(model)) {
    case Screen::kStarting:
      draw_starting(scene);
      break;
    case Screen::kNotEnrolled:
      draw_enrolment(scene);
      break;
    case Screen::kStorageTrouble:
      draw_storage_trouble(scene, *model.storage);
      break;
    case Screen::kGroupConfirm:
      draw_group(scene, model.groups.front());
      break;
    case Screen::kResult:
      draw_result(scene, *model.result);
      break;
    case Screen::kSyncDetails:
      draw_sync_details(scene);
      break;
    case Screen::kWelcome:
      draw_welcome(scene);
      break;
  }
  if (touches.empty() && ui.touched_anywhere()) touches.emplace_back(Touched{});
  return touches;
}

}  // namespace keqian::kiosk
