#include "cluster/proxy/reply_collector.hpp"

#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <stdexcept>
#include <vector>

#include "cluster/proxy/carried.hpp"
#include "messages/errors.hpp"

namespace smartfin {
namespace {

std::variant<link_answer, carried_error> packed(const message_codec& codec,
                                                const caf::type_erased_tuple& content) {
  if (content.match_elements<caf::error>()) return carried(content.get_as<caf::error>(0));
  if (!codec.has_reply || !codec.is_reply(content))
    return carried(make_error(infra_errc::internal, "an answer of another kind"));
  try {
    auto reply = codec.pack_reply(content);
    if (!reply.upload) return link_answer{std::move(reply.payload), std::move(reply.attachment)};
  } catch (const std::domain_error&) {
    // A number that is not finite.
  }
  return carried(make_error(infra_errc::internal, "the answer cannot be sent"));
}

}  // namespace

void reply_collector::send(const caf::strong_actor_ptr& worker, caf::message content,
                           waiting call) {
  caf::message_id request;
  {
    const std::lock_guard lock{mutex_};
    forget_late(std::chrono::steady_clock::now());
    request = caf::make_message_id(++number_);
    by_deadline_.emplace(call.deadline, request.response_id().integer_value());
    waiting_.emplace(request.response_id().integer_value(), std::move(call));
  }
  worker->enqueue(
      caf::make_mailbox_element(caf::strong_actor_ptr{ctrl()}, request, {}, std::move(content)),
      nullptr);
}

void reply_collector::enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) {
  if (!what->mid.is_response()) return;
  std::unique_lock lock{mutex_};
  auto found = waiting_.extract(what->mid.integer_value());
  if (found.empty()) return;
  const auto [first, last] = by_deadline_.equal_range(found.mapped().deadline);
  for (auto each = first; each != last; ++each)
    if (each->second == found.key()) {
      by_deadline_.erase(each);
      break;
    }
  lock.unlock();
  const auto& call = found.mapped();
  call.answer(packed(call.codec, what->content()));
}

void reply_collector::forget_late(std::chrono::steady_clock::time_point now) {
  while (!by_deadline_.empty() && by_deadline_.begin()->first < now) {
    waiting_.erase(by_deadline_.begin()->second);
    by_deadline_.erase(by_deadline_.begin());
  }
}

void reply_collector::close() {
  {
    const std::lock_guard lock{mutex_};
    waiting_.clear();
    by_deadline_.clear();
  }
  if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::user_shutdown), nullptr);
}

void reply_collector::on_destroy() {
  if (!getf(is_cleaned_up_flag)) cleanup(caf::make_error(caf::exit_reason::unreachable), nullptr);
}

}  // namespace smartfin
