// Keeps every viewer's overview and table up to date: one topic of server-sent events a campaign,
// computed once for all its viewers, at most twice a second, and only while somebody looks.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "server-sync/base/clock.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/http/event_topic.h"
#include "server-sync/bureau/store/store.h"

namespace keqian::bureau {

class LiveFigures {
 public:
  // Begins its thread. Store and clock outlive it.
  LiveFigures(Store& store, Clock& clock);
  ~LiveFigures();  // stops

  // The campaign's topic, holding its state as it is now. Its events are "overview" and, where the
  // campaign has a form, "table". kNotFound for an unknown campaign.
  Result<std::shared_ptr<EventTopic>> topic(const CampaignId& campaign);

  // Something changed in this process; what other processes change is noticed within a second.
  void wake();
  void stop();

 private:
  struct Topic {
    std::mutex publishing;  // a newer state is never followed by an older one
    std::shared_ptr<EventTopic> events = std::make_shared<EventTopic>();
  };

  void run();
  bool wait_for_change();  // false at the end
  void publish_to_viewers();
  Status publish(const CampaignId& campaign, Topic& topic);

  Store& store_;
  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_woken_ = false;
  bool is_stopping_ = false;
  std::map<CampaignId, std::shared_ptr<Topic>> topics_;
  std::int64_t published_change_ = -1;
  BusinessDate published_day_;
  std::thread thread_;
};

}  // namespace keqian::bureau
