#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "cluster/link/dialled_channels.hpp"
#include "cluster/link/frame_pipe.hpp"
#include "cluster/link/link.grpc.pb.h"
#include "cluster/link/link_session.hpp"

/// gRPC's streams as pipes of frames; included by link_transport.cpp only.
namespace smartfin {

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
               dialled_channels& all)
      : stream_pipe(std::move(listener)),
        channel_(std::move(channel)),
        stub_(wire::Link::NewStub(channel_)),
        all_(all) {}

  static void begin(const std::shared_ptr<dialled_pipe>& pipe, link_session& session) {
    pipe->self_ = pipe;
    pipe->all_.add();
    pipe->stub_->async()->Join(&pipe->context_, pipe.get());
    pipe->AddHold();
    session.start(pipe);
    pipe->StartCall();
  }
  void OnDone(const grpc::Status& status) override {
    auto& all = all_;
    auto channel = channel_;
    done(status.ok() ? "the peer ended the link" : status.error_message());
    all.retire(std::move(channel));
  }

private:
  void hang_up(bool) override {
    context_.TryCancel();
    RemoveHold();
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<wire::Link::Stub> stub_;
  grpc::ClientContext context_;
  dialled_channels& all_;
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
