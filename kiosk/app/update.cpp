#include "kiosk/app/update.h"

#include <algorithm>
#include <utility>

#include "kiosk/app/updater.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

Model initial_model(Language home_language, const wire::SecretKey& view_key) {
  Model model;
  model.language = home_language;
  model.settings.language = home_language;
  model.view_key = view_key;
  return model;
}

Step update(Model model, const Action& action) {
  Updater updater(std::move(model));
  updater.advance_to(action.at_ms);
  std::visit([&](const auto& event) { updater.apply(event); }, action.event);
  return std::move(updater).finish();
}

void Updater::advance_to(MonotonicMs now_ms) {
  model_.now_ms = std::max(model_.now_ms, now_ms);
  const auto now = model_.now_ms;
  std::erase_if(model_.codes_in_view,
                [&](const CodeInView& code) { return now - code.last_seen_ms > kCodeOutOfViewMs; });
  std::erase_if(model_.taps, [&](MonotonicMs at) { return now - at >= kTapWindowMs; });
  if (model_.result && now >= model_.result->until_ms) model_.result.reset();
  close_forgotten_screens();
  if (!model_.groups.empty() && !groups_wait() && !model_.groups.front().submitted &&
      now >= model_.groups.front().until_ms) {
    const Group& group = model_.groups.front();
    const GroupDropped dropped{group.persons_on_pass, group.amends.has_value(), true};
    end_first_group();
    show(dropped, kNoticeShownMs);
    play(Sound::kRefused);
    if (!dropped.one_stays) speak(Prompt::kGroupDropped);
  }
  if (now >= model_.sync_details_until_ms) model_.sync_details_open = false;
  read_stale_figures();
  show_next_relay_code();
}

// What nobody has touched for a while.
void Updater::close_forgotten_screens() {
  const MonotonicMs untouched_ms = model_.now_ms - model_.last_touch_ms;
  const auto& pad = model_.pin_pad;
  const bool setting_up = pad && pad->leads_to == PinLeadsTo::kSetup;
  if (pad && !setting_up && untouched_ms >= pin_pad_closes_ms(*pad)) model_.pin_pad.reset();
  if (model_.staff && untouched_ms >= staff_leaves_ms(model_)) leave_staff_area();
  if (untouched_ms < kLanguageReturnsMs || model_.staff || model_.wizard) return;
  model_.language = model_.settings.language;
  model_.comfort = model_.settings.comfort;
  model_.accessibility_open = false;
}

bool Updater::groups_wait() const {
  if (model_.pin_pad || model_.wizard) return true;
  return model_.staff && !model_.staff->group_first;
}

Step Updater::finish() && {
  // A group that waited behind the staff's screens has all its time before it.
  if (groups_waited_ && !groups_wait() && !model_.groups.empty()) {
    model_.groups.front().until_ms = model_.now_ms + kGroupConfirmMs;
  }
  if (!shows_connection(model_)) model_.send_now.reset();
  if (left_a_screen()) model_.screen_left_ms = model_.now_ms;
  return {std::move(model_), std::move(effects_)};
}

bool Updater::left_a_screen() const {
  switch (screen_before_) {
    case Screen::kPinPad:
    case Screen::kStaff:
    case Screen::kGroupConfirm:
    case Screen::kResult:
    case Screen::kAccessibility:
    case Screen::kSyncDetails:
      return screen_of(model_) != screen_before_;
    case Screen::kStorageTrouble:
    case Screen::kStarting:
    case Screen::kNotEnrolled:
    case Screen::kSetup:
    case Screen::kWelcome:
      return false;
  }
  return false;
}

bool Updater::screen_settles() const {
  return model_.now_ms - model_.screen_left_ms < kScreenSettlesMs;
}

void Updater::apply(const News& news) {
  std::visit([&](const auto& event) { on(event); }, news);
}

void Updater::show(const ResultKind& kind, MonotonicMs duration_ms) {
  model_.sync_details_open = false;
  model_.accessibility_open = false;
  model_.result = VisitorResult{kind, model_.now_ms, model_.now_ms + duration_ms};
}

void Updater::speak(Prompt prompt) {
  if (!model_.settings.voice) return;
  const bool chinese = model_.language == Language::kChinese;
  effects_.emplace_back(
      Speak{prompt, chinese ? SpokenLanguage::kChinese : SpokenLanguage::kEnglish});
}

void Updater::end_first_group() {
  model_.groups.erase(model_.groups.begin());
  if (!model_.groups.empty()) {
    model_.groups.front().until_ms = model_.now_ms + kGroupConfirmMs;
  } else if (model_.staff) {
    model_.staff->group_first = false;
  }
}

Request& Updater::add_request(RequestKind kind) {
  Request request;
  request.id = ++model_.last_request;
  request.kind = kind;
  return model_.requests.emplace_back(std::move(request));
}

void Updater::on(const Tick& news) {
  model_.utc_ms = news.utc_ms;
  model_.utc_read_ms = model_.now_ms;
}

bool Updater::is_held_in_view(std::string_view code) {
  const auto digest = wire::keyed_digest(model_.view_key, code);
  auto& codes = model_.codes_in_view;
  const auto known = std::ranges::find(codes, digest, &CodeInView::digest);
  if (known != codes.end()) {
    known->last_seen_ms = model_.now_ms;
    return true;
  }
  if (codes.size() >= kCodesInMemoryMax) {
    codes.erase(std::ranges::min_element(codes, {}, &CodeInView::last_seen_ms));
  }
  codes.push_back({digest, model_.now_ms});
  return false;
}

void Updater::on(const CodeRead& news) {
  if (read_receipt(news)) return;
  model_.last_visitor_ms = model_.now_ms;
  // A code that cannot be asked about now is not remembered either: its next frame asks again.
  if (!may_ask() || model_.setup == Setup::kStarting) return;
  if (is_held_in_view(news.text)) return;
  // A kiosk that counts without a bureau goes on counting while it waits for one's code.
  const bool awaits_enrolment = model_.wizard && model_.wizard->step == SetupStep::kEnrolment &&
                                wire::parse_enrolment_string(news.text).ok();
  if (model_.setup != Setup::kReady || awaits_enrolment) {
    read_enrolment(news);
    return;
  }
  // The group of this code is waiting for its head count already.
  if (std::ranges::find(model_.groups, news.text, &Group::code) != model_.groups.end()) return;
  auto& request = add_request(RequestKind::kCode);
  request.code = news.text;
  request.method = news.method;
  effects_.emplace_back(RecordScan{request.id, news.text, news.method, std::nullopt});
}

void Updater::read_enrolment(const CodeRead& news) {
  if (model_.setup == Setup::kEnrolling) return;
  model_.enrolment_detail.clear();
  if (!wire::parse_enrolment_string(news.text).ok()) {
    model_.enrolment_problem = EnrolmentProblem::kNotAnEnrolmentCode;
    play(Sound::kRefused);
    return;
  }
  if (model_.wizard) model_.wizard->enrolment = news.text;
  take_enrolment(news.text);
  play(Sound::kTap);
}

void Updater::take_enrolment(std::string enrolment) {
  if (!model_.wizard || !model_.wizard->stick) {
    enrol(std::move(enrolment));
    return;
  }
  // No network: it goes by hand.
  model_.wizard->enrolment = std::move(enrolment);
  model_.enrolment_problem = EnrolmentProblem::kNone;
}

void Updater::enrol(std::string enrolment) {
  if (model_.setup == Setup::kEnrolling) return;
  model_.setup = Setup::kEnrolling;
  model_.enrolment_problem = EnrolmentProblem::kNone;
  model_.enrolment_detail.clear();
  effects_.emplace_back(Enrol{std::move(enrolment)});
}

void Updater::on(const StorageRecovered&) {
  model_.storage.reset();
  // Who still holds a code up is counted now.
  model_.codes_in_view.clear();
}

void Updater::on(const NotEnrolledFound&) {
  model_.setup = Setup::kNotEnrolled;
  model_.sync.problem = SyncProblem::kNotEnrolled;
  begin_setup();
}

void Updater::on(const EnrolmentFailed& news) {
  model_.setup = Setup::kNotEnrolled;
  model_.enrolment_problem = news.problem;
  model_.enrolment_detail = news.detail;
  play(Sound::kRefused);
}

void Updater::on(const PlaceChanged& news) {
  const bool just_enrolled = model_.setup == Setup::kEnrolling;
  if (just_enrolled) play(Sound::kAccepted);
  if (just_enrolled || model_.setup == Setup::kNotEnrolled) {
    model_.sync.problem = SyncProblem::kNone;
  }
  if (model_.setup != Setup::kReady) model_.last_visitor_ms = model_.now_ms;
  model_.setup = Setup::kReady;
  if (just_enrolled) model_.enrolment_problem = EnrolmentProblem::kNone;
  model_.place = news.place;
  if (model_.wizard && model_.wizard->step <= SetupStep::kEnrolment && just_enrolled) {
    reach(SetupStep::kCamera);
  }
  begin_setup();
}

void Updater::on(const TodayChanged& news) {
  auto* figures = page<FiguresPage>();
  if (figures && model_.today != news.today) figures->stale = true;
  model_.today = news.today;
  read_stale_figures();
}

void Updater::on(const ViewChanged& news) {
  model_.somebody_in_view = news.somebody;
  model_.last_visitor_ms = model_.now_ms;
}

void Updater::on(const CameraChanged& news) {
  // A camera that sees nothing any more cannot say that somebody left.
  if (news.state != CameraState::kOk) model_.somebody_in_view = false;
  model_.camera = news.state;
  model_.camera_cause = news.cause;
  model_.camera_torch = news.torch;
}

void Updater::on(const SyncChanged& news) {
  model_.sync = news.sync;
}

}  // namespace keqian::kiosk
