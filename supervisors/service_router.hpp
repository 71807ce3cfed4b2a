#pragma once

#include <atomic>
#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/fwd.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "supervisors/stable_ref.hpp"

namespace smartfin {

enum class routing : std::uint8_t {
  by_key,       // one key, one worker: what one user or book sends stays in order
  round_robin,  // any worker that answers: for readers
};

struct router_options {
  std::string name{};
  smartfin::routing routing = routing::by_key;
  /// At least 1.
  std::size_t workers = 1;
  /// Tickets out at once; beyond that callers answer "overloaded".
  std::int64_t in_flight_max = 1024;
  /// Messages that may wait, per worker, while it restarts.
  std::size_t parked_max = 0;
};

/// One request in flight; it ends with the object. It may outlive the router.
class [[nodiscard]] ticket {
public:
  explicit ticket(std::shared_ptr<std::atomic<std::int64_t>> in_flight)
      : in_flight_(std::move(in_flight)) {}
  ticket(ticket&&) = default;
  ticket& operator=(ticket other) noexcept {
    in_flight_.swap(other.in_flight_);
    return *this;
  }
  ~ticket() {
    if (in_flight_) in_flight_->fetch_sub(1, std::memory_order_relaxed);
  }

private:
  std::shared_ptr<std::atomic<std::int64_t>> in_flight_;
};

struct service_load {
  std::int64_t in_flight = 0;
  /// Requests that wait for a worker: parked, or admitted beyond one per worker that answers.
  std::int64_t queue = 0;
  std::size_t workers = 0;
  std::size_t workers_bound = 0;
};

/// The name of a service: where its requests go, whoever works for it. Thread-safe.
///
/// Handles from it stay valid across restarts. While the worker behind one is gone, requests answer
/// `sec::request_receiver_down` at once: not processed, so one retry is safe.
class service_router {
public:
  service_router(caf::actor_system& system, router_options options);
  ~service_router();
  service_router(const service_router&) = delete;
  service_router& operator=(const service_router&) = delete;

  const std::string& name() const { return options_.name; }
  std::size_t workers() const { return slots_.size(); }
  /// The address of one worker, for its line in the tree. `index` < workers().
  const stable_ref& worker(std::size_t index) const { return slots_.at(index); }

  /// Where to send what belongs to `key` (a user, a book). The same key gives the same handle.
  const caf::strong_actor_ptr& handle_for(std::int64_t key) const;
  /// Where to send what belongs to nobody: each message goes to the next worker that answers.
  const caf::strong_actor_ptr& handle() const { return any_; }

  /// To be held while a request is in flight. None: too many are, answer "overloaded" at once.
  std::optional<ticket> admit() const;
  service_load load() const;

  /// Bounces everything from now on and forgets all workers; before the actor system ends.
  /// Idempotent.
  void close();

private:
  router_options options_;
  std::vector<stable_ref> slots_;
  caf::strong_actor_ptr any_;
  std::shared_ptr<std::atomic<std::int64_t>> in_flight_;
};

/// A router seen through the typed handle of its service. Cheap to copy.
template <class Handle>
class service {
public:
  explicit service(std::shared_ptr<service_router> router) : router_(std::move(router)) {}

  Handle for_key(std::int64_t key) const {
    return caf::actor_cast<Handle>(router_->handle_for(key));
  }
  Handle any() const { return caf::actor_cast<Handle>(router_->handle()); }
  std::optional<ticket> admit() const { return router_->admit(); }
  const std::string& name() const { return router_->name(); }

private:
  std::shared_ptr<service_router> router_;
};

}  // namespace smartfin
