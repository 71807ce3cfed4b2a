#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace smartfin {

/// Channels that a transport has dialled. None may end in a thread of gRPC: the last one waits for all of those
/// threads to end, and would wait for itself. Thread-safe.
class dialled_channels {
public:
  void add() {
    const std::lock_guard lock{mutex_};
    ++open_;
  }
  /// Its stream is done.
  void retire(std::shared_ptr<grpc::Channel> channel) {
    const std::lock_guard lock{mutex_};
    retired_.push_back(std::move(channel));
    if (--open_ == 0) none_.notify_all();
  }
  /// Ends those that are retired.
  void sweep() {
    std::vector<std::shared_ptr<grpc::Channel>> ended;
    const std::lock_guard lock{mutex_};
    ended.swap(retired_);
  }
  void wait_for_none() {
    std::unique_lock lock{mutex_};
    none_.wait(lock, [&] { return open_ == 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t open_ = 0;
  std::vector<std::shared_ptr<grpc::Channel>> retired_;
};

}  // namespace smartfin
