#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "http/front/connection.hpp"

namespace smartfin::http {

/// Connections whose request is whole, waiting for a worker; first come, first served.
///
/// Waking a thread costs more than a small answer, so at most one is on its way up at a time, the
/// one that went to sleep last; it wakes the next if there is more than it takes. A worker lets
/// others run once before it sleeps, since the front may be about to bring work.
class work_queue {
public:
  work_queue(std::size_t length_max, std::size_t workers, front_counters& counters)
      : length_max_(length_max), counters_(counters), places_(workers) {}

  /// Moves out of `ready` what there is room for and leaves the rest.
  void push(std::vector<connection_ptr>& ready);
  /// For a connection that has had a turn and has a further request; always taken.
  void push_again(connection_ptr next);
  /// Waits for one; null once closed. `worker` counts from 0; each has a number of its own.
  connection_ptr pop(std::size_t worker);
  /// Someone else waits: a worker should not go on with the same client.
  bool has_waiting() const { return length_.load(std::memory_order_relaxed) > 0; }
  /// Drops what waits and lets the workers go.
  void close();

private:
  struct place {
    std::condition_variable woken;
    bool called = false;
  };

  void note_length() { length_.store(waiting_.size(), std::memory_order_relaxed); }
  place* call_one();
  void sleep(place& here, std::unique_lock<std::mutex>& lock);

  const std::size_t length_max_;
  front_counters& counters_;
  std::vector<place> places_;  // by worker
  std::mutex mutex_;
  std::deque<connection_ptr> waiting_;
  std::vector<place*> sleeping_;  // the last to sleep at the end
  std::atomic<std::size_t> length_{0};
  bool waking_ = false;
  bool closed_ = false;
};

/// Connections that workers return with something left to do for the front: output that did not
/// fit, a partial request, an end. Wakes the front through a descriptor it polls.
class handback_list {
public:
  handback_list();
  ~handback_list();
  handback_list(const handback_list&) = delete;
  handback_list& operator=(const handback_list&) = delete;

  void give(connection_ptr back);
  /// Moves all of them to `into`, which is empty.
  void take(std::vector<connection_ptr>& into);
  /// Wakes the front without giving it anything.
  void wake();
  int descriptor() const { return descriptor_; }

private:
  int descriptor_;
  std::mutex mutex_;
  std::vector<connection_ptr> given_;
};

}  // namespace smartfin::http
