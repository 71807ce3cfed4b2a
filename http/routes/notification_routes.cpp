#include <limits>

#include "http/routes/routes.hpp"

namespace smartfin::http {

/// A page of the inbox, with how much of all of it is unread.
struct inbox_view {
  std::vector<notification_view> items;
  std::optional<std::string> next_cursor;
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(inbox_view, (), (items, next_cursor, unread))

namespace {

constexpr auto tag = "Notifications";

struct inbox_position {
  std::int64_t before = 0;
};
BOOST_DESCRIBE_STRUCT(inbox_position, (), (before))

void inbox(const edge_services& s, call& c) {
  list_notifications query{c.context(), std::numeric_limits<std::int64_t>::max(), false, 0};
  query.limit = static_cast<int>(c.page_limit());
  query.unread_only = c.query_boolean("unread").value_or(false);
  if (const auto cursor = c.query_text("cursor"))
    query.before = s.cursors.open<inbox_position>("listNotifications", *cursor).before;
  auto page = s.ask.ask<notification_page>(s.notification, 0, std::move(query));
  inbox_view view{std::move(page.items), {}, page.unread};
  if (page.more)
    view.next_cursor =
        s.cursors.seal("listNotifications", inbox_position{view.items.back().id.value});
  c.header("Cache-Control", "no-store");
  c.ok(view);
}

void mark_read(const edge_services& s, call& c, notification_id id) {
  s.ask.ask<done>(s.notification, 0, mark_notification_read{c.context(), id});
  c.no_content();
}

}  // namespace

void add_notification_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/notifications")
                .id("listNotifications")
                .tag(tag)
                .user()
                .summary("My inbox, newest first")
                .paged()
                .query({.name = "unread",
                        .type = parameter_type::boolean,
                        .description = "Only what is unread"})
                .reply<inbox_view>(),
            [&s](call& c) { inbox(s, c); });
  table.add(post("/api/v1/notifications/read")
                .id("readAllNotifications")
                .tag(tag)
                .user()
                .summary("Mark my whole inbox as read")
                .no_content(),
            [&s](call& c) { mark_read(s, c, {}); });
  table.add(post("/api/v1/notifications/{id}/read")
                .id("readNotification")
                .tag(tag)
                .user()
                .summary("Mark a message as read")
                .no_content(),
            [&s](call& c) { mark_read(s, c, c.id<notification_id>()); });
}

}  // namespace smartfin::http
