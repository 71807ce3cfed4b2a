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
class work_queue {
public:
  work_queue(std::size_t length_max, front_counters& counters)
      : length_max_(length_max), counters_(counters) {}

  /// Moves out of `ready` what there is room for and leaves the rest. Wakes only workers that
  /// sleep.
  void push(std::vector<connection_ptr>& ready);
  /// For a connection that has had a turn and has a further request; always taken.
  void push_again(connection_ptr next);
  /// Waits for one; null once closed.
  connection_ptr pop();
  /// Someone else waits: a worker should not go on with the same client.
  bool has_waiting() const { return length_.load(std::memory_order_relaxed) > 0; }
  /// Drops what waits and lets the workers go.
  void close();

private:
  void took(std::size_t count);

  const std::size_t length_max_;
  front_counters& counters_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<connection_ptr> waiting_;
  std::atomic<std::size_t> length_{0};
  std::size_t sleeping_ = 0;
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
