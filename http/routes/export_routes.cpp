#include <utility>

#include "domain/exports/statement_export.hpp"
#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Exports";
constexpr int rows_per_piece = 500;
constexpr std::chrono::seconds page_patience{5};

/// Turns transactions into one document, from its head to its tail.
class export_writer {
public:
  virtual ~export_writer() = default;
  virtual std::string head() const = 0;
  virtual void append(std::string& out, const transaction_view& row) = 0;
  virtual std::string tail() const = 0;
};

class csv_writer final : public export_writer {
public:
  std::string head() const override { return csv_head(); }
  void append(std::string& out, const transaction_view& row) override { append_csv_row(out, row); }
  std::string tail() const override { return {}; }
};

class json_writer final : public export_writer {
public:
  std::string head() const override { return "["; }
  void append(std::string& out, const transaction_view& row) override {
    if (std::exchange(has_rows_, true)) out += ",\n";
    json::append(out, row);
  }
  std::string tail() const override { return "]\n"; }

private:
  bool has_rows_ = false;
};

class ofx_writer final : public export_writer {
public:
  ofx_writer(account_view account, instant now, const transaction_filter& filter)
      : account_(std::move(account)), now_(now), from_(filter.from), to_(filter.to) {}
  std::string head() const override { return ofx_head(statement()); }
  void append(std::string& out, const transaction_view& row) override { append_ofx_row(out, row); }
  std::string tail() const override { return ofx_tail(statement()); }

private:
  ofx_statement_head statement() const { return {account_, now_, from_, to_}; }

  account_view account_;
  instant now_;
  std::optional<civil_date> from_, to_;
};

/// Pulls one page at a time from the ledger, behind the last row of the page before. An edit in between may move a row
/// past that place; the rows of one page are of one moment.
class export_pages {
public:
  export_pages(const edge_services& s, list_transactions query,
               std::unique_ptr<export_writer> writer)
      : services_(s), query_(std::move(query)), writer_(std::move(writer)) {
    piece_ = writer_->head();
    add_page();
  }

  bool whole() const { return ended_; }
  /// Empty behind the end.
  std::string next() {
    if (piece_.empty() && !ended_) add_later_page();
    return std::exchange(piece_, {});
  }

private:
  /// The status has been sent: what goes wrong now is for the log, and for the front to break off.
  void add_later_page() {
    query_.ctx.deadline = std::chrono::steady_clock::now() + page_patience;
    try {
      add_page();
    } catch (const problem_error& failed) {
      if (services_.log) services_.log("export_broken_off", std::string{failed.kind().type});
      throw;
    }
  }
  void add_page() {
    const auto page = services_.ask.ask<transaction_page>(services_.ledger_query, query_);
    const auto account = query_.filter.account_id;
    for (const auto& row : page.items)
      writer_->append(piece_, account ? seen_from(*account, row) : row);
    ended_ = !page.more;
    if (ended_)
      piece_ += writer_->tail();
    else
      query_.after = transaction_position{page.items.back().date, page.items.back().id};
  }

  const edge_services& services_;
  list_transactions query_;
  std::unique_ptr<export_writer> writer_;
  std::string piece_;
  bool ended_ = false;
};

struct export_format {
  const char* content_type;
  const char* ending;
};

export_format format_of(std::string_view name) {
  if (name == "ofx") return {"application/x-ofx", "ofx"};
  if (name == "json") return {"application/json", "json"};
  return {"text/csv; charset=utf-8; header=present", "csv"};
}

transaction_filter filter_of(const call& c) {
  transaction_filter filter;
  filter.account_id = c.query_id<account_id>("account_id");
  filter.from = c.query_date("from");
  filter.to = c.query_date("to");
  if (filter.from && filter.to && *filter.from > *filter.to)
    throw problem_error(problems::bad_query, {},
                        {{"from", "out_of_order", "must not be after to"}});
  return filter;
}

std::unique_ptr<export_writer> writer_for(const edge_services& s, call& c, std::string_view format,
                                          const transaction_filter& filter) {
  std::optional<account_view> account;
  if (filter.account_id)
    account =
        s.ask.ask<account_view>(s.ledger_query, find_account{c.context(), *filter.account_id});
  if (format == "json") return std::make_unique<json_writer>();
  if (format != "ofx") return std::make_unique<csv_writer>();
  if (!account)
    throw problem_error(problems::bad_query, {},
                        {{"account_id", "required", "an OFX statement is of one account"}});
  return std::make_unique<ofx_writer>(std::move(*account), c.context().now, filter);
}

void export_transactions(const edge_services& s, call& c) {
  const auto name = c.query_text("format").value_or("csv");
  list_transactions query{c.context(), filter_of(c), {}, rows_per_piece};
  auto writer = writer_for(s, c, name, query.filter);
  const auto pages = std::make_shared<export_pages>(s, std::move(query), std::move(writer));
  const auto [content_type, ending] = format_of(name);
  c.header("Content-Disposition",
           std::string{"attachment; filename=\"transactions."} + ending + "\"");
  if (pages->whole()) return c.bytes(content_type, pages->next());
  c.bytes(content_type, {});
  c.out().source = [pages] { return pages->next(); };
}

}  // namespace

void add_export_routes(route_table& table, const edge_services& s) {
  table.add(
      get("/api/v1/exports/transactions")
          .id("exportTransactions")
          .tag(tag)
          .user()
          .summary("My transactions as one file, newest first, sent while it is made")
          .rate(rate_class::heavy)
          .reply_type("*/*")
          .query({.name = "format",
                  .type = parameter_type::text,
                  .description = "csv (the default) can be imported again; ofx needs account_id",
                  .allowed = {"csv", "ofx", "json"}})
          .query({.name = "account_id",
                  .type = parameter_type::id,
                  .description = "Of this account, transfers seen from its side"})
          .query(
              {.name = "from", .type = parameter_type::date, .description = "On or after this day"})
          .query(
              {.name = "to", .type = parameter_type::date, .description = "On or before this day"}),
      [&s](call& c) { export_transactions(s, c); });
}

}  // namespace smartfin::http
