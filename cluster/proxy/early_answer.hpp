#pragma once

#include <caf/error.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_message.hpp>

namespace smartfin {

/// Answers a request in the place of whoever would have got it; nothing for a message that expects no answer. CAF's own
/// `bounce` says `sec::request_receiver_down` whatever error it is given.
inline void answer_early(const caf::strong_actor_ptr& asker, caf::message_id request,
                         caf::message with) {
  if (asker && request.is_request())
    asker->enqueue(caf::make_mailbox_element(nullptr, request.response_id(), {}, std::move(with)),
                   nullptr);
}
inline void answer_early(const caf::mailbox_element& what, const caf::error& error) {
  answer_early(what.sender, what.mid, caf::make_message(error));
}

}  // namespace smartfin
