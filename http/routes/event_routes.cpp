#include <limits>

#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Monitoring";

struct parked_position {
  std::int64_t before = 0;
};
BOOST_DESCRIBE_STRUCT(parked_position, (), (before))

/// Who keeps the parked events that the path speaks of.
service<event_subscriber> subscriber_of(const edge_services& s, const call& c) {
  auto found = s.subscriber(c.path_text("name"));
  if (!found) throw problem_error(problems::not_found);
  return std::move(*found);
}

void parked(const edge_services& s, call& c) {
  const auto from = subscriber_of(s, c);
  list_parked_events query{c.context(), std::numeric_limits<std::int64_t>::max(), 0};
  query.limit = static_cast<int>(c.page_limit());
  const auto place = "listParkedEvents/" + c.path_text("name");
  if (const auto cursor = c.query_text("cursor"))
    query.before = s.cursors.open<parked_position>(place, *cursor).before;
  auto page = s.ask.ask<parked_events_page>(from, 0, std::move(query));
  std::optional<std::string> next;
  if (page.more) next = s.cursors.seal(place, parked_position{page.items.back().id});
  c.header("Cache-Control", "no-store");
  c.page(std::move(page.items), std::move(next));
}

}  // namespace

void add_event_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/status/services/{name}/parked-events")
                .id("listParkedEvents")
                .tag(tag)
                .administrator()
                .summary("Events that a service could not apply, newest first")
                .reply_page<parked_event_view>(),
            [&s](call& c) { parked(s, c); });
  table.add(
      post("/api/v1/status/services/{name}/parked-events/{id}/replay")
          .id("replayEvent")
          .tag(tag)
          .administrator()
          .summary("Apply a parked event now")
          .no_content(),
      [&s](call& c) {
        s.ask.ask<done>(subscriber_of(s, c), 0, replay_event{c.context(), c.path_number("id")});
        c.no_content();
      });
}

}  // namespace smartfin::http
