#include "server-sync/bureau/http/event_topic.h"

#include <algorithm>

namespace keqian::bureau {

void EventTopic::publish(std::string_view event, std::string_view data) {
  std::string text;
  text.reserve(event.size() + data.size() + 16);
  text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");

  const std::lock_guard lock(mutex_);
  auto& entry = entries_[std::string(event)];
  if (entry.frame != nullptr && *entry.frame == text) return;
  entry.version = ++version_;
  entry.frame = std::make_shared<const std::string>(std::move(text));
  // Under the lock, so that nobody is woken after `leave` has returned. Waking only posts.
  for (const auto& [ticket, wake] : viewers_) wake();
}

std::size_t EventTopic::viewers() const {
  const std::lock_guard lock(mutex_);
  return viewers_.size();
}

EventTopic::Ticket EventTopic::join(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  const auto ticket = next_ticket_++;
  viewers_.emplace(ticket, std::move(wake));
  return ticket;
}

void EventTopic::leave(Ticket ticket) {
  const std::lock_guard lock(mutex_);
  viewers_.erase(ticket);
}

std::vector<EventTopic::Frame> EventTopic::frames_after(std::uint64_t& version) const {
  const std::lock_guard lock(mutex_);
  std::vector<const Entry*> newer;
  for (const auto& [event, entry] : entries_) {
    if (entry.version > version) newer.push_back(&entry);
  }
  std::sort(newer.begin(), newer.end(),
            [](const Entry* a, const Entry* b) { return a->version < b->version; });
  std::vector<Frame> out;
  out.reserve(newer.size());
  for (const auto* entry : newer) out.push_back(entry->frame);
  version = version_;
  return out;
}

}  // namespace keqian::bureau
