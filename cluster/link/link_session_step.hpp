#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "cluster/link/link_session.hpp"

namespace smartfin {

/// One change of a session: under its lock; what it leads to outside happens afterwards, without the lock and in order.
class link_session::step {
public:
  explicit step(link_session& session) : lock_(session.mutex_) {}
  ~step() {
    lock_.unlock();
    for (const auto& each : after_) each();
  }
  step(const step&) = delete;
  step& operator=(const step&) = delete;

  void after(std::function<void()> what) { after_.push_back(std::move(what)); }

private:
  std::unique_lock<std::mutex> lock_;
  std::vector<std::function<void()>> after_;
};

/// An upload's sender may be so many bytes ahead of what was put away; part of the protocol.
inline constexpr std::uint64_t upload_window = 1 << 20;
inline constexpr std::size_t upload_piece = 128 << 10;

}  // namespace smartfin
