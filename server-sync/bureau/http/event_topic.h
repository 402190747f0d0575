// One topic of server-sent events. It holds the newest data of each event name, so a viewer who
// connects late or reads slowly gets the newest state and never a backlog. Any thread may call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keqian::bureau {

class EventTopic {
 public:
  // Replaces the state of `event` and wakes the viewers; data without line breaks (JSON).
  // Equal data wakes nobody.
  void publish(std::string_view event, std::string_view data);
  std::size_t viewers() const;

  // ---- for the server ----
  using Ticket = std::uint64_t;
  // `wake` is called from the publisher's thread after every change, until `leave`.
  Ticket join(std::function<void()> wake);
  void leave(Ticket ticket);

  using Frame = std::shared_ptr<const std::string>;  // "event: …\ndata: …\n\n"
  // The frames newer than `version`, oldest first; moves `version` on.
  std::vector<Frame> frames_after(std::uint64_t& version) const;

 private:
  struct Entry {
    std::uint64_t version = 0;
    Frame frame;
  };
  mutable std::mutex mutex_;
  std::uint64_t version_ = 0;
  Ticket next_ticket_ = 1;
  std::map<std::string, Entry, std::less<>> entries_;
  std::map<Ticket, std::function<void()>> viewers_;
};

}  // namespace keqian::bureau
