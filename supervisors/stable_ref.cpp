#include "supervisors/stable_ref.hpp"

#include <atomic>
#include <caf/actor_cast.hpp>
#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <caf/sec.hpp>
#include <caf/system_messages.hpp>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace smartfin {

namespace {

enum class stance { parking, bouncing, closed };

/// The actor behind the address. It has no mailbox and is never scheduled.
class forwarder : public caf::monitorable_actor {
public:
  forwarder(caf::actor_config& config, std::size_t parked_max)
      : caf::monitorable_actor(config), parked_max_(parked_max) {}

  const char* name() const override { return "stable_ref"; }

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* context) override {
    const auto& content = what->content();
    if (content.match_elements<caf::exit_msg>() || content.match_elements<caf::down_msg>()) return;
    auto worker = current();
    if (!worker && park(what, worker)) return;
    if (worker)
      worker->enqueue(std::move(what), context);
    else
      refuse(what);
  }

  void bind(const caf::strong_actor_ptr& worker) {
    {
      std::unique_lock guard{mutex_};
      if (stance_ == stance::closed) return;
      stance_ = stance::parking;
      // Released by the guard's end: the old worker may die with its last handle, and its
      // clean-up takes the lock.
      auto previous = std::exchange(worker_, worker);
      // Under the lock, so that no later message overtakes the parked ones.
      for (auto& message : std::exchange(parked_, {})) worker->enqueue(std::move(message), nullptr);
      guard.unlock();
    }
    // Weak: an address that everybody dropped must not live as long as its worker, nor the worker
    // by it.
    worker->get()->attach_functor([weak = caf::weak_actor_ptr{ctrl()}, id = worker->id()] {
      if (const auto self = weak.lock()) of(self).worker_died(id);
    });
  }

  void await_worker() { release(stance::parking); }
  void go_down() { release(stance::bouncing); }

  void close() {
    if (release(stance::closed)) cleanup(caf::make_error(caf::exit_reason::user_shutdown), nullptr);
  }

  bool bound() const { return static_cast<bool>(current()); }

  std::size_t parked() const {
    std::shared_lock guard{mutex_};
    return parked_.size();
  }

  void on_destroy() override {
    if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::unreachable), nullptr);
  }

  static forwarder& of(const caf::strong_actor_ptr& handle) {
    return *static_cast<forwarder*>(handle->get());
  }

private:
  caf::strong_actor_ptr current() const {
    std::shared_lock guard{mutex_};
    return worker_;
  }

  /// True: parked. False with `worker` set: one came in between.
  bool park(caf::mailbox_element_ptr& what, caf::strong_actor_ptr& worker) {
    std::unique_lock guard{mutex_};
    worker = worker_;
    if (worker || stance_ != stance::parking || parked_.size() >= parked_max_) return false;
    parked_.push_back(std::move(what));
    return true;
  }

  void refuse(caf::mailbox_element_ptr& what) {
    bounce(what, caf::make_error(caf::sec::request_receiver_down));
  }

  /// Runs in the dying worker's clean-up; by then another may be bound.
  void worker_died(caf::actor_id id) {
    caf::strong_actor_ptr dead;
    std::unique_lock guard{mutex_};
    if (worker_ && worker_->id() == id) dead.swap(worker_);
    guard.unlock();
  }

  /// False: was closed already.
  bool release(stance next) {
    caf::strong_actor_ptr previous;
    std::deque<caf::mailbox_element_ptr> refused;
    {
      std::unique_lock guard{mutex_};
      if (stance_ == stance::closed) return false;
      stance_ = next;
      previous.swap(worker_);
      if (next != stance::parking) refused.swap(parked_);
    }
    for (auto& message : refused) refuse(message);
    return true;
  }

  const std::size_t parked_max_;
  mutable std::shared_mutex mutex_;
  stance stance_ = stance::parking;
  caf::strong_actor_ptr worker_;
  std::deque<caf::mailbox_element_ptr> parked_;
};

}  // namespace

stable_ref stable_ref::make(caf::actor_system& system, std::size_t parked_max) {
  caf::actor_config config{system.dummy_execution_unit()};
  return stable_ref{caf::make_actor<forwarder, caf::strong_actor_ptr>(
      system.next_actor_id(), system.node(), &system, config, parked_max)};
}

void stable_ref::bind(const caf::strong_actor_ptr& worker) const {
  forwarder::of(forwarder_).bind(worker);
}
void stable_ref::await_worker() const { forwarder::of(forwarder_).await_worker(); }
void stable_ref::go_down() const { forwarder::of(forwarder_).go_down(); }
void stable_ref::close() const { forwarder::of(forwarder_).close(); }
bool stable_ref::bound() const { return forwarder::of(forwarder_).bound(); }
std::size_t stable_ref::parked() const { return forwarder::of(forwarder_).parked(); }

}  // namespace smartfin
