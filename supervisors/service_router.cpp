#include "supervisors/service_router.hpp"

#include <algorithm>
#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <utility>

namespace smartfin {

namespace {

/// Hands each message to the next worker that answers, in the sender's thread.
class any_worker : public caf::monitorable_actor {
public:
  any_worker(caf::actor_config& config, std::vector<stable_ref> slots)
      : caf::monitorable_actor(config), slots_(std::move(slots)) {}

  const char* name() const override { return "service_router"; }

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* context) override {
    next().handle()->enqueue(std::move(what), context);
  }

  void close() { cleanup(caf::make_error(caf::exit_reason::user_shutdown), nullptr); }

  void on_destroy() override {
    if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::unreachable), nullptr);
  }

private:
  /// With no worker bound, the one whose turn it is parks or bounces.
  const stable_ref& next() {
    const auto first = turn_.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const auto& slot = slots_[(first + i) % slots_.size()];
      if (slot.bound()) return slot;
    }
    return slots_[first % slots_.size()];
  }

  const std::vector<stable_ref> slots_;
  std::atomic<std::size_t> turn_{0};
};

caf::strong_actor_ptr make_any_worker(caf::actor_system& system, std::vector<stable_ref> slots) {
  caf::actor_config config{system.dummy_execution_unit()};
  return caf::make_actor<any_worker, caf::strong_actor_ptr>(system.next_actor_id(), system.node(),
                                                            &system, config, std::move(slots));
}

/// Fibonacci hashing: keys in steps of the number of workers spread as well as consecutive ones.
std::size_t slot_of(std::int64_t key, std::size_t slots) {
  return ((static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15u) >> 32) % slots;
}

}  // namespace

service_router::service_router(caf::actor_system& system, router_options options)
    : options_(std::move(options)), in_flight_(std::make_shared<std::atomic<std::int64_t>>(0)) {
  for (std::size_t i = 0; i < std::max<std::size_t>(options_.workers, 1); ++i)
    slots_.push_back(stable_ref::make(system, options_.parked_max));
  any_ = slots_.size() == 1 ? slots_.front().handle() : make_any_worker(system, slots_);
}

service_router::~service_router() { close(); }

const caf::strong_actor_ptr& service_router::handle_for(std::int64_t key) const {
  if (options_.routing == routing::round_robin) return any_;
  return slots_[slot_of(key, slots_.size())].handle();
}

std::optional<ticket> service_router::admit() const {
  auto taken = in_flight_->load(std::memory_order_relaxed);
  do {
    if (taken >= options_.in_flight_max) return std::nullopt;
  } while (!in_flight_->compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed));
  return ticket{in_flight_};
}

bool service_router::bound() const {
  return std::ranges::any_of(slots_, [](const stable_ref& slot) { return slot.bound(); });
}

service_load service_router::load() const {
  service_load load{.workers = slots_.size()};
  std::int64_t parked = 0;
  for (const auto& slot : slots_) {
    if (slot.bound()) ++load.workers_bound;
    parked += static_cast<std::int64_t>(slot.parked());
  }
  load.in_flight = in_flight_->load(std::memory_order_relaxed);
  load.queue = std::max(parked, load.in_flight - static_cast<std::int64_t>(load.workers_bound));
  return load;
}

void service_router::close() {
  for (const auto& slot : slots_) slot.close();
  if (slots_.size() > 1) static_cast<any_worker*>(any_->get())->close();
}

}  // namespace smartfin
