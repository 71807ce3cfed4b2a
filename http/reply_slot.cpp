#include "http/reply_slot.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_config.hpp>
#include <caf/error.hpp>
#include <caf/make_actor.hpp>
#include <caf/sec.hpp>

namespace smartfin::http {

reply_slot& reply_slot::of_this_thread(caf::actor_system& system) {
  const auto make = [&system] {
    caf::actor_config config{system.dummy_execution_unit()};
    return caf::make_actor<reply_slot, caf::strong_actor_ptr>(system.next_actor_id(), system.node(),
                                                              &system, config);
  };
  thread_local caf::actor_system* made_for = nullptr;
  thread_local caf::strong_actor_ptr slot;
  if (made_for != &system) {
    slot = make();
    made_for = &system;
  }
  return *static_cast<reply_slot*>(caf::actor_cast<caf::abstract_actor*>(slot));
}

caf::expected<caf::message> reply_slot::ask(const caf::strong_actor_ptr& receiver,
                                            std::chrono::steady_clock::time_point deadline,
                                            caf::message content) {
  caf::message_id request;
  {
    const std::lock_guard lock{mutex_};
    request = caf::make_message_id(++number_);
    wanted_ = request.response_id();
    reply_.reset();
  }
  receiver->enqueue(
      caf::make_mailbox_element(caf::strong_actor_ptr{ctrl()}, request, {}, std::move(content)),
      nullptr);
  std::unique_lock lock{mutex_};
  if (!arrived_.wait_until(lock, deadline, [this] { return reply_ != nullptr; })) {
    wanted_ = caf::make_message_id();
    return caf::sec::request_timeout;
  }
  const auto element = std::move(reply_);
  lock.unlock();
  if (element->content().match_elements<caf::error>())
    return element->content().get_as<caf::error>(0);
  return element->move_content_to_message();
}

void reply_slot::enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) {
  {
    const std::lock_guard lock{mutex_};
    if (!what->mid.is_response() || what->mid != wanted_) return;
    reply_ = std::move(what);
  }
  arrived_.notify_one();
}

}  // namespace smartfin::http
