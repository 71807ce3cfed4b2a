#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/fwd.hpp>
#include <cstddef>
#include <utility>

namespace smartfin {

/// The address of one restartable worker: it stays the same while workers come and go. Cheap to
/// copy; all copies are one address. Thread-safe.
///
/// Messages are forwarded in the sender's thread, so that the hop costs no scheduling. Without a
/// worker, requests answer `sec::request_receiver_down` at once (not processed: safe to retry)
/// unless a successor is expected and there is room to park them. Exit and down messages to the
/// address are dropped: only the supervisor stops a worker.
class stable_ref {
public:
  /// Names nothing; only to be assigned to.
  stable_ref() = default;
  /// A new address, awaiting its first worker. At most `parked_max` messages wait for a worker, in
  /// order.
  static stable_ref make(caf::actor_system& system, std::size_t parked_max = 0);

  explicit operator bool() const { return static_cast<bool>(forwarder_); }
  /// What callers send to; `caf::actor_cast` it to the worker's typed handle. It dies only by
  /// `close()`.
  const caf::strong_actor_ptr& handle() const { return forwarder_; }

  /// From now on messages go to `worker`, parked ones first. When it dies, from within its own
  /// clean-up, the address awaits the next. No effect once closed.
  void bind(const caf::strong_actor_ptr& worker) const;
  /// The worker is gone and a successor is expected: parks.
  void await_worker() const;
  /// No successor is expected soon: bounces what is parked and what comes.
  void go_down() const;
  /// For good: bounces, forgets the worker, and tells those who monitor the address. Idempotent.
  /// Needed before the actor system ends when a detached worker may still be bound.
  void close() const;

  bool bound() const;
  std::size_t parked() const;

private:
  explicit stable_ref(caf::strong_actor_ptr forwarder) : forwarder_(std::move(forwarder)) {}
  caf::strong_actor_ptr forwarder_;
};

}  // namespace smartfin
