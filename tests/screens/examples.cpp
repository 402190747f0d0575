#include "tests/screens/examples.h"

#include <array>
#include <utility>

#include "kiosk/app/update.h"
#include "server-sync/base/date.h"

namespace keqian::kiosk {
namespace {

constexpr MonotonicMs kNow = 4'000'900;

Model with_result(Model model, const ResultKind& kind, MonotonicMs left_ms = 3600) {
  model.result = VisitorResult{kind, kNow - 1400, kNow + left_ms};
  return model;
}

Group group_of(int persons) {
  Group group;
  group.code = "pass";
  group.category = Category::kYouth;
  group.persons_on_pass = group.persons = persons;
  group.until_ms = kNow + 17'200;
  return group;
}

void rest(Model& model) {
  model.last_touch_ms = model.last_visitor_ms = model.now_ms - kRestsAfterMs;
}

void add_full_day(Model& model) {
  const bool chinese = model.language == Language::kChinese;
  const auto say = [chinese](const char* in_chinese, const char* in_english) {
    return std::string(chinese ? in_chinese : in_english);
  };
  model.place.programme = {
      {say("“小小科学家”实验课", "Little scientists' lab"), 9 * 60, 10 * 60},
      {say("古建筑榫卯体验", "Timber joints, hands on"), 10 * 60 + 30, 11 * 60 + 30},
      {say("气象观测站开放", "Weather station tour"), 14 * 60, 15 * 60 + 30},
      {say("走进晋城古建筑专题讲座", "Talk: old timber halls"), 15 * 60, 16 * 60},
      {say("机器人表演", "Robot show"), 16 * 60, 16 * 60 + 40},
      {say("天文望远镜夜观星空", "Stars by telescope"), 19 * 60, 21 * 60}};
}

// A kiosk that belongs to no bureau.
void keep_to_itself(Model& model) {
  model.sync.problem = SyncProblem::kNotEnrolled;
  model.sync.last_success_utc_ms = 0;
  model.sync.pending = 84;
  model.sync.pending_check_ins = 1284;
}

void add_states(std::vector<Example>& all, const Model& welcome) {
  const auto add = [&](std::string name, const auto& change) {
    Model model = welcome;
    change(model);
    all.push_back({std::move(name), std::move(model)});
  };
  add("welcome", [](Model&) {});
  add("welcome-first-visitor", [](Model& model) {
    model.today = {};
    model.place.programme.clear();
  });
  add("welcome-offline", [](Model& model) {
    model.sync.problem = SyncProblem::kNoNetwork;
    model.sync.pending = 84;
    model.sync.pending_check_ins = 1284;
  });
  add("welcome-local", [](Model& model) { keep_to_itself(model); });
  add("welcome-bare", [](Model& model) {
    model.place.campaign_name.clear();
    model.place.theme.clear();
    model.place.session_title.clear();
    model.place.programme.clear();
    model.today.persons = 7;
    model.today.persons_by_hour = {};
    model.today.persons_by_hour[10] = 7;
    model.sync.pending = 2;
    model.sync.pending_check_ins = 7;
  });
  add("welcome-long-names", [](Model& model) {
    // Long on purpose, with characters of the extensions: 䶮 U+4DAE, 𫖮 U+2B5AE (beyond U+FFFF).
    model.place.venue_name = "煤与煤层气共采全国重点实验室沁水野外观测研究站（䶮溪𫖮园）";
    model.place.session_title = "“交通安全，与我童行”青少年交通安全体验馆科普研学专场活动";
    model.place.programme = {
        {"高新技术企业授牌仪式、高新技术企业培育专题培训活动", 17 * 60, 18 * 60}};
    model.place.theme = "弘扬科学家精神，激发全社会创新活力，建设科技强国，共创美好未来";
    model.today.persons = 128'430;
  });
  add("welcome-full-day", add_full_day);
  add("welcome-lecture", [](Model& model) {
    model.place.session_title =
        model.language == Language::kChinese ? "走进晋城古建筑专题讲座" : "Talk: old timber halls";
  });
  add("welcome-over", [](Model& model) {
    model.place.session_title.clear();
    model.place.programme = {{model.place.venue_name, 9 * 60, 10 * 60}};
  });
  add("resting", [](Model& model) {
    add_full_day(model);
    rest(model);
  });
  add("resting-one-planned", rest);
  add("resting-without-programme", [](Model& model) {
    model.place.programme.clear();
    rest(model);
  });
  add("resting-no-camera", [](Model& model) {
    add_full_day(model);
    model.camera = CameraState::kNone;
    rest(model);
  });
  add("resting-dimmed", [](Model& model) {
    rest(model);
    model.settings.dim = {true, 14 * 60, 15 * 60};
  });
  add("welcome-exits", [](Model& model) { model.settings.exit_counting = true; });
  add("no-camera", [](Model& model) { model.camera = CameraState::kNone; });
  add("camera-off", [](Model& model) { model.camera = CameraState::kOff; });
  add("broken-camera", [](Model& model) { model.camera = CameraState::kBroken; });
  add("camera-starting", [](Model& model) { model.camera = CameraState::kStarting; });
  add("sync-good", [](Model& model) { model.sync_details_open = true; });
  add("sync-offline", [](Model& model) {
    model.sync_details_open = true;
    model.sync.problem = SyncProblem::kNotTrusted;
    model.sync.last_success_utc_ms = model.utc_ms - 3 * kMsPerHour;
    model.sync.pending = 84;
    model.sync.pending_check_ins = 1284;
    model.sync.quarantined = 2;
    model.sync.next_attempt_ms = model.now_ms + 17'300;
  });
  add("sync-sending", [](Model& model) {
    model.sync_details_open = true;
    model.sync.pending = 2;
    model.sync.pending_check_ins = 12;
    model.send_now = SendNow{model.now_ms, model.sync.attempts};
  });
  add("sync-local", [](Model& model) {
    model.sync_details_open = true;
    keep_to_itself(model);
  });
  add("sync-sent", [](Model& model) {
    model.sync_details_open = true;
    model.send_now = SendNow{model.now_ms, model.sync.attempts - 1};
  });
  add("sync-failed", [](Model& model) {
    model.sync_details_open = true;
    model.sync.problem = SyncProblem::kNoNetwork;
    model.sync.pending = 2;
    model.sync.pending_check_ins = 12;
    model.sync.next_attempt_ms = model.now_ms + 250'000;
    model.send_now = SendNow{model.now_ms, model.sync.attempts - 1};
  });
  add("sync-damaged-ledger", [](Model& model) {
    model.sync_details_open = true;
    model.sync.damaged_ledger = true;
  });
  add("starting", [](Model& model) { model.setup = Setup::kStarting; });
  add("not-enrolled", [](Model& model) {
    model.setup = Setup::kNotEnrolled;
    model.place = {};
  });
  add("enrolling", [](Model& model) {
    model.setup = Setup::kEnrolling;
    model.place = {};
  });
  add("enrolment-problem", [](Model& model) {
    model.setup = Setup::kNotEnrolled;
    model.place = {};
    model.enrolment_problem = EnrolmentProblem::kCodeSpent;
  });
  add("not-enrolled-no-camera", [](Model& model) {
    model.setup = Setup::kNotEnrolled;
    model.place = {};
    model.camera = CameraState::kNone;
  });
}

void add_results(std::vector<Example>& all, const Model& welcome) {
  const auto add = [&](std::string name, const ResultKind& kind, MonotonicMs left_ms = 3600) {
    all.push_back({std::move(name), with_result(welcome, kind, left_ms)});
  };
  add("counted", Counted{41, Category::kPublic, 1, false, false});
  add("counted-family", Counted{42, Category::kYouth, 4, false, false});
  add("counted-group", Counted{43, Category::kYouth, 132, false, false});
  Counted whole{45, Category::kYouth, 2, false, false};
  whole.number_today = 1304;
  whole.session_title = welcome.place.session_title;
  add("counted-number", whole);
  whole.leaving = true;
  add("counted-leaving", whole);
  add("counted-tap", Counted{44, Category::kPublic, 1, true, false});
  add("corrected", Counted{45, Category::kScienceWorker, 6, true, true});
  add("already-counted", AlreadyCounted{Category::kPublic, 3});
  add("taken-back", TakenBack{1});
  add("pause", TapPause{});
  add("group-timed-out", GroupDropped{32, false, true});
  add("group-cancelled", GroupDropped{32, false, false});
  add("group-unchanged", GroupDropped{0, true, true});
  using wire::PassProblem;
  for (const auto problem :
       {PassProblem::kNotOurs, PassProblem::kDamaged, PassProblem::kOtherCampaign,
        PassProblem::kUnknownKey, PassProblem::kNotYetValid, PassProblem::kExpired,
        PassProblem::kRevoked}) {
    std::string name = "refused-" + std::string(wire::name(problem));
    for (auto& c : name) {
      if (c == '_') c = '-';
    }
    add(std::move(name), Refused{problem});
  }
}

void add_groups(std::vector<Example>& all, const Model& welcome) {
  Model model = welcome;
  model.groups = {group_of(32)};
  all.push_back({"group-confirm", model});
  model.groups.push_back(group_of(48));
  all.push_back({"group-waiting", model});
  model.result = VisitorResult{Counted{46, Category::kPublic, 2, false, false}, kNow, kNow + 4000};
  all.push_back({"group-others-go-on", model});
  model = welcome;
  Group tap = group_of(0);
  tap.code.clear();
  tap.amends = 44;
  tap.category = Category::kPublic;
  model.groups = {tap};
  all.push_back({"group-typing", model});
}

void add_storage(std::vector<Example>& all, const Model& welcome) {
  const auto add = [&](std::string name, StorageCause cause, bool retrying) {
    Model model = welcome;
    model.storage = StorageTrouble{cause, retrying};
    all.push_back({std::move(name), std::move(model)});
  };
  add("storage-full", StorageCause::kDiskFull, false);
  add("storage-read-only", StorageCause::kReadOnly, false);
  add("storage-damaged", StorageCause::kDamaged, false);
  add("storage-device-error", StorageCause::kDeviceError, true);
  add("storage-other", StorageCause::kOther, false);
}

}  // namespace

Model example_model(Language language) {
  const bool chinese = language == Language::kChinese;
  Model model = initial_model(Language::kChinese, wire::SecretKey{});
  model.language = language;
  model.now_ms = kNow;
  model.last_touch_ms = kNow;
  model.utc_ms =
      BusinessDate::parse("2026-05-28")->start_utc_ms() + 14 * kMsPerHour + 26 * 60 * kMsPerSecond;
  model.setup = Setup::kReady;
  model.camera = CameraState::kOk;
  model.place = {
      .kiosk_name = chinese ? "东门 1 号" : "East gate 1",
      .venue_name = chinese ? "市图书馆" : "City Library",
      .venue_kind = VenueKind::kMuseum,
      .campaign_name = chinese ? "2026年科技活动周" : "Science Week 2026",
      .theme = chinese ? "弘扬科学家精神 激发全社会创新活力" : "Curiosity builds the future",
      .session_title = std::string(kDailyOpeningTitle),  // said in the screen's language
      .programme = {
          {chinese ? "走进晋城古建筑专题讲座" : "Talk: old timber halls", 15 * 60, 16 * 60}}};
  model.today.persons = 1302;
  const std::array<std::int64_t, 10> hours = {38, 126, 214, 251, 167, 142, 231, 133, 0, 0};
  for (std::size_t i = 0; i < hours.size(); ++i) model.today.persons_by_hour[8 + i] = hours[i];
  model.sync.last_success_utc_ms = model.utc_ms - 12 * kMsPerSecond;
  return model;
}

std::vector<Example> examples(Language language) {
  std::vector<Example> all;
  const Model welcome = example_model(language);
  add_states(all, welcome);
  add_results(all, welcome);
  add_groups(all, welcome);
  add_storage(all, welcome);
  add_staff_examples(all, welcome);
  add_carry_examples(all, welcome);
  return all;
}

}  // namespace keqian::kiosk
