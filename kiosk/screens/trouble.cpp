// States of the machine that the staff must know: storage trouble, upload details, the start.
#include <algorithm>
#include <array>

#include "kiosk/screens/visitor_page.h"
#include "server-sync/base/date.h"

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

std::string_view problem_key(const Sync& sync) {
  switch (sync.problem) {
    case SyncProblem::kNoNetwork:
      return "sync.problem.no_network";
    case SyncProblem::kNoAnswer:
      return "sync.problem.no_answer";
    case SyncProblem::kNotTrusted:
      return "sync.problem.not_trusted";
    case SyncProblem::kRejected:
      return "sync.problem.rejected";
    case SyncProblem::kWrongAnswer:
      return "sync.problem.wrong_answer";
    case SyncProblem::kStorageTrouble:
      return "sync.problem.storage";
    case SyncProblem::kNone:
      break;
  }
  if (sync.damaged_ledger) return "sync.problem.damaged_ledger";
  if (sync.quarantined > 0) return "sync.problem.quarantined";
  return sync.pending > 0 ? "sync.problem.sending" : "sync.problem.none";
}

struct Fact {
  Icon icon;
  std::string_view label;
  std::string text;
  Colour colour;
};

void draw_fact(const Scene& scene, Rect row, const Fact& fact) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const float icon = sizes.body * 1.3F;
  ui.canvas().icon(row.take_left(icon, sizes.gap * 0.7F).centre(), icon, fact.icon,
                   scene.palette.muted);
  if (fact.label.empty()) {
    ui.text(row, fact.text,
            {.em = sizes.body, .colour = fact.colour, .lines_max = 3, .line_height = 1.25F});
    return;
  }
  const float label_width = row.width * (scene.small() ? 0.40F : 0.34F);
  ui.text(row.take_left(label_width, sizes.gap * 0.5F), fact.label,
          {.em = sizes.body, .colour = scene.palette.muted, .lines_max = 2, .line_height = 1.2F});
  ui.text(row, fact.text,
          {.em = sizes.body,
           .colour = fact.colour,
           .face = Face::kBold,
           .align = Align::kRight,
           .lines_max = 2,
           .may_shorten = true,
           .line_height = 1.2F});
}

}  // namespace

std::string sync_problem_words(const Scene& scene) {
  return scene.say(problem_key(scene.model.sync));
}

std::string sync_age_words(const Scene& scene) {
  const auto then = scene.model.sync.last_success_utc_ms;
  if (then == 0) return scene.say("sync.details.never");
  const auto minutes = std::max<std::int64_t>(0, scene.model.utc_ms - then) / (60 * kMsPerSecond);
  if (minutes < 1) return scene.say("sync.details.now");
  if (minutes < 60) return counted_words(scene, "sync.details.minutes", "minutes", minutes);
  if (minutes < 48 * 60) {
    return counted_words(scene, "sync.details.hours", "hours", minutes / 60);
  }
  return counted_words(scene, "sync.details.days", "days", minutes / (24 * 60));
}

std::string sync_items_words(const Scene& scene, std::int64_t count) {
  if (count == 0) return scene.say("sync.details.none");
  return counted_words(scene, "sync.details.items", "count", count);
}

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
         .blocks = {strip_block(scene, Tone::kCalm, Icon::kStorage, scene.say("storage.assurance"),
                                trouble.detail)}},
        PageButton{.id = "retry",
                   .icon = Icon::kRefresh,
                   .text = scene.say(trouble.retrying ? "storage.retrying" : "storage.retry"),
                   .enabled = !trouble.retrying,
                   .danger = false,
                   .tapped = [&scene] { scene.emit(StorageRetryTapped{}); }},
        {});
    return;
  }
  const float note = sizes.body * (scene.small() ? 6.9F : 4.8F);
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
  draw_note(scene, work, Icon::kStorage, scene.say("storage.assurance"), trouble.detail);
}

void draw_sync_details(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Sync& sync = scene.model.sync;
  const bool good =
      sync_light(sync) == SyncLight::kSynced || sync_light(sync) == SyncLight::kSending;
  const Mood& mood = good ? scene.palette.welcome : scene.palette.quiet;
  const SyncWords words = sync_words(scene);
  if (scene.large()) {
    draw_visitor_page(
        scene,
        {.mood = mood,
         .icon = words.icon,
         .title = words.text,
         .advice = scene.say("sync.details.assurance"),
         .list = "sync_details",
         .blocks = {strip_block(scene, good ? Tone::kGood : Tone::kCaution, Icon::kInfo,
                                sync_problem_words(scene)),
                    facts_block(
                        scene, {},
                        {{scene.say("sync.details.last"), sync_age_words(scene)},
                         {scene.say("sync.details.pending"), sync_items_words(scene, sync.pending)},
                         {scene.say("sync.details.quarantined"),
                          sync_items_words(scene, sync.quarantined),
                          sync.quarantined > 0 ? Tone::kDanger : Tone::kPlain},
                         {scene.say("sync.details.kiosk"), scene.model.place.kiosk_name}})},
         .list_least = scene.small() ? 240.0F : 400.0F},
        PageButton{.id = "back",
                   .icon = Icon::kArrowBack,
                   .text = scene.say("sync.details.back"),
                   .enabled = true,
                   .danger = false,
                   .tapped = [&scene] { scene.emit(SyncDetailsToggled{}); }},
        PageButton{.id = "send_now",
                   .icon = Icon::kCloudUpload,
                   .text = scene.say("sync.details.send"),
                   .enabled = true,
                   .danger = false,
                   .tapped = [&scene] { scene.emit(SyncNowTapped{}); }});
    return;
  }
  const Panes panes = draw_frame(scene, mood, scene.small() ? 0.37F : 0.44F);
  if (scene.small()) {
    Rect head = panes.head;
    const float height = sizes.outcome + 14 + sizes.body * 2.4F;
    head.top += std::max(0.0F, (head.height - height) / 2);
    ui.text(head.take_top(sizes.outcome, 14), words.text,
            {.em = sizes.outcome,
             .colour = scene.palette.on_dark,
             .face = Face::kBold,
             .align = Align::kCentre});
    ui.text(head, scene.say("sync.details.assurance"),
            {.em = sizes.body,
             .colour = scene.palette.on_dark_soft,
             .align = Align::kCentre,
             .vertical = Vertical::kTop,
             .lines_max = 2});
  } else {
    draw_hero_text(
        scene, panes.head, mood,
        {.icon = words.icon, .title = words.text, .advice = scene.say("sync.details.assurance")});
  }
  Rect work = panes.work;
  Rect row = work.take_bottom(scene.small() ? sizes.small_button : sizes.button, sizes.gap);
  if (secondary_button(ui, "send_now", row.take_left(row.width * 0.42F, sizes.gap * 0.7F),
                       {Icon::kCloudUpload, scene.say("sync.details.send"), sizes.strong})) {
    scene.emit(SyncNowTapped{});
  }
  if (primary_button(ui, "back", row,
                     {Icon::kArrowBack, scene.say("sync.details.back"), sizes.button_em})) {
    scene.emit(SyncDetailsToggled{});
  }
  card(ui, work, sizes.radius);
  const Rect inside = work.inset(scene.small() ? 16 : 36, scene.small() ? 8 : 18);
  const std::array<Fact, 5> facts = {
      Fact{Icon::kHistory, scene.say("sync.details.last"), sync_age_words(scene),
           scene.palette.ink},
      Fact{Icon::kCloudUpload, scene.say("sync.details.pending"),
           sync_items_words(scene, sync.pending), scene.palette.ink},
      Fact{Icon::kReport, scene.say("sync.details.quarantined"),
           sync_items_words(scene, sync.quarantined),
           sync.quarantined > 0 ? scene.palette.danger : scene.palette.ink},
      Fact{Icon::kInfo, {}, sync_problem_words(scene), scene.palette.ink},
      Fact{Icon::kBadge, scene.say("sync.details.kiosk"), scene.model.place.kiosk_name,
           scene.palette.ink}};
  // The explanation takes two or three lines where the others take one.
  constexpr std::array<float, 5> kShares = {1, 1, 1, 1.9F, 1};
  float top = inside.top;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const float height = inside.height * kShares[i] / 5.9F;
    if (i > 0) {
      ui.canvas().line({inside.left, top}, {inside.right(), top}, 1.5F, scene.palette.track);
    }
    draw_fact(scene, {inside.left, top, inside.width, height}, facts[i]);
    top += height;
  }
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
