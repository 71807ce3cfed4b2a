#include <algorithm>

#include "cluster/link/link.pb.h"
#include "cluster/link/link_session_step.hpp"
#include "domain/infra/infra_errc.hpp"

namespace smartfin {
namespace {

using namespace std::chrono_literals;

/// Room in a frame for everything but payload and attachment.
constexpr std::size_t frame_overhead = 64 << 10;
/// Whatever a peer says, nobody waits longer.
constexpr auto patience_max = 1h;

carried_error outage(infra_errc code, std::string detail) {
  return {"infra", static_cast<std::uint8_t>(code), std::move(detail)};
}

std::size_t size_of(const link_call& call) {
  return call.payload.size() + call.attachment.size() + call.context.size() +
         call.credential.size();
}

}  // namespace

void link_session::ask(link_call call, call_completion done) {
  step s{*this};
  if (const auto loss = no_room_for(call)) {
    if (done) s.after([done = std::move(done), why = *loss] { done(why); });
    return;
  }
  const auto id = ++last_id_;
  auto frame = std::make_unique<wire::Frame>();
  auto& request = *frame->mutable_request();
  request.set_id(id);
  request.set_caller(std::move(call.caller));
  request.set_service(std::move(call.service));
  request.set_interface(std::move(call.interface));
  request.set_message(std::move(call.message));
  request.set_credential(std::move(call.credential));
  request.set_context(std::move(call.context));
  request.set_payload(std::move(call.payload));
  request.set_attachment(std::move(call.attachment));
  request.set_one_way(call.one_way);
  if (call.upload) {
    ++uploads_;
    request.set_has_upload(true);
    request.set_upload_size(call.upload->size());
  }
  asked_.emplace(
      id, asked{std::move(done), call.deadline, false, std::move(call.upload), 0, upload_window});
  push(s, {std::move(frame), 0, id, true});
}

std::optional<call_loss> link_session::no_room_for(const link_call& call) const {
  const auto& limits = around_.options.limits;
  if (stage_ != stage::open) return call_loss::not_sent;
  if (call.deadline <= std::chrono::steady_clock::now()) return call_loss::expired;
  if (size_of(call) + frame_overhead > limits.frame_bytes_max) return call_loss::too_large;
  if (call.upload && call.upload->size() > limits.upload_bytes_max) return call_loss::too_large;
  if (asked_.size() >= limits.calls_max || (call.upload && uploads_ >= limits.uploads_max) ||
      queued_bytes_ + size_of(call) > limits.queued_bytes_max)
    return call_loss::overloaded;
  return std::nullopt;
}

/// The last look at a frame before it goes: whether anybody still waits, and for how long.
bool link_session::is_worth_writing(step& s, queued& next) {
  if (next.call == 0) return true;
  const auto found = asked_.find(next.call);
  if (found == asked_.end()) return false;
  auto& call = found->second;
  if (next.frame->has_request()) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
        call.deadline - std::chrono::steady_clock::now());
    if (left <= 0us) {
      finish(s, next.call, call_loss::expired);
      return false;
    }
    next.frame->mutable_request()->set_remaining_us(static_cast<std::uint64_t>(left.count()));
    if (call.upload && call.upload->size() > 0) {
      want_piece(s, next.call, call);
      return true;
    }
  }
  call.is_sent = next.ends_call;
  if (call.is_sent && next.frame->has_request() && next.frame->request().one_way())
    finish(s, next.call, link_answer{});
  return true;
}

void link_session::finish(step& s, std::uint64_t id, call_outcome outcome) {
  const auto found = asked_.find(id);
  if (found == asked_.end()) return;
  if (found->second.upload) --uploads_;
  if (found->second.done)
    s.after([done = std::move(found->second.done), what = std::move(outcome)]() mutable {
      done(std::move(what));
    });
  asked_.erase(found);
}

void link_session::on_reply(step& s, wire::Frame& frame) {
  auto& reply = *frame.mutable_reply();
  if (!reply.error_category().empty())
    return finish(s, reply.id(),
                  carried_error{reply.error_category(),
                                static_cast<std::uint8_t>(std::min(reply.error_code(), 255u)),
                                reply.error_detail()});
  finish(s, reply.id(),
         link_answer{std::move(*reply.mutable_payload()), std::move(*reply.mutable_attachment())});
}

void link_session::on_request(step& s, wire::Frame& frame) {
  auto& request = *frame.mutable_request();
  const auto id = request.id();
  if (id <= last_received_) return stop(s, "numbered its requests wrongly");
  last_received_ = id;
  if (received_.size() >= around_.options.limits.calls_max) {
    if (!request.one_way()) decline(s, id, "too many calls of one node at once");
    return;
  }
  link_call call{.caller = std::move(*request.mutable_caller()),
                 .service = std::move(*request.mutable_service()),
                 .interface = std::move(*request.mutable_interface()),
                 .message = std::move(*request.mutable_message()),
                 .credential = std::move(*request.mutable_credential()),
                 .context = std::move(*request.mutable_context()),
                 .payload = std::move(*request.mutable_payload()),
                 .attachment = std::move(*request.mutable_attachment()),
                 .upload = {},
                 .one_way = request.one_way()};
  const auto left = std::chrono::microseconds{static_cast<std::int64_t>(std::min<std::uint64_t>(
      request.remaining_us(), std::chrono::microseconds{patience_max}.count()))};
  call.deadline = std::chrono::steady_clock::now() + left;
  if (request.has_upload()) return begin_upload(s, id, request.upload_size(), std::move(call));
  received_.emplace(id, received{call.deadline});
  hand_over(s, id, std::move(call));
}

void link_session::hand_over(step& s, std::uint64_t id, link_call call) {
  if (call.one_way) received_.erase(id);
  s.after([self = shared_from_this(), id, what = std::move(call)]() mutable {
    call_reply reply = [weak = self->weak_from_this(),
                        id](std::variant<link_answer, carried_error> answered) {
      if (const auto session = weak.lock()) session->answer(id, std::move(answered));
    };
    self->around_.receiver.receive(self->peer_, std::move(what), std::move(reply));
  });
}

void link_session::answer(std::uint64_t id, std::variant<link_answer, carried_error> what) {
  step s{*this};
  const auto found = received_.find(id);
  if (found == received_.end()) return;  // nobody waits any more
  received_.erase(found);
  const auto& limits = around_.options.limits;
  if (auto* good = std::get_if<link_answer>(&what)) {
    const auto size = good->payload.size() + good->attachment.size();
    if (size + frame_overhead > limits.frame_bytes_max)
      what = outage(infra_errc::internal, "the answer is too large to be sent");
    else if (queued_bytes_ + size > 2 * limits.queued_bytes_max)
      what = outage(infra_errc::unavailable, "the answer could not be sent in time");
  }
  auto frame = std::make_unique<wire::Frame>();
  auto& reply = *frame->mutable_reply();
  reply.set_id(id);
  if (auto* good = std::get_if<link_answer>(&what)) {
    reply.set_payload(std::move(good->payload));
    reply.set_attachment(std::move(good->attachment));
  } else {
    auto& error = std::get<carried_error>(what);
    reply.set_error_category(std::move(error.category));
    reply.set_error_code(error.code);
    reply.set_error_detail(std::move(error.detail));
  }
  push(s, {std::move(frame)});
}

/// Answers a call that went nowhere.
void link_session::decline(step& s, std::uint64_t id, std::string why) {
  auto frame = std::make_unique<wire::Frame>();
  auto& reply = *frame->mutable_reply();
  reply.set_id(id);
  reply.set_error_category("infra");
  reply.set_error_code(static_cast<std::uint32_t>(infra_errc::overloaded));
  reply.set_error_detail(std::move(why));
  push(s, {std::move(frame)});
}

void link_session::on_cancel(const wire::Frame& frame) { received_.erase(frame.cancel().id()); }

}  // namespace smartfin
