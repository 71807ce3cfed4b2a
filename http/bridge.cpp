#include "http/bridge.hpp"

#include <algorithm>
#include <caf/error.hpp>
#include <caf/sec.hpp>
#include <initializer_list>
#include <thread>

#include "http/error_status.hpp"
#include "http/reply_slot.hpp"
#include "messages/errors.hpp"

namespace smartfin::http {
namespace {

using namespace std::chrono_literals;

bool is_one_of(const caf::error& error, std::initializer_list<infra_errc> codes) {
  return std::ranges::any_of(codes, [&](infra_errc code) { return error == make_error(code); });
}

/// Whether a request that ended so is sent again.
class second_chance {
public:
  explicit second_chance(const call_context& ctx) : is_repeatable_(ctx.is_repeatable) {}

  bool after(const caf::error& error) {
    if (error == caf::sec::request_receiver_down) return true;  // not processed
    if (!is_repeatable_) return false;
    if (error == make_error(infra_errc::answer_lost)) return node_was_lost_ = true;
    // The database may still be busy with what the lost node had asked of it.
    return node_was_lost_ &&
           is_one_of(error, {infra_errc::storage_failed, infra_errc::unavailable});
  }

private:
  const bool is_repeatable_;
  bool node_was_lost_ = false;
};

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

caf::message bridge::exchange(const caf::strong_actor_ptr& receiver, const call_context& ctx,
                              caf::message content) const {
  auto& slot = reply_slot::of_this_thread(system_);
  auto reply = slot.ask(receiver, ctx.deadline, content);
  // The worker died with the request still in its mailbox: not processed, so asking its successor is safe. A dying
  // worker empties its mailbox a moment before its address forgets it, hence more than one try; they are few and short,
  // because a service that is down for longer answers the same and must not hold up this thread.
  second_chance chance{ctx};
  for (const auto pause : {0us, 200us, 1'000us, 3'000us, 20'000us, 80'000us}) {
    if (reply || !chance.after(reply.error())) break;
    if (pause > 3'000us && reply.error() == caf::sec::request_receiver_down) break;
    std::this_thread::sleep_for(pause);
    reply = slot.ask(receiver, ctx.deadline, content);
  }
  if (!reply) refuse_as_client_sees(reply.error());
  return std::move(*reply);
}

}  // namespace smartfin::http
