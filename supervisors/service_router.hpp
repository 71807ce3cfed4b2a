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

/// Where requests to a service go, whoever works for it and wherever. Thread-safe; handles from it stay valid.
class request_target {
public:
  virtual ~request_target() = default;
  virtual const std::string& name() const = 0;
  /// Where to send what belongs to `key` (a user, a book). The same key gives the same handle.
  virtual const caf::strong_actor_ptr& handle_for(std::int64_t key) const = 0;
  /// Where to send what belongs to nobody.
  virtual const caf::strong_actor_ptr& handle() const = 0;
  /// To be held while a request is in flight. None: too many are, answer "overloaded" at once.
  virtual std::optional<ticket> admit() const = 0;
};

/// The workers of a service in this node, as one name. Thread-safe.
///
/// Handles from it stay valid across restarts. While the worker behind one is gone, requests answer
/// `sec::request_receiver_down` at once: not processed, so one retry is safe.
class service_router : public request_target {
public:
  service_router(caf::actor_system& system, router_options options);
  ~service_router() override;
  service_router(const service_router&) = delete;
  service_router& operator=(const service_router&) = delete;

  const std::string& name() const override { return options_.name; }
  std::size_t workers() const { return slots_.size(); }
  bool routes_by_key() const { return options_.routing == routing::by_key; }
  /// The address of one worker, for its line in the tree. `index` < workers().
  const stable_ref& worker(std::size_t index) const { return slots_.at(index); }

  const caf::strong_actor_ptr& handle_for(std::int64_t key) const override;
  /// Each message goes to the next worker that answers.
  const caf::strong_actor_ptr& handle() const override { return any_; }

  std::optional<ticket> admit() const override;
  service_load load() const;
  /// Whether some worker answers.
  bool bound() const;

  /// Bounces everything from now on and forgets all workers; before the actor system ends.
  /// Idempotent.
  void close();

private:
  router_options options_;
  std::vector<stable_ref> slots_;
  caf::strong_actor_ptr any_;
  std::shared_ptr<std::atomic<std::int64_t>> in_flight_;
};

/// Where requests go, seen through the typed handle of the service. Cheap to copy.
template <class Handle>
class service {
public:
  explicit service(std::shared_ptr<const request_target> target) : target_(std::move(target)) {}

  Handle for_key(std::int64_t key) const {
    return caf::actor_cast<Handle>(target_->handle_for(key));
  }
  Handle any() const { return caf::actor_cast<Handle>(target_->handle()); }
  std::optional<ticket> admit() const { return target_->admit(); }
  const std::string& name() const { return target_->name(); }

private:
  std::shared_ptr<const request_target> target_;
};

}  // namespace smartfin
