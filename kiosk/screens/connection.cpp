// The connection to the bureau: how it stands, what to do, and "send now". The visitors' screens
// and the staff's page say it in the same blocks.
#include "kiosk/screens/connection.h"

#include <algorithm>

namespace keqian::kiosk {
namespace {

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
    case SyncProblem::kNotEnrolled:
      return "sync.problem.not_enrolled";
    case SyncProblem::kNone:
      break;
  }
  if (sync.damaged_ledger) return "sync.problem.damaged_ledger";
  if (sync.quarantined > 0) return "sync.problem.quarantined";
  if (sync.differing_days > 0) return "sync.problem.differing";
  if (sync.pending == 0) return "sync.problem.none";
  return sync.pending_check_ins > 0 ? "sync.problem.sending" : "sync.problem.sending.day";
}

// What can be done about uploads that fail, in steps; empty: nothing.
std::string_view advice_key(const Sync& sync) {
  switch (sync.problem) {
    case SyncProblem::kNoNetwork:
      return "sync.advice.no_network";
    case SyncProblem::kNoAnswer:
      return "sync.advice.no_answer";
    case SyncProblem::kNotTrusted:
      return "sync.advice.not_trusted";
    case SyncProblem::kRejected:
      return "sync.advice.rejected";
    case SyncProblem::kWrongAnswer:
      return "sync.advice.wrong_answer";
    case SyncProblem::kStorageTrouble:
      return "sync.advice.storage";
    case SyncProblem::kNotEnrolled:
      return "sync.advice.not_enrolled";
    case SyncProblem::kNone:
      break;
  }
  return {};
}

// What to do, step by step.
Block advice_block(const Scene& scene, std::string_view key, bool full_width) {
  const auto& sizes = scene.sizes;
  const TextStyle head{
      .em = sizes.strong, .colour = scene.palette.ink, .face = Face::kBold, .lines_max = 2};
  TextStyle steps = paragraph(scene, sizes.body, scene.palette.ink);
  steps.lines_max = 12;
  const float head_height = sizes.strong + sizes.gap * 0.6F;
  return card_block(
      scene,
      [=, &scene](float width) {
        return head_height + scene.ui.height_of(scene.say(key), width, steps);
      },
      [=, &scene](Rect inside) {
        scene.ui.text(inside.take_top(sizes.strong, sizes.gap * 0.6F), scene.say("sync.advice"),
                      head);
        scene.ui.text(inside, scene.say(key), steps);
      },
      full_width);
}

// What waits to be sent, as people count it.
std::string pending_words(const Scene& scene) {
  const Sync& sync = scene.model.sync;
  if (sync.pending_check_ins > 0) {
    return counted_words(scene, "sync.details.check_ins", "count", sync.pending_check_ins);
  }
  return scene.say(sync.pending > 0 ? "sync.details.day_only" : "sync.details.none");
}

}  // namespace

std::string retry_words(const Scene& scene) {
  const Sync& sync = scene.model.sync;
  if (!needs_care(sync_light(sync)) || sync.problem == SyncProblem::kNone) return {};
  const auto left_s = (sync.next_attempt_ms - scene.model.now_ms + kMsPerSecond - 1) / kMsPerSecond;
  std::string time = scene.say("sync.retry.now");
  if (left_s > 90) {
    time = scene.say("sync.retry.minutes", {{"minutes", std::to_string((left_s + 30) / 60)}});
  } else if (left_s > 0) {
    time = scene.say("sync.retry.seconds", {{"seconds", std::to_string(left_s)}});
  }
  return scene.say("sync.retry", {{"time", time}});
}

Tone sync_tone(const Scene& scene) {
  switch (sync_light(scene.model.sync)) {
    case SyncLight::kSynced:
    case SyncLight::kSending:
      return Tone::kGood;
    case SyncLight::kLocal:
      return Tone::kCalm;
    case SyncLight::kOffline:
      return Tone::kCaution;
    case SyncLight::kTrouble:
      break;
  }
  return Tone::kDanger;
}

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

void add_connection_state(const Scene& scene, bool full_width, Blocks& blocks) {
  const Sync& sync = scene.model.sync;
  const Tone tone = sync_tone(scene);
  std::string state = sync_problem_words(scene);
  switch (send_state(scene.model)) {
    case SendState::kNotAsked:
      break;
    case SendState::kUnderWay:
      blocks.push_back(
          strip_block(scene, Tone::kCalm, Icon::kCloudUpload, scene.say("sync.send.busy")));
      break;
    case SendState::kSent:
      blocks.push_back(
          strip_block(scene, Tone::kGood, Icon::kCloudDone,
                      scene.say(sync.pending == 0 ? "sync.send.done" : "sync.send.part")));
      break;
    case SendState::kFailed:
      // With its cause, in one.
      state = scene.say("sync.send.failed", {{"cause", state}});
      break;
  }
  blocks.push_back(strip_block(scene, tone,
                               needs_care(sync_light(sync)) ? Icon::kWarning : Icon::kInfo,
                               std::move(state), retry_words(scene)));
  if (const auto advice = advice_key(sync); !advice.empty()) {
    blocks.push_back(advice_block(scene, advice, full_width));
  }
}

std::vector<FactRow> connection_facts(const Scene& scene) {
  const Sync& sync = scene.model.sync;
  if (sync_light(sync) == SyncLight::kLocal) return {};
  return {{scene.say("sync.details.last"), sync_age_words(scene)},
          {scene.say("sync.details.pending"), pending_words(scene)},
          {scene.say("sync.details.quarantined"), sync_items_words(scene, sync.quarantined),
           sync.quarantined > 0 ? Tone::kDanger : Tone::kPlain}};
}

std::optional<PageButton> send_button(const Scene& scene) {
  if (sync_light(scene.model.sync) == SyncLight::kLocal) return std::nullopt;
  const bool busy = send_state(scene.model) == SendState::kUnderWay;
  return PageButton{.id = "send_now",
                    .icon = Icon::kCloudUpload,
                    .text = scene.say(busy ? "sync.send.busy" : "sync.details.send"),
                    .enabled = !busy,
                    .danger = false,
                    .tapped = [&scene] { scene.emit(SyncNowTapped{}); }};
}

void draw_sync_details(const Scene& scene) {
  const bool good = !needs_care(sync_light(scene.model.sync));
  const SyncWords words = sync_words(scene);
  Blocks blocks;
  add_connection_state(scene, true, blocks);
  auto facts = connection_facts(scene);
  facts.push_back({scene.say("sync.details.kiosk"), scene.model.place.kiosk_name});
  blocks.push_back(facts_block(scene, {}, std::move(facts), true));
  draw_visitor_page(scene,
                    {.mood = good ? scene.palette.welcome : scene.palette.quiet,
                     .icon = words.icon,
                     .title = words.text,
                     .advice = scene.say("sync.details.assurance"),
                     .list = "sync_details",
                     .blocks = std::move(blocks),
                     .list_least = scene.small() ? 300.0F : 620.0F},
                    PageButton{.id = "back",
                               .icon = Icon::kArrowBack,
                               .text = scene.say("sync.details.back"),
                               .enabled = true,
                               .danger = false,
                               .tapped = [&scene] { scene.emit(SyncDetailsToggled{}); }},
                    send_button(scene));
}

}  // namespace keqian::kiosk
