#include "http/front/work_queue.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace smartfin::http {

void work_queue::took(std::size_t count) {
  length_.store(waiting_.size(), std::memory_order_relaxed);
  front_counters::add(counters_.queued, count);
}

void work_queue::push(std::vector<connection_ptr>& ready) {
  std::size_t wake = 0;
  {
    const std::lock_guard lock{mutex_};
    const auto room = closed_ ? 0 : length_max_ - std::min(length_max_, waiting_.size());
    const auto taken = std::min(ready.size(), room + (closed_ ? 0 : sleeping_));
    for (std::size_t i = 0; i < taken; ++i) {
      waiting_.push_back(std::move(ready[i]));
    }
    ready.erase(ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(taken));
    took(taken);
    wake = std::min(taken, sleeping_);
  }
  for (; wake > 0; --wake) ready_.notify_one();
}

void work_queue::push_again(connection_ptr next) {
  const std::lock_guard lock{mutex_};
  if (closed_) return;
  waiting_.push_back(std::move(next));
  took(1);
  if (sleeping_ > 0) ready_.notify_one();
}

connection_ptr work_queue::pop() {
  std::unique_lock lock{mutex_};
  while (waiting_.empty() && !closed_) {
    ++sleeping_;
    ready_.wait(lock);
    --sleeping_;
  }
  if (closed_) return nullptr;
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  length_.store(waiting_.size(), std::memory_order_relaxed);
  front_counters::subtract(counters_.queued);
  return next;
}

void work_queue::close() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  front_counters::subtract(counters_.queued, waiting_.size());
  waiting_.clear();
  length_.store(0, std::memory_order_relaxed);
  ready_.notify_all();
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
