#include "http/front/front_loop.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace smartfin::http {
namespace {

constexpr std::uint64_t listener_key = 0;  // keys of connections have a generation of 1 and more
constexpr std::uint64_t handback_key = 1;
constexpr std::size_t scratch_bytes = 64 * 1024;
constexpr int accepts_per_turn = 64;
constexpr std::size_t dispatch_batch = 8;
/// Clients past the cap that are still told so; the others are closed without a word.
constexpr std::size_t refused_politely_max = 128;
constexpr std::chrono::milliseconds accept_pause{50};

bool watch(int poller, int descriptor, std::uint64_t key, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  return ::epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

}  // namespace

front_loop::front_loop(front_shared& shared, listener listening)
    : shared_(shared),
      listening_(std::move(listening)),
      poller_(::epoll_create1(EPOLL_CLOEXEC)),
      maker_(make_answer_maker(shared.options)),
      scratch_(scratch_bytes) {
  if (poller_ < 0) throw std::system_error{errno, std::generic_category(), "epoll_create1"};
  if (!watch(poller_, listening_.socket(), listener_key, EPOLLIN) ||
      !watch(poller_, shared_.handback.descriptor(), handback_key, EPOLLIN))
    throw std::system_error{errno, std::generic_category(), "epoll_ctl"};
}

front_loop::~front_loop() { ::close(poller_); }

void front_loop::run() {
  while (!draining_ || (clients_.size() > 0 && clock::now() < drained_by_)) turn();
  for (const auto& client : clients_.all()) {
    ::shutdown(client->socket(), SHUT_RDWR);
    drop(*client);
  }
}

void front_loop::turn() {
  std::array<epoll_event, 256> events;
  const int count =
      ::epoll_wait(poller_, events.data(), static_cast<int>(events.size()), wait_ms());
  bool arrivals = false;
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    if (event.data.u64 == listener_key)
      arrivals = true;
    else if (event.data.u64 == handback_key)
      take_handbacks();
    else
      on_ready(event.data.u64, event.events);
    if (ready_.size() >= dispatch_batch) dispatch();
  }
  continue_unfinished();
  if (arrivals) accept_waiting();
  look_at_due();
  dispatch();
  if (!draining_ && shared_.draining.load(std::memory_order_relaxed)) begin_drain();
}

int front_loop::wait_ms() const {
  if (!unfinished_.empty()) return 0;
  auto until = std::min(accept_again_at_, drained_by_);
  if (const auto alarm = clients_.next_alarm()) until = std::min(until, *alarm);
  if (until == clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void front_loop::listen_for(std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = listener_key;
  ::epoll_ctl(poller_, EPOLL_CTL_MOD, listening_.socket(), &event);
}

/// True when more may be waiting.
bool front_loop::accept_waiting() {
  for (int i = 0; i < accepts_per_turn && accepting_; ++i) {
    auto arrived = listening_.accept();
    if (arrived.out_of_descriptors) pause_accepting();
    if (arrived.socket < 0) return false;
    admit(std::move(arrived));
  }
  return accepting_;
}

// Without a pause the poller would report the waiting client for ever, and the loop would spin.
void front_loop::pause_accepting() {
  shared_.counters.count(refusal_reason::no_descriptor);
  listen_for(0);
  accept_again_at_ = clock::now() + accept_pause;
}

void front_loop::admit(accepted_socket arrived) {
  auto& counters = shared_.counters;
  const auto& options = shared_.options;
  front_counters::add(counters.accepted);
  const bool full = clients_.size() >= options.connections_max;
  const bool crowded = clients_.count_from(arrived.address) >= options.connections_per_address_max;
  auto client =
      std::make_shared<connection>(arrived.socket, std::move(arrived.address), options, counters);
  if (clients_.size() >= options.connections_max + refused_politely_max)
    return counters.count(refusal_reason::connections_full);
  clients_.insert(client);
  counters.connections.store(clients_.size(), std::memory_order_relaxed);
  clients_.set_alarm(*client, client->deadline());  // from here on each client has one
  if (!watch(poller_, client->socket(), client->key, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET)) {
    counters.count(refusal_reason::no_descriptor);  // the kernel's share of watches is used up
    return drop(*client);
  }
  if (full) return refuse(*client, {503, "too many connections", refusal_reason::connections_full});
  if (crowded)
    return refuse(*client, {429, "too many connections from here", refusal_reason::address_full});
  tend(*client, false);
}

void front_loop::on_ready(std::uint64_t key, std::uint32_t events) {
  const auto* held = clients_.find(key);
  if (!held || !(*held)->owner.notice_ready()) return;
  const auto client = *held;
  tend(*client, (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
}

void front_loop::take_handbacks() {
  shared_.handback.take(returned_);
  for (const auto& client : returned_) {
    client->owner.take();
    tend(*client, true);
    if (ready_.size() >= dispatch_batch) dispatch();
  }
  returned_.clear();
}

void front_loop::continue_unfinished() {
  std::vector<connection_ptr> now;
  now.swap(unfinished_);
  for (const auto& client : now)
    if (client->owner.is_front() && clients_.find(client->key)) tend(*client, true);
}

void front_loop::look_at_due() {
  const auto now = clock::now();
  if (now >= accept_again_at_) {
    accept_again_at_ = clock::time_point::max();
    if (accepting_) listen_for(EPOLLIN);
  }
  while (const auto client = clients_.take_due(now)) {
    if (!client->owner.is_front()) {
      clients_.set_alarm(*client, now + shared_.options.idle_time_max);
      continue;
    }
    const auto deadline = deadline_of(*client);
    if (deadline > now) {
      clients_.set_alarm(*client, deadline);
    } else if (client->lingering() || (client->input.empty() && !client->has_output())) {
      drop(*client);
    } else if (client->has_output()) {
      shared_.counters.count(refusal_reason::slow_reader);
      drop(*client);
    } else {
      refuse(*client, {408, "the request took too long", refusal_reason::too_slow});
    }
  }
}

front_loop::clock::time_point front_loop::deadline_of(const connection& client) const {
  const bool idle = client.input.empty() && !client.has_output() && !client.lingering();
  if (!draining_ || !idle) return client.deadline();
  return client.served() == 0 ? std::min(client.deadline(), greeted_by_)
                              : client.idle_since() + shared_.options.farewell_time;
}

void front_loop::begin_drain() {
  draining_ = true;
  const auto now = clock::now();
  drained_by_ = now + shared_.options.drain_time_max;
  greeted_by_ = now + shared_.options.linger_time_max;
  while (accept_waiting()) continue;  // who is in the backlog would otherwise be reset
  accepting_ = false;
  listening_.close();
  // Notes left for workers make them hand their connections over instead of giving them back idle.
  for (const auto& client : clients_.all())
    if (client->owner.notice_ready()) tend(*client, true);
  dispatch();
}

}  // namespace smartfin::http
