// States of the machine: trouble with the storage, and the start.
#include <algorithm>

#include "kiosk/screens/visitor_page.h"

namespace keqian::kiosk {
namespace {

struct StorageLook {
  Icon icon;
  std::string_view cause;
  std::string_view advice;
};

StorageLook look_of(StorageCause cause) {
  switch (cause) {
    case StorageCause::kDiskFull:
      return {Icon::kStorage, "storage.disk_full.cause", "storage.disk_full.advice"};
    case StorageCause::kReadOnly:
      return {Icon::kBlock, "storage.read_only.cause", "storage.read_only.advice"};
    case StorageCause::kDamaged:
      return {Icon::kBrokenImage, "storage.damaged.cause", "storage.damaged.advice"};
    case StorageCause::kDeviceError:
      return {Icon::kMemoryCardAlert, "storage.device_error.cause", "storage.device_error.advice"};
    case StorageCause::kOther:
      break;
  }
  return {Icon::kWarning, "storage.other.cause", "storage.other.advice"};
}

}  // namespace

void draw_storage_trouble(const Scene& scene, const StorageTrouble& trouble) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const StorageLook look = look_of(trouble.cause);
  if (scene.large()) {
    draw_visitor_page(
        scene,
        {.mood = scene.palette.trouble,
         .icon = look.icon,
         .title = scene.say("storage.title"),
         .subject = scene.say(look.cause),
         .advice = scene.say(look.advice),
         .list = "storage",
         .blocks = {strip_block(scene, Tone::kCalm, Icon::kStorage,
                                scene.say("storage.assurance"))}},
        PageButton{.id = "retry",
                   .icon = Icon::kRefresh,
                   .text = scene.say(trouble.retrying ? "storage.retrying" : "storage.retry"),
                   .enabled = !trouble.retrying,
                   .danger = false,
                   .tapped = [&scene] { scene.emit(StorageRetryTapped{}); }},
        {});
    return;
  }
  const float note = sizes.body * (scene.small() ? 3.6F : 4.2F);
  const float used = sizes.button + sizes.gap + note;
  const Panes panes = draw_frame(scene, scene.palette.trouble, share_above(scene, used));
  draw_hero_text(scene, panes.head, scene.palette.trouble,
                 {.icon = look.icon,
                  .title = scene.say("storage.title"),
                  .chip = scene.say(look.cause),
                  .advice = scene.say(look.advice)});
  Rect work = panes.work;
  if (scene.landscape()) work.take_bottom(std::max(0.0F, (work.height - used) / 2));
  const auto& words = scene.say(trouble.retrying ? "storage.retrying" : "storage.retry");
  if (primary_button(ui, "retry", work.take_bottom(sizes.button, sizes.gap),
                     {Icon::kRefresh, words, sizes.button_em}, !trouble.retrying)) {
    scene.emit(StorageRetryTapped{});
  }
  draw_note(scene, work, Icon::kStorage, scene.say("storage.assurance"));
}

void draw_starting(const Scene& scene) {
  const Rect screen = scene.ui.screen();
  draw_hero_panel(scene, screen, scene.palette.welcome);
  const float margin = scene.sizes.margin;
  draw_hero_text(scene, screen.inset(margin), scene.palette.welcome,
                 {.icon = Icon::kStart,
                  .title = scene.say("starting.title"),
                  .advice = scene.say("starting.advice")});
}

}  // namespace keqian::kiosk
