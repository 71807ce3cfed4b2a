#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <optional>
#include <string>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/done.hpp"
#include "messages/events.hpp"

namespace smartfin {

/// What a message says. `link` names what it is about, as "score" or "imports/12"; empty when there is nothing to open.
struct notice {
  std::string title;
  std::string text;
  std::string link;
};
struct notification_view {
  notification_id id;
  std::string kind;  // score_changed, import_finished, new_sign_in, password_changed, token_reused
  instant at{};
  bool is_security = false;
  std::string title;
  std::string text;
  std::optional<std::string> link;
  std::optional<instant> read_at;
};
BOOST_DESCRIBE_STRUCT(notice, (), (title, text, link))
BOOST_DESCRIBE_STRUCT(notification_view, (),
                      (id, kind, at, is_security, title, text, link, read_at))

struct list_notifications {
  call_context ctx;
  std::int64_t before = 0;  // an id
  bool unread_only = false;
  int limit = 50;
};
struct notification_page {
  std::vector<notification_view> items;
  std::int64_t unread = 0;  // of all, not of this page
  bool more = false;
};
/// `id` 0 means all of the user's.
struct mark_notification_read {
  call_context ctx;
  notification_id id;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(list_notifications, (), (ctx, before, unread_only, limit))
BOOST_DESCRIBE_STRUCT(notification_page, (), (items, unread, more))
BOOST_DESCRIBE_STRUCT(mark_notification_read, (), (ctx, id))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_notifications)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::notification_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::mark_notification_read)

namespace smartfin {

/// The NOTIFICATION service: people's inboxes. It learns of what happened by event.
using notification_actor = event_subscriber::extend<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // The caller's messages, newest first. Idempotent.
    caf::replies_to<list_notifications>::with<notification_page>,
    // Idempotent. Errors: notification_not_found.
    caf::replies_to<mark_notification_read>::with<done>>;

}  // namespace smartfin
