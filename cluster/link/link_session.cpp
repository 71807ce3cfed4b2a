#include "cluster/link/link_session.hpp"

#include <algorithm>

#include "cluster/link/link.pb.h"
#include "cluster/link/link_session_step.hpp"

namespace smartfin {
namespace {

std::string versions(std::uint32_t lowest, std::uint32_t highest) {
  return std::to_string(lowest) + " to " + std::to_string(highest);
}

}  // namespace

link_session::link_session(session_surroundings around, std::string peer)
    : around_(around), peer_(std::move(peer)), begun_(std::chrono::steady_clock::now()) {}

link_session::~link_session() = default;

void link_session::start(std::shared_ptr<frame_pipe> pipe) {
  const auto& own = around_.options;
  auto frame = std::make_unique<wire::Frame>();
  auto& hello = *frame->mutable_hello();
  hello.set_version_lowest(own.versions.lowest);
  hello.set_version_highest(own.versions.highest);
  hello.set_build(own.build);
  hello.set_node(own.node);
  hello.set_incarnation(own.incarnation);
  for (const auto& service : own.services) hello.add_services(service);
  step s{*this};
  pipe_ = std::move(pipe);
  push(s, {std::move(frame)});
  s.after([at = pipe_] { at->read(); });
}

void link_session::on_frame(wire::Frame& frame) {
  step s{*this};
  if (stage_ == stage::ending || stage_ == stage::ended) return;
  if ((stage_ == stage::greeting) != (frame.has_hello() || frame.has_refusal()) &&
      frame.kind_case() != wire::Frame::KIND_NOT_SET && !frame.has_refusal())
    return stop(s, "said something else than hello first, or hello twice");
  switch (frame.kind_case()) {
    case wire::Frame::kHello:
      on_hello(s, frame);
      break;
    case wire::Frame::kRefusal:
      return stop(s, "refused us: " + frame.refusal().reason().substr(0, 200));
    case wire::Frame::kRequest:
      on_request(s, frame);
      break;
    case wire::Frame::kReply:
      on_reply(s, frame);
      break;
    case wire::Frame::kPiece:
      on_piece(s, frame);
      break;
    case wire::Frame::kCredit:
      on_credit(s, frame);
      break;
    case wire::Frame::kCancel:
      on_cancel(frame);
      break;
    case wire::Frame::KIND_NOT_SET:
      break;  // of a later version
  }
  if (pipe_) s.after([at = pipe_] { at->read(); });
}

void link_session::on_hello(step& s, const wire::Frame& frame) {
  const auto& hello = frame.hello();
  const auto& own = around_.options.versions;
  const auto version = std::min(own.highest, hello.version_highest());
  if (version < std::max(own.lowest, hello.version_lowest()))
    return refuse(s, "speaks protocol versions " +
                         versions(hello.version_lowest(), hello.version_highest()) + ", " +
                         around_.options.node + " speaks " + versions(own.lowest, own.highest));
  if (hello.node() != peer_) return refuse(s, "says it is another node than its certificate does");
  stage_ = stage::open;
  peer_info peer{peer_, hello.incarnation(), hello.build(), version, {}};
  peer.services.assign(hello.services().begin(), hello.services().end());
  s.after([this, self = shared_from_this(), peer = std::move(peer)] {
    if (!around_.owner.session_opened(self, peer)) end("not wanted");
  });
}

void link_session::push(step& s, queued next) {
  next.bytes = next.frame->ByteSizeLong();
  queued_bytes_ += next.bytes;
  queue_.push_back(std::move(next));
  write_next(s);
}

void link_session::write_next(step& s) {
  while (!writing_ && pipe_ && !queue_.empty()) {
    auto next = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= next.bytes;
    if (!is_worth_writing(s, next)) continue;
    owes_flush_ = !queue_.empty();
    writing_ = std::move(next.frame);
    s.after([at = pipe_, frame = writing_.get(), more = owes_flush_] { at->write(*frame, more); });
  }
  // A frame was held back for more, and none of that was worth writing: one that says nothing takes it along.
  if (writing_ || !pipe_ || !std::exchange(owes_flush_, false)) return;
  writing_ = std::make_unique<wire::Frame>();
  s.after([at = pipe_, frame = writing_.get()] { at->write(*frame, false); });
}

void link_session::on_written() {
  step s{*this};
  writing_.reset();
  write_next(s);
  if (stage_ == stage::ending && !writing_ && pipe_) s.after([at = pipe_] { at->end(); });
}

void link_session::end(const std::string& why) {
  step s{*this};
  stop(s, why);
}

void link_session::stop(step& s, const std::string& why) {
  if (stage_ == stage::ending || stage_ == stage::ended) return;
  stage_ = stage::ending;
  why_ended_ = why;
  lose_all(s);
  if (pipe_) s.after([at = pipe_] { at->end(); });
}

/// The reason first, the end when it is on its way.
void link_session::refuse(step& s, std::string why) {
  auto frame = std::make_unique<wire::Frame>();
  frame->mutable_refusal()->set_reason(why);
  stage_ = stage::ending;
  why_ended_ = std::move(why);
  push(s, {std::move(frame)});
}

void link_session::on_ended(const std::string& why) {
  step s{*this};
  if (stage_ == stage::ended) return;
  lose_all(s);
  stage_ = stage::ended;
  pipe_.reset();
  s.after([this, self = shared_from_this(), reason = why_ended_.empty() ? why : why_ended_] {
    around_.owner.session_ended(self, reason);
  });
}

/// Everything that is on its way is answered now, with what is known of it.
void link_session::lose_all(step& s) {
  while (!asked_.empty()) {
    const auto& [id, call] = *asked_.begin();
    finish(s, id, call.is_sent ? call_loss::unanswered : call_loss::not_sent);
  }
  received_.clear();
  queue_.clear();
  queued_bytes_ = 0;
}

void link_session::expire(time_point now) {
  step s{*this};
  if (stage_ == stage::greeting && now - begun_ > around_.options.times.greeting_max)
    return stop(s, "did not say hello in time");
  if (stage_ == stage::ending && pipe_) s.after([at = pipe_] { at->end(); });
  if (stage_ != stage::open) return;
  std::vector<std::uint64_t> late;
  for (const auto& [id, call] : asked_)
    if (call.deadline < now) late.push_back(id);
  for (const auto id : late) {
    finish(s, id, call_loss::expired);
    auto frame = std::make_unique<wire::Frame>();
    frame->mutable_cancel()->set_id(id);
    push(s, {std::move(frame)});
  }
  std::erase_if(received_, [&](const auto& each) { return each.second.deadline < now; });
}

}  // namespace smartfin
