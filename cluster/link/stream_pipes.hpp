#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "cluster/link/frame_pipe.hpp"
#include "cluster/link/link.grpc.pb.h"
#include "cluster/link/link_session.hpp"

/// gRPC's streams as pipes of frames; included by link_transport.cpp only.
namespace smartfin {
/// How many connections are open.
class open_count {
public:
  void add() {
    const std::lock_guard lock{mutex_};
    ++count_;
  }
  void remove() {
    const std::lock_guard lock{mutex_};
    if (--count_ == 0) none_.notify_all();
  }
  void wait_for_none() {
    std::unique_lock lock{mutex_};
    none_.wait(lock, [&] { return count_ == 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

/// One stream, of either side. It owns itself until it is done.
template <class Reactor>
class stream_pipe : public Reactor, public frame_pipe {
public:
  explicit stream_pipe(std::shared_ptr<frame_listener> listener) : listener_(std::move(listener)) {}

  void read() override {
    const std::lock_guard lock{mutex_};
    if (!is_ended_) this->StartRead(&incoming_);
  }
  void write(const wire::Frame& frame, bool more) override {
    const std::lock_guard lock{mutex_};
    if (is_ended_) return;
    is_writing_ = true;
    grpc::WriteOptions how;
    if (more) how.set_buffer_hint();
    this->StartWrite(&frame, how);
  }
  void end() override {
    const std::lock_guard lock{mutex_};
    if (!std::exchange(is_ended_, true)) hang_up(is_writing_);
  }

  void OnReadDone(bool is_fine) override {
    if (is_fine)
      listener_->on_frame(incoming_);
    else
      end();
  }
  void OnWriteDone(bool is_fine) override {
    {
      const std::lock_guard lock{mutex_};
      is_writing_ = false;
    }
    if (is_fine)
      listener_->on_written();
    else
      end();
  }

protected:
  virtual void hang_up(bool is_writing) = 0;
  /// The last call of gRPC.
  void done(const std::string& why) {
    const auto self = std::move(self_);
    listener_->on_ended(why);
  }

  std::shared_ptr<stream_pipe> self_;

private:
  const std::shared_ptr<frame_listener> listener_;
  wire::Frame incoming_;
  std::mutex mutex_;
  bool is_ended_ = false;
  bool is_writing_ = false;
};

class dialled_pipe final : public stream_pipe<grpc::ClientBidiReactor<wire::Frame, wire::Frame>> {
public:
  dialled_pipe(std::shared_ptr<grpc::Channel> channel, std::shared_ptr<frame_listener> listener,
               open_count& open)
      : stream_pipe(std::move(listener)),
        stub_(wire::Link::NewStub(std::move(channel))),
        open_(open) {}

  static void begin(const std::shared_ptr<dialled_pipe>& pipe, link_session& session) {
    pipe->self_ = pipe;
    pipe->open_.add();
    pipe->stub_->async()->Join(&pipe->context_, pipe.get());
    pipe->AddHold();
    session.start(pipe);
    pipe->StartCall();
  }
  void OnDone(const grpc::Status& status) override {
    auto& open = open_;
    done(status.ok() ? "the peer ended the link" : status.error_message());
    open.remove();
  }

private:
  void hang_up(bool) override {
    context_.TryCancel();
    RemoveHold();
  }

  const std::unique_ptr<wire::Link::Stub> stub_;
  grpc::ClientContext context_;
  open_count& open_;
};

class accepted_pipe final : public stream_pipe<grpc::ServerBidiReactor<wire::Frame, wire::Frame>> {
public:
  accepted_pipe(grpc::CallbackServerContext& context, std::shared_ptr<frame_listener> listener)
      : stream_pipe(std::move(listener)), context_(context) {}

  static void begin(const std::shared_ptr<accepted_pipe>& pipe, link_session& session) {
    pipe->self_ = pipe;
    session.start(pipe);
  }
  void OnDone() override { done("the peer is gone"); }

private:
  void hang_up(bool is_writing) override {
    if (is_writing) context_.TryCancel();  // who does not read now may never
    Finish(grpc::Status::OK);
  }

  grpc::CallbackServerContext& context_;
};

}  // namespace smartfin
