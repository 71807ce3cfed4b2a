#include "http/front/work_queue.hpp"

#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <system_error>

namespace smartfin::http {

/// Under the lock; the one returned is to be notified without it.
work_queue::place* work_queue::call_one() {
  if (waking_ || sleeping_.empty()) return nullptr;
  waking_ = true;
  auto* called = sleeping_.back();
  sleeping_.pop_back();
  called->called = true;
  return called;
}

void work_queue::push(std::vector<connection_ptr>& ready) {
  if (ready.empty()) return;
  place* called = nullptr;
  {
    const std::lock_guard lock{mutex_};
    const auto room = closed_ ? 0 : length_max_ + sleeping_.size();
    const auto taken = std::min(ready.size(), room - std::min(room, waiting_.size()));
    const auto end = ready.begin() + static_cast<std::ptrdiff_t>(taken);
    waiting_.insert(waiting_.end(), std::move_iterator{ready.begin()}, std::move_iterator{end});
    ready.erase(ready.begin(), end);
    note_length();
    front_counters::add(counters_.queued, taken);
    if (taken > 0) called = call_one();
  }
  if (called) called->woken.notify_one();
}

void work_queue::push_again(connection_ptr next) {
  place* called = nullptr;
  {
    const std::lock_guard lock{mutex_};
    if (closed_) return;
    waiting_.push_back(std::move(next));
    note_length();
    front_counters::add(counters_.queued);
    called = call_one();
  }
  if (called) called->woken.notify_one();
}

void work_queue::sleep(place& here, std::unique_lock<std::mutex>& lock) {
  here.called = false;
  sleeping_.push_back(&here);
  here.woken.wait(lock, [&] { return here.called || closed_; });
  waking_ = false;
}

connection_ptr work_queue::pop(std::size_t worker) {
  std::unique_lock lock{mutex_};
  if (waiting_.empty() && !closed_) {
    lock.unlock();
    ::sched_yield();
    lock.lock();
  }
  bool slept = false;
  while (waiting_.empty() && !closed_) {
    sleep(places_[worker], lock);
    slept = true;
  }
  if (closed_) return nullptr;
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  note_length();
  front_counters::subtract(counters_.queued);
  auto* called = slept && !waiting_.empty() ? call_one() : nullptr;
  lock.unlock();
  if (called) called->woken.notify_one();
  return next;
}

void work_queue::close() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  front_counters::subtract(counters_.queued, waiting_.size());
  waiting_.clear();
  note_length();
  for (auto& each : places_) each.woken.notify_one();
}

handback_list::handback_list() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

handback_list::~handback_list() { ::close(descriptor_); }

void handback_list::give(connection_ptr back) {
  bool first = false;
  {
    const std::lock_guard lock{mutex_};
    first = given_.empty();
    given_.push_back(std::move(back));
  }
  if (first) wake();
}

void handback_list::take(std::vector<connection_ptr>& into) {
  std::uint64_t ignored = 0;
  [[maybe_unused]] const auto read = ::read(descriptor_, &ignored, sizeof ignored);
  const std::lock_guard lock{mutex_};
  into.swap(given_);
}

void handback_list::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

}  // namespace smartfin::http
