#include "server-sync/bureau/handlers/live_figures.h"

#include <chrono>
#include <vector>

#include "server-sync/base/log.h"
#include "server-sync/bureau/handlers/overview.h"
#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {
namespace {

constexpr std::chrono::milliseconds kPause{500};
constexpr std::chrono::milliseconds kLookInterval{1000};

}  // namespace

LiveFigures::LiveFigures(Store& store, Clock& clock)
    : store_(store), clock_(clock), thread_([this] { run(); }) {}

LiveFigures::~LiveFigures() {
  stop();
}

Result<std::shared_ptr<EventTopic>> LiveFigures::topic(const CampaignId& campaign) {
  KEQIAN_TRY(const auto record, store_.campaign(campaign));
  std::shared_ptr<Topic> topic;
  {
    const std::lock_guard lock(mutex_);
    auto& known = topics_[record.id];
    if (known == nullptr) known = std::make_shared<Topic>();
    topic = known;
  }
  KEQIAN_CHECK_OK(publish(record.id, *topic));
  return topic->events;
}

void LiveFigures::wake() {
  const std::lock_guard lock(mutex_);
  is_woken_ = true;
  changed_.notify_all();
}

void LiveFigures::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void LiveFigures::run() {
  while (wait_for_change()) publish_to_viewers();
}

bool LiveFigures::wait_for_change() {
  std::unique_lock lock(mutex_);
  // Everything that happens within the pause becomes one update.
  changed_.wait_for(lock, kPause, [this] { return is_stopping_; });
  changed_.wait_for(lock, kLookInterval - kPause, [this] { return is_woken_ || is_stopping_; });
  is_woken_ = false;
  return !is_stopping_;
}

void LiveFigures::publish_to_viewers() {
  std::vector<std::pair<CampaignId, std::shared_ptr<Topic>>> viewed;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [campaign, topic] : topics_) {
      if (topic->events->viewers() > 0) viewed.emplace_back(campaign, topic);
    }
  }
  if (viewed.empty()) return;
  const auto change = store_.change_number();
  const auto today = BusinessDate::of(clock_.utc_ms());
  if (change && *change == published_change_ && today == published_day_) return;
  Status status = change ? ok() : Status(change.error());
  for (const auto& [campaign, topic] : viewed) {
    if (status.ok()) status = publish(campaign, *topic);
  }
  if (!status.ok()) return log_error("live figures: " + status.error().text());
  published_change_ = *change;
  published_day_ = today;
}

Status LiveFigures::publish(const CampaignId& campaign, Topic& topic) {
  const std::lock_guard lock(topic.publishing);
  KEQIAN_TRY(const auto overview, overview_json(store_, campaign, clock_.utc_ms()));
  topic.events->publish("overview", overview.dump());
  const auto table = campaign_table(store_, campaign, {});
  if (table) {
    topic.events->publish("table", table_page_json(*table).dump());
  } else if (table.error().kind != ErrorKind::kNotFound) {
    return table.error();
  }
  return ok();
}

}  // namespace keqian::bureau
