#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Imports";

struct import_position {
  std::int64_t before_id = 0;
};
BOOST_DESCRIBE_STRUCT(import_position, (), (before_id))

// Long enough for the importer to say that a long import is running.
constexpr std::chrono::seconds patience{30};

void answer(call& c, int status, const import_view& view) {
  c.header("Location", "/api/v1/imports/" + std::to_string(view.id.value));
  c.reply(status, view);
}

void start(const edge_services& s, call& c) {
  const auto account = *c.query_id<account_id>("account_id");
  const auto stored = s.ask.ask<account_view>(s.ledger_query, find_account{c.context(), account});
  import_file file;
  file.ctx = c.context();
  file.account_id = account;
  file.unit = stored.currency;
  file.content_type = c.in().header("content-type");
  file.statement_account = c.query_text("statement_account").value_or("");
  file.atomic = c.query_boolean("atomic").value_or(false);
  const auto format = c.query_text("format").value_or("auto");
  if (format == "csv") file.content_type = "text/csv";
  if (format == "ofx") file.content_type = "application/x-ofx";
  file.bytes = c.in().file;
  if (!file.bytes) file.bytes = std::make_shared<memory_scratch>(std::string{c.in().body});
  const auto view = s.ask.ask<import_view>(s.imports, c.context().book.value, std::move(file));
  answer(c, view.state == import_progress::running ? 202 : 201, view);
}

void list(const edge_services& s, call& c) {
  list_imports query{c.context(), std::numeric_limits<std::int64_t>::max(), 0};
  query.limit = static_cast<int>(c.page_limit());
  if (const auto cursor = c.query_text("cursor"))
    query.before_id = s.cursors.open<import_position>("listImports", *cursor).before_id;
  auto page = s.ask.ask<import_page>(s.import_query, std::move(query));
  std::optional<std::string> next;
  if (page.more) next = s.cursors.seal("listImports", import_position{page.items.back().id.value});
  c.page(std::move(page.items), std::move(next));
}

}  // namespace

void add_import_routes(route_table& table, const edge_services& s, std::size_t bytes_max) {
  table.add(
      post("/api/v1/imports")
          .id("importFile")
          .tag(tag)
          .user()
          .summary("Import a bank's file; the same file again changes nothing")
          .rate(rate_class::heavy)
          .deadline(patience)
          .accepts({"text/csv", "application/csv", "application/x-ofx", "application/vnd.intu.qfx",
                    "application/xml", "text/xml", "text/plain", "application/octet-stream"},
                   bytes_max)
          .files()
          .reply<import_view>(201)
          .query({.name = "account_id",
                  .type = parameter_type::id,
                  .required = true,
                  .description = "The account that the rows belong to"})
          .query({.name = "format",
                  .description = "What the file is",
                  .allowed = {"auto", "csv", "ofx"}})
          .query({.name = "atomic",
                  .type = parameter_type::boolean,
                  .description = "All rows or none"})
          .query({.name = "statement_account",
                  .description = "Which account of the file, where it holds several",
                  .lowest = 1,
                  .highest = 300}),
      [&s](call& c) { start(s, c); });
  table.add(
      get("/api/v1/imports/{id}")
          .id("findImport")
          .tag(tag)
          .user()
          .summary("How an import stands")
          .reply<import_view>(),
      [&s](call& c) {
        c.header("Cache-Control", "no-store");
        c.ok(s.ask.ask<import_view>(s.import_query, find_import{c.context(), c.id<import_id>()}));
      });
  table.add(get("/api/v1/imports")
                .id("listImports")
                .tag(tag)
                .user()
                .summary("My imports, newest first")
                .reply_page<import_view>(),
            [&s](call& c) { list(s, c); });
}

}  // namespace smartfin::http
