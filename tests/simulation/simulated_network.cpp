#include "tests/simulation/simulated_network.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace keqian::simulation {
namespace {

using transfer::HttpAnswer;
using transfer::HttpRequest;
using transfer::HttpResult;
using transfer::TransferError;
using transfer::TransferFailure;

constexpr std::int64_t kRoundTripMsMax = 3'000;
constexpr std::size_t kLateMax = 4;

HttpResult lost(TransferFailure failure) {
  return TransferError{failure, "simulated"};
}

bureau::Request at_the_bureau(const HttpRequest& sent) {
  bureau::Request request;
  request.method = sent.method;
  const auto host_at = sent.url.find("//") + 2;
  request.target = sent.url.substr(sent.url.find('/', host_at));
  request.path = request.target;
  for (const auto& [name, value] : sent.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    request.headers.emplace_back(std::move(lower), value);
  }
  request.body = sent.body;
  request.remote_address = "192.0.2.7";
  return request;
}

HttpAnswer at_the_kiosk(bureau::Response response, const bureau::Request& request) {
  HttpAnswer answer;
  answer.status = response.status;
  answer.body = std::move(response.body);
  for (auto& [name, value] : response.headers) answer.headers.push_back({name, std::move(value)});
  if (!response.etag.empty()) answer.headers.push_back({"ETag", response.etag});
  KEQIAN_ASSERT(request.header("if-none-match").empty() || answer.status != 304 ||
                answer.body.empty());
  return answer;
}

}  // namespace

HttpResult SimulatedNetwork::deliver(const HttpRequest& sent) {
  const auto request = at_the_bureau(sent);
  auto response = bureau_.serve(request);
  if (!response) return lost(TransferFailure::kRefused);
  return at_the_kiosk(std::move(*response), request);
}

HttpResult SimulatedNetwork::send(const HttpRequest& request) {
  if (!plugged_in) return lost(TransferFailure::kNameNotFound);
  world_.pass_ms(dice_.between(0, kRoundTripMsMax));
  const auto fate = misbehaves ? dice_.between(1, 100) : 0;
  if (fate > 94) {
    journal_.note("a request was lost");
    return lost(TransferFailure::kTimedOut);
  }
  if (fate > 88) {
    journal_.note("a request is late");
    late_.push_back(request);
    if (late_.size() > kLateMax) late_.pop_front();
    return lost(TransferFailure::kTimedOut);
  }
  if (fate > 86) return HttpAnswer{200, {}, "<html>please sign in to the hotel</html>"};
  if (fate > 84) return HttpAnswer{503, {{"Retry-After", "7"}}, "busy"};
  if (fate > 82 && last_answer_.status != 0) return last_answer_;  // an old one, replayed
  if (fate > 77) {
    journal_.note("a request arrives twice");
    deliver(request);
  }
  auto result = deliver(request);
  auto* answer = std::get_if<HttpAnswer>(&result);
  if (answer == nullptr) return result;
  world_.pass_ms(dice_.between(0, kRoundTripMsMax));
  last_answer_ = *answer;
  if (fate > 67) {
    journal_.note("an answer was lost");
    return lost(TransferFailure::kBrokenAnswer);
  }
  if (fate > 64 && !answer->body.empty()) {
    auto& spoilt = answer->body[dice_.index(answer->body.size())];
    spoilt = static_cast<char>(spoilt ^ 1);
  }
  return result;
}

void SimulatedNetwork::deliver_late() {
  if (late_.empty()) return;
  const auto at = static_cast<std::ptrdiff_t>(dice_.index(late_.size()));
  const auto request = late_[static_cast<std::size_t>(at)];
  late_.erase(late_.begin() + at);
  journal_.note("a late request arrives");
  deliver(request);
}

}  // namespace keqian::simulation
