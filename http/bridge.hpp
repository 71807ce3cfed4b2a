#pragma once

#include <caf/actor_system.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <chrono>
#include <utility>

#include "http/problem.hpp"
#include "messages/call_context.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin::http {

/// From a thread of the edge to a service and back, within the request's deadline. Whatever the
/// service refuses or cannot do becomes the problem_error that the client sees: overloaded and down
/// services answer at once.
class bridge {
public:
  explicit bridge(caf::actor_system& system) : system_(system) {}

  /// Asks the worker that serves `key`. A request that its worker never saw is sent again, a few times; so is one that
  /// may be repeated when its node was lost with the answer.
  template <class Reply, class Handle, class Request>
  Reply ask(const service<Handle>& to, std::int64_t key, Request request) const {
    return reply_as<Reply>(ask_any(to, to.for_key(key), request.ctx, caf::make_message(request)));
  }
  /// Asks whichever worker answers next.
  template <class Reply, class Handle, class Request>
  Reply ask(const service<Handle>& to, Request request) const {
    return reply_as<Reply>(ask_any(to, to.any(), request.ctx, caf::make_message(request)));
  }

private:
  template <class Reply>
  static Reply reply_as(caf::message reply) {
    if (!reply.match_elements<Reply>()) throw problem_error(problems::internal);
    return std::move(reply.get_mutable_as<Reply>(0));
  }
  template <class Handle>
  caf::message ask_any(const service<Handle>& to, const Handle& handle, const call_context& ctx,
                       caf::message content) const {
    const auto admitted = to.admit();
    if (!admitted) refuse_overload();
    return exchange(caf::actor_cast<caf::strong_actor_ptr>(handle), ctx, std::move(content));
  }
  [[noreturn]] static void refuse_overload();
  caf::message exchange(const caf::strong_actor_ptr& receiver, const call_context& ctx,
                        caf::message content) const;

  caf::actor_system& system_;
};

}  // namespace smartfin::http
