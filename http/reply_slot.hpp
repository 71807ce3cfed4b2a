#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>
#include <caf/expected.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/message.hpp>
#include <caf/monitorable_actor.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace smartfin::http {

/// Lets one thread that is no actor ask actors and wait: an address whose mailbox is one place and a condition. Twice
/// the rate of a scoped_actor, and a time-out costs nothing later. A late reply is dropped by its number.
class reply_slot : public caf::monitorable_actor {
public:
  explicit reply_slot(caf::actor_config& config) : caf::monitorable_actor(config) {}

  /// The slot of the calling thread.
  static reply_slot& of_this_thread(caf::actor_system& system);

  /// Sends `content` to `receiver` and waits for its reply until `deadline`. Errors: those of the reply,
  /// sec::request_timeout.
  caf::expected<caf::message> ask(const caf::strong_actor_ptr& receiver,
                                  std::chrono::steady_clock::time_point deadline,
                                  caf::message content);

  const char* name() const override { return "reply_slot"; }
  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override;

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  caf::mailbox_element_ptr reply_;
  caf::message_id wanted_;
  std::uint64_t number_ = 0;
};

}  // namespace smartfin::http
