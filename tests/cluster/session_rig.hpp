#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cluster/link/link.pb.h"
#include "cluster/link/link_session.hpp"

namespace smartfin::testing {

/// Keeps what is written and tells of each frame that it was.
class recording_pipe final : public frame_pipe {
public:
  explicit recording_pipe(std::weak_ptr<link_session> session) : session_(std::move(session)) {}

  void read() override { ++reads; }
  void write(const wire::Frame& frame, bool) override {
    {
      const std::lock_guard lock{mutex_};
      written_.push_back(frame);
    }
    changed_.notify_all();
    if (is_flowing)
      if (const auto session = session_.lock()) session->on_written();
  }
  void end() override { is_ended = true; }

  std::vector<wire::Frame> written() const {
    const std::lock_guard lock{mutex_};
    return written_;
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::minutes{1},
                             [&] { return written_.size() >= count; });
  }

  int reads = 0;
  bool is_ended = false;
  bool is_flowing = true;

private:
  const std::weak_ptr<link_session> session_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<wire::Frame> written_;
};

/// A session of "alpha" with "beta", whose part the test plays.
struct session_rig : call_receiver, session_owner {
  link_options options;
  work_thread worker;
  std::shared_ptr<link_session> session;
  std::shared_ptr<recording_pipe> pipe;
  std::vector<std::string> events;
  std::vector<std::pair<link_call, call_reply>> calls;
  std::mutex mutex;
  std::condition_variable changed;

  session_rig() {
    options.node = "alpha";
    options.limits.calls_max = 4;
    options.limits.uploads_max = 1;
    options.open_scratch = [] { return std::make_shared<memory_scratch>(); };
    session =
        std::make_shared<link_session>(session_surroundings{options, *this, *this, worker}, "beta");
    pipe = std::make_shared<recording_pipe>(session);
    session->start(pipe);
  }
  ~session_rig() override {
    worker.stop();
    session->on_ended("test over");
  }

  bool session_opened(const std::shared_ptr<link_session>&, const peer_info& peer) override {
    events.push_back("opened " + peer.node + " " + std::to_string(peer.version));
    return true;
  }
  void session_ended(const std::shared_ptr<link_session>&, const std::string& why) override {
    events.push_back("ended " + why);
  }
  void receive(const std::string&, link_call call, call_reply answer) override {
    {
      const std::lock_guard lock{mutex};
      calls.emplace_back(std::move(call), std::move(answer));
    }
    changed.notify_all();
  }
  bool wait_for_calls(std::size_t count) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, std::chrono::minutes{1}, [&] { return calls.size() >= count; });
  }

  void hear(wire::Frame frame) { session->on_frame(frame); }
  void greet(const std::string& node = "beta") {
    wire::Frame frame;
    frame.mutable_hello()->set_version_lowest(1);
    frame.mutable_hello()->set_version_highest(1);
    frame.mutable_hello()->set_node(node);
    hear(frame);
  }
  static wire::Frame request(std::uint64_t id) {
    wire::Frame frame;
    frame.mutable_request()->set_id(id);
    frame.mutable_request()->set_service("profile");
    frame.mutable_request()->set_remaining_us(60'000'000);
    return frame;
  }
  static wire::Frame piece(std::uint64_t id, std::uint64_t offset, std::size_t size) {
    wire::Frame frame;
    frame.mutable_piece()->set_id(id);
    frame.mutable_piece()->set_offset(offset);
    frame.mutable_piece()->set_bytes(std::string(size, 'x'));
    return frame;
  }
  static link_call patient_call() {
    link_call call;
    call.payload = "{}";
    call.deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    return call;
  }
};

}  // namespace smartfin::testing
