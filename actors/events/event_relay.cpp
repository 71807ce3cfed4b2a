#include "actors/events/event_relay.hpp"

#include <caf/stateful_actor.hpp>
#include <random>
#include <stdexcept>

#include "actors/events/event_source.hpp"
#include "messages/errors.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using self_pointer = relay_behavior_actor::stateful_pointer<relay_state>;
constexpr std::chrono::seconds delivery_time_max{10};

bool is_refusal(const caf::error& error) {
  return error.category() == infra_category &&
         error.code() == static_cast<std::uint8_t>(infra_errc::event_refused);
}

}  // namespace

/// One subscriber's way through the stream.
struct event_lane {
  relay_subscriber to;
  std::optional<events_applied> at;  // nothing until it has told how far it is
  bool busy = false;                 // a delivery is under way, or one is due later
  int chunk = 1;           // halved by a refusal, doubled by a success: finds the event at fault
  int sent = 0;            // events in the delivery that is under way
  bool left_some = false;  // that did not fit into it
  int failures = 0;        // in a row
  int refusals = 0;        // of one event alone
  std::string reason;
};

/// What a relay does, with its actor for sending.
class event_lanes {
public:
  event_lanes(self_pointer self, relay_deps deps)
      : self_(self), deps_(std::move(deps)), source_(deps_.common, deps_.stream, deps_.user_keys) {
    for (const auto& subscriber : deps_.subscribers) {
      lanes_.emplace_back().to = subscriber;
      lanes_.back().chunk = deps_.rules.chunk_max;
    }
  }

  void gather() {
    if (!std::exchange(is_gathering_, true))
      self_->delayed_send(self_, deps_.rules.gather, gathering_ends{});
  }
  void pump_all() {
    is_gathering_ = false;
    last_read_ = {};
    for (std::size_t i = 0; i < lanes_.size(); ++i) pump(i);
    last_read_ = {};
  }
  void due(std::size_t index) {
    lanes_.at(index).busy = false;
    last_read_ = {};
    pump(index);
    last_read_ = {};
  }
  void audit();

private:
  /// Events as they were read last, for subscribers that are equally far.
  struct read_events {
    std::int64_t after = -1;
    int limit = 0;
    std::shared_ptr<const std::vector<delivered_event>> events;
    bool left_some = false;
  };

  void pump(std::size_t index);
  const read_events& read(std::int64_t after, int limit);
  std::shared_ptr<const std::vector<delivered_event>> next_of(event_lane& lane);
  void delivered(std::size_t index, bool was_question, const events_applied& reply);
  void failed(std::size_t index, const caf::error& error);
  void retry(std::size_t index);
  void count_rows();
  void retire_old();
  subscription_status status_of(const event_lane& lane, std::int64_t last, instant now);

  self_pointer self_;
  relay_deps deps_;
  event_source source_;
  std::vector<event_lane> lanes_;
  read_events last_read_;  // while several lanes are looked after, one after the other
  std::minstd_rand random_{std::random_device{}()};
  event_log_state counted_;
  std::int64_t lost_ = 0;
  std::int64_t looks_until_count_ = 0;
  bool is_gathering_ = false;
};

const event_lanes::read_events& event_lanes::read(std::int64_t after, int limit) {
  if (last_read_.after != after || last_read_.limit != limit) {
    auto events = std::make_shared<std::vector<delivered_event>>(source_.read(after, limit));
    last_read_ = {after, limit, std::move(events), source_.left_some()};
  }
  return last_read_;
}

std::shared_ptr<const std::vector<delivered_event>> event_lanes::next_of(event_lane& lane) {
  const auto& [after, limit, events, left_some] = read(lane.at->sequence, lane.chunk);
  lane.left_some = left_some;
  if (lane.refusals < deps_.rules.attempts_max || events->empty() ||
      events->front().how != delivered_event::handling::apply)
    return events;
  lane.left_some = left_some || events->size() > 1;
  auto first = events->front();
  first.how = delivered_event::handling::park;
  first.reason = lane.reason;
  return std::make_shared<const std::vector<delivered_event>>(1, std::move(first));
}

void event_lanes::pump(std::size_t index) {
  auto& lane = lanes_.at(index);
  if (lane.busy) return;
  const bool asks = !lane.at;
  auto events = asks ? std::make_shared<const std::vector<delivered_event>>() : next_of(lane);
  if (!asks && events->empty()) return;
  lane.busy = true;
  lane.sent = static_cast<int>(events->size());
  call_context ctx;
  ctx.now = deps_.clock();
  ctx.deadline = std::chrono::steady_clock::now() + delivery_time_max;
  self_
      ->request(lane.to.handle, delivery_time_max,
                apply_events{ctx, deps_.stream, events, deps_.fence})
      .then([this, index, asks](const events_applied& reply) { delivered(index, asks, reply); },
            [this, index](const caf::error& error) { failed(index, error); });
}

void event_lanes::delivered(std::size_t index, bool was_question, const events_applied& reply) {
  auto& lane = lanes_.at(index);
  const bool moved = was_question || reply.sequence > lane.at->sequence;
  // What came while a delivery was under way has woken the relay; only what did not fit into it goes at once.
  const bool has_more = was_question || lane.left_some;
  lane.at = reply;
  if (!moved) return retry(index);  // it was set back: its own word counts
  lane.busy = has_more;
  lane.failures = lane.refusals = 0;
  lane.chunk = std::min(lane.chunk * 2, deps_.rules.chunk_max);
  if (has_more) self_->send(self_, delivery_due{index});
}

void event_lanes::failed(std::size_t index, const caf::error& error) {
  auto& lane = lanes_.at(index);
  if (!is_refusal(error)) return retry(index);
  lane.reason = detail_of(error);
  if (lane.sent > 1) {
    lane.chunk = lane.sent / 2;
    return self_->send(self_, delivery_due{index});
  }
  if (++lane.refusals == deps_.rules.attempts_max && deps_.common.report)
    deps_.common.report("relay", deps_.stream + ": event " + std::to_string(lane.at->sequence + 1) +
                                     " is parked by " + lane.to.name + ": " + lane.reason);
  retry(index);
}

void event_lanes::retry(std::size_t index) {
  auto& lane = lanes_.at(index);
  lane.busy = true;
  std::uniform_real_distribution<double> unit{0, 1};
  self_->delayed_send(self_, delay_after(++lane.failures, unit(random_), deps_.rules),
                      delivery_due{index});
}

subscription_status event_lanes::status_of(const event_lane& lane, std::int64_t last, instant now) {
  subscription_status status;
  status.subscriber = lane.to.name;
  status.heard = lane.at.has_value();
  if (!status.heard) return status;
  const auto& at = *lane.at;
  status.applied = at.applied;
  status.parked = at.parked;
  status.missing = at.missing;
  status.in_flight = std::max<std::int64_t>(0, last - at.sequence);
  status.ahead = std::max<std::int64_t>(0, at.sequence - last);
  if (status.in_flight > 0)
    if (const auto since = source_.time_of_next(at.sequence))
      status.oldest_age_ms = std::max<std::int64_t>(
          0, std::chrono::floor<std::chrono::milliseconds>(now - *since).count());
  return status;
}

void event_lanes::count_rows() {
  counted_ = source_.state();
  looks_until_count_ = counted_.rows / deps_.rules.rows_a_look;
  const auto lost = counted_.last - counted_.kept_from + 1 - counted_.rows;
  if (lost > lost_ && deps_.common.report)
    deps_.common.report(
        "relay", deps_.stream + ": " + std::to_string(lost) + " events are gone from the log");
  lost_ = lost;
}

void event_lanes::retire_old() {
  if (!deps_.publisher || lanes_.empty()) return;
  retire_events old;
  old.ctx.now = deps_.clock();
  old.ctx.deadline = std::chrono::steady_clock::now() + delivery_time_max;
  old.before = old.ctx.now - deps_.rules.kept;
  old.through = counted_.last;
  for (const auto& lane : lanes_)
    old.through = std::min(old.through, lane.at ? lane.at->sequence : 0);
  const auto first = source_.time_of_next(counted_.kept_from - 1);
  if (old.through < counted_.kept_from || !first || *first >= old.before) return;
  // What is not done now is found again at the next look.
  self_->request(deps_.publisher, delivery_time_max, old)
      .then([](const events_retired&) {}, [](const caf::error&) {});
}

void event_lanes::audit() {
  if (looks_until_count_-- <= 0) {
    count_rows();
    retire_old();
  }
  const auto last = source_.last();
  const auto now = deps_.clock();
  stream_status found{deps_.stream, last, lost_, now, {}};
  for (const auto& lane : lanes_) found.subscribers.push_back(status_of(lane, last, now));
  if (deps_.board) deps_.board->report(std::move(found));
}

relay_behavior_actor::behavior_type event_relay(self_pointer self, relay_deps deps) {
  apply_crash_policy(self, deps.common.report);
  const auto audit_every = deps.audit_every;
  self->state.lanes = std::make_shared<event_lanes>(self, std::move(deps));
  self->send(self, audit_tick{});
  auto* lanes = self->state.lanes.get();
  // Without its log the relay has nothing to do: the next look finds what is there then.
  const auto unless_out = [](auto&& work) {
    try {
      work();
    } catch (const storage_failure&) {
    }
  };
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [lanes](const events_committed&) { lanes->gather(); },
      // The clock is the safety net: what nobody told of is found here.
      [self, lanes, audit_every, unless_out](const audit_tick&) {
        self->delayed_send(self, audit_every, audit_tick{});
        unless_out([&] {
          lanes->pump_all();
          lanes->audit();
        });
      },
      [lanes, unless_out](const delivery_due& d) { unless_out([&] { lanes->due(d.subscriber); }); },
      [lanes, unless_out](const gathering_ends&) { unless_out([&] { lanes->pump_all(); }); },
  };
}

}  // namespace smartfin
