#include "http/bridge.hpp"

#include <caf/error.hpp>
#include <caf/sec.hpp>
#include <thread>

#include "http/error_status.hpp"
#include "http/reply_slot.hpp"
#include "messages/errors.hpp"

namespace smartfin::http {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void refuse_as_client_sees(const caf::error& error) {
  if (error == caf::sec::request_timeout) throw problem_error(problems::timed_out);
  if (error == caf::sec::runtime_error) throw problem_error(problems::internal);
  if (error.category() == caf::atom("system") || error.category() == caf::atom("exit"))
    throw problem_error(problems::unavailable).retry_after(1);
  refuse(to_string(error.category()), error.code(), detail_of(error));
}

}  // namespace

void bridge::refuse_overload() {
  refuse(to_string(infra_category), static_cast<std::uint8_t>(infra_errc::overloaded));
}

caf::message bridge::exchange(const caf::strong_actor_ptr& receiver,
                              std::chrono::steady_clock::time_point deadline,
                              caf::message content) const {
  auto& slot = reply_slot::of_this_thread(system_);
  auto reply = slot.ask(receiver, deadline, content);
  // The worker died with the request still in its mailbox: not processed, so asking its successor is safe. A dying
  // worker empties its mailbox a moment before its address forgets it, hence more than one try; they are few and short,
  // because a service that is down for longer answers the same and must not hold up this thread.
  for (const auto pause : {0us, 200us, 1'000us, 3'000us}) {
    if (reply || reply.error() != caf::sec::request_receiver_down) break;
    std::this_thread::sleep_for(pause);
    reply = slot.ask(receiver, deadline, content);
  }
  if (!reply) refuse_as_client_sees(reply.error());
  return std::move(*reply);
}

}  // namespace smartfin::http
