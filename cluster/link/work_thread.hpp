#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace smartfin {

/// One thread for what a link's own threads must not wait for: files, attempts to connect, time that passes.
class work_thread {
public:
  using time_point = std::chrono::steady_clock::time_point;

  work_thread();
  ~work_thread();

  /// Runs `work` after all that was posted before. Dropped once stopped.
  void post(std::function<void()> work);
  void post_at(time_point when, std::function<void()> work);
  /// Waits for what is running and drops the rest. Idempotent; not from the thread itself.
  void stop();

private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> ready_;
  std::multimap<time_point, std::function<void()>> later_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace smartfin
