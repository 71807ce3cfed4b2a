#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Transactions";

struct page_position {
  civil_date date;
  transaction_id id;
};
BOOST_DESCRIBE_STRUCT(page_position, (), (date, id))

std::string location_of(transaction_id id) {
  return "/api/v1/transactions/" + std::to_string(id.value);
}

void list(const edge_services& s, call& c) {
  list_transactions query{c.context(), {}, {}, 0};
  query.limit = static_cast<int>(c.page_limit());
  query.filter.account_id = c.query_id<account_id>("account_id");
  query.filter.category_id = c.query_id<category_id>("category_id");
  query.filter.from = c.query_date("from");
  query.filter.to = c.query_date("to");
  query.filter.q = c.query_text("q");
  if (c.query_text("order") == "oldest") query.order = transaction_order::oldest_first;
  if (const auto cursor = c.query_text("cursor")) {
    const auto position = s.cursors.open<page_position>("listTransactions", *cursor);
    query.after = transaction_position{position.date, position.id};
  }
  auto page = s.ask.ask<transaction_page>(s.ledger_query, std::move(query));
  c.etag(page.ledger_version);
  std::optional<std::string> next;
  if (page.more) {
    const auto& last = page.items.back();
    next = s.cursors.seal("listTransactions", page_position{last.date, last.id});
  }
  c.page(std::move(page.items), std::move(next));
}

void answer(call& c, int status, const transaction_view& transaction) {
  c.etag(transaction.version);
  if (status == 201)
    c.created(transaction, location_of(transaction.id));
  else
    c.ok(transaction);
}

void add_writes(route_table& table, const edge_services& s) {
  table.add(post("/api/v1/transactions")
                .id("recordTransaction")
                .tag(tag)
                .user()
                .summary("Record a transaction")
                .rate(rate_class::write)
                .body<new_transaction>()
                .reply<transaction_view>(201),
            [&s](call& c) {
              auto body = c.body<new_transaction>();
              require(check(body));
              answer(c, 201,
                     s.ask.ask<transaction_view>(s.ledger, c.context().book.value,
                                                 record_transaction{c.context(), std::move(body)}));
            });
  table.add(
      patch("/api/v1/transactions/{id}")
          .id("changeTransaction")
          .tag(tag)
          .user()
          .summary("Correct a transaction")
          .rate(rate_class::write)
          .conditional()
          .merge_patch<transaction_change>()
          .reply<transaction_view>(),
      [&s](call& c) {
        auto body = c.body<transaction_change>();
        require(check(body));
        answer(c, 200,
               s.ask.ask<transaction_view>(s.ledger, c.context().book.value,
                                           change_transaction{c.context(), c.id<transaction_id>(),
                                                              version_asked(c), std::move(body)}));
      });
  table.add(remove("/api/v1/transactions/{id}")
                .id("deleteTransaction")
                .tag(tag)
                .user()
                .summary("Delete a transaction")
                .rate(rate_class::write)
                .conditional()
                .no_content(),
            [&s](call& c) {
              s.ask.ask<done>(
                  s.ledger, c.context().book.value,
                  delete_transaction{c.context(), c.id<transaction_id>(), version_asked(c)});
              c.no_content();
            });
}

}  // namespace

void add_transaction_routes(route_table& table, const edge_services& s) {
  add_writes(table, s);
  table.add(
      get("/api/v1/transactions")
          .id("listTransactions")
          .tag(tag)
          .user()
          .summary("My transactions by date, newest first if not asked otherwise")
          .reply_page<transaction_view>()
          .query({.name = "account_id",
                  .type = parameter_type::id,
                  .description = "Of this account, on either side of a transfer"})
          .query({.name = "category_id",
                  .type = parameter_type::id,
                  .description = "In this category"})
          .query(
              {.name = "from", .type = parameter_type::date, .description = "On or after this day"})
          .query(
              {.name = "to", .type = parameter_type::date, .description = "On or before this day"})
          .query({.name = "q",
                  .type = parameter_type::text,
                  .description = "In the payee's name, or all words in the note",
                  .lowest = 1,
                  .highest = 200})
          .query({.name = "order",
                  .description = "Which end of the time the list begins at",
                  .allowed = {"newest", "oldest"}}),
      [&s](call& c) { list(s, c); });
  table.add(get("/api/v1/transactions/{id}")
                .id("findTransaction")
                .tag(tag)
                .user()
                .summary("One transaction")
                .reply<transaction_view>(),
            [&s](call& c) {
              answer(c, 200,
                     s.ask.ask<transaction_view>(
                         s.ledger_query, find_transaction{c.context(), c.id<transaction_id>()}));
            });
}

}  // namespace smartfin::http
