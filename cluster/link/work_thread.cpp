#include "cluster/link/work_thread.hpp"

#include <utility>

namespace smartfin {

work_thread::work_thread() : thread_([this] { run(); }) {}

work_thread::~work_thread() { stop(); }

void work_thread::post(std::function<void()> work) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return;
    ready_.push_back(std::move(work));
  }
  changed_.notify_one();
}

void work_thread::post_at(time_point when, std::function<void()> work) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return;
    later_.emplace(when, std::move(work));
  }
  changed_.notify_one();
}

void work_thread::stop() {
  std::deque<std::function<void()>> ready;
  std::multimap<time_point, std::function<void()>> later;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    // Dropped without the lock: what they hold may post from its destructor.
    ready.swap(ready_);
    later.swap(later_);
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void work_thread::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    const auto now = std::chrono::steady_clock::now();
    for (auto due = later_.begin(); due != later_.end() && due->first <= now;
         due = later_.erase(due))
      ready_.push_back(std::move(due->second));
    if (ready_.empty()) {
      if (later_.empty())
        changed_.wait(lock);
      else
        changed_.wait_until(lock, time_point{later_.begin()->first});
      continue;
    }
    auto work = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

}  // namespace smartfin
