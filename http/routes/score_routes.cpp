#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Score";

struct history_position {
  civil_date before;
};
BOOST_DESCRIBE_STRUCT(history_position, (), (before))

void history(const edge_services& s, call& c) {
  list_scores query{c.context(), civil_date::of(c.context().now).plus_days(1), 0};
  query.limit = static_cast<int>(c.page_limit());
  if (const auto cursor = c.query_text("cursor"))
    query.before = s.cursors.open<history_position>("listScores", *cursor).before;
  auto page = s.ask.ask<score_page>(s.prediction, c.context().book.value, std::move(query));
  std::optional<std::string> next;
  if (page.more) next = s.cursors.seal("listScores", history_position{page.items.back().day});
  c.page(std::move(page.items), std::move(next));
}

}  // namespace

void add_score_routes(route_table& table, const edge_services& s) {
  table.add(
      get("/api/v1/score")
          .id("showScore")
          .tag(tag)
          .user()
          .summary("My financial-health score, with what each part is associated with")
          .reply<score_view>(),
      [&s](call& c) {
        c.ok(s.ask.ask<score_view>(s.prediction, c.context().book.value, show_score{c.context()}));
      });
  table.add(
      post("/api/v1/score/what-if")
          .id("askWhatIf")
          .tag(tag)
          .user()
          .summary("The score if something were different; changes nothing")
          .body<what_if_body>()
          .reply<what_if_view>(),
      [&s](call& c) {
        c.ok(s.ask.ask<what_if_view>(s.prediction, c.context().book.value,
                                     ask_what_if{c.context(), c.body<what_if_body>().changes}));
      });
  table.add(get("/api/v1/score/history")
                .id("listScores")
                .tag(tag)
                .user()
                .summary("One score a day, newest first")
                .reply_page<past_score>(),
            [&s](call& c) { history(s, c); });
}

}  // namespace smartfin::http
