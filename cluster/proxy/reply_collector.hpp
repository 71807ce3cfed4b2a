#pragma once

#include <caf/monitorable_actor.hpp>
#include <chrono>
#include <map>
#include <mutex>

#include "cluster/link/link_call.hpp"
#include "cluster/proxy/message_codec.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

/// Sends the calls of other nodes to workers and packs what they reply, in the worker's thread. A worker that never
/// replies is forgotten after the call's deadline.
class reply_collector : public caf::monitorable_actor {
public:
  struct waiting {
    const message_codec& codec;
    call_reply answer;
    ticket admitted;  // ends with the wait
    std::chrono::steady_clock::time_point deadline;
  };

  explicit reply_collector(caf::actor_config& config) : caf::monitorable_actor(config) {}
  const char* name() const override { return "reply_collector"; }

  void send(const caf::strong_actor_ptr& worker, caf::message content, waiting call);
  void close();

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override;
  void on_destroy() override;

private:
  void forget_late(std::chrono::steady_clock::time_point now);

  std::mutex mutex_;
  std::uint64_t number_ = 0;
  std::map<std::uint64_t, waiting> waiting_;  // by the number of the request
  std::multimap<std::chrono::steady_clock::time_point, std::uint64_t> by_deadline_;
};

}  // namespace smartfin
