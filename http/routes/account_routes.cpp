#include "domain/ledger/category.hpp"
#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Accounts";

struct account_position {
  std::int64_t after_id = 0;
};
BOOST_DESCRIBE_STRUCT(account_position, (), (after_id))

struct category_list {
  std::vector<category_view> items;
};
BOOST_DESCRIBE_STRUCT(category_list, (), (items))

std::string location_of(account_id id) { return "/api/v1/accounts/" + std::to_string(id.value); }

void list(const edge_services& s, call& c) {
  list_accounts query{c.context()};
  query.limit = static_cast<int>(c.page_limit());
  if (const auto cursor = c.query_text("cursor"))
    query.after_id = s.cursors.open<account_position>("listAccounts", *cursor).after_id;
  auto page = s.ask.ask<account_page>(s.ledger_query, std::move(query));
  c.etag(page.ledger_version);
  std::optional<std::string> next;
  if (page.more)
    next = s.cursors.seal("listAccounts", account_position{page.items.back().id.value});
  c.page(std::move(page.items), std::move(next));
}

void answer(call& c, int status, const account_view& account) {
  c.etag(account.version);
  if (status == 201)
    c.created(account, location_of(account.id));
  else
    c.ok(account);
}

category_list categories() {
  category_list list;
  for (const auto& category : starter_categories())
    list.items.push_back({{static_cast<std::int64_t>(list.items.size() + 1)},
                          std::string{category.name},
                          category.kind,
                          std::string{role_name(category.role)}});
  return list;
}

}  // namespace

void add_account_routes(route_table& table, const edge_services& s) {
  table.add(post("/api/v1/accounts")
                .id("openAccount")
                .tag(tag)
                .user()
                .summary("Open an account")
                .rate(rate_class::write)
                .body<new_account>()
                .reply<account_view>(201),
            [&s](call& c) {
              auto body = c.body<new_account>();
              require(check(body));
              answer(c, 201,
                     s.ask.ask<account_view>(s.ledger, c.context().book.value,
                                             open_account{c.context(), std::move(body)}));
            });
  table.add(get("/api/v1/accounts")
                .id("listAccounts")
                .tag(tag)
                .user()
                .summary("My accounts")
                .reply_page<account_view>(),
            [&s](call& c) { list(s, c); });
  table.add(get("/api/v1/accounts/{id}")
                .id("findAccount")
                .tag(tag)
                .user()
                .summary("One account")
                .reply<account_view>(),
            [&s](call& c) {
              answer(c, 200,
                     s.ask.ask<account_view>(s.ledger_query,
                                             find_account{c.context(), c.id<account_id>()}));
            });
  table.add(patch("/api/v1/accounts/{id}")
                .id("changeAccount")
                .tag(tag)
                .user()
                .summary("Rename, close or reopen an account, or correct its opening balance")
                .rate(rate_class::write)
                .conditional()
                .merge_patch<account_change>()
                .reply<account_view>(),
            [&s](call& c) {
              auto body = c.body<account_change>();
              require(check(body));
              answer(c, 200,
                     s.ask.ask<account_view>(s.ledger, c.context().book.value,
                                             change_account{c.context(), c.id<account_id>(),
                                                            version_asked(c), std::move(body)}));
            });
  table.add(remove("/api/v1/accounts/{id}")
                .id("deleteAccount")
                .tag(tag)
                .user()
                .summary("Delete an account without transactions")
                .rate(rate_class::write)
                .conditional()
                .no_content(),
            [&s](call& c) {
              s.ask.ask<done>(s.ledger, c.context().book.value,
                              delete_account{c.context(), c.id<account_id>(), version_asked(c)});
              c.no_content();
            });
  table.add(get("/api/v1/categories")
                .id("listCategories")
                .tag("Transactions")
                .user()
                .summary("Categories to choose from")
                .reply<category_list>(),
            [](call& c) {
              c.etag(static_cast<std::int64_t>(starter_categories().size()));
              c.ok(categories());
            });
}

}  // namespace smartfin::http
