#include "storage/analytics/analytics_schema.hpp"

#include "storage/service_tables.hpp"

namespace smartfin {
namespace {

// Days are days since 1970-01-01, instants are microseconds since 1970, amounts are minor units. `other` is an own
// account's id, a category's id negated, or 0 for opening balances. A total is amount_high billions and amount_low.
constexpr const char* own_tables[] = {
    "CREATE TABLE followed_books(book_id INTEGER PRIMARY KEY, state INTEGER NOT NULL, version INTEGER NOT NULL, "
    "as_of INTEGER NOT NULL, seen INTEGER NOT NULL, whole_from INTEGER NOT NULL) STRICT",
    "CREATE INDEX unread_books ON followed_books(book_id) WHERE state <> 0",
    "CREATE TABLE comparisons(id INTEGER PRIMARY KEY CHECK(id = 1), missing INTEGER NOT NULL) STRICT",
    "INSERT INTO comparisons(id, missing) VALUES(1, 0)",
    "CREATE TABLE entries(book_id INTEGER NOT NULL, transaction_id INTEGER NOT NULL, version INTEGER NOT NULL, "
    "account_id INTEGER NOT NULL, other INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER NOT NULL, "
    "currency TEXT NOT NULL, payee_id INTEGER NOT NULL, "
    "PRIMARY KEY(book_id, transaction_id)) WITHOUT ROWID, STRICT",
    "CREATE TABLE day_totals(book_id INTEGER NOT NULL, day INTEGER NOT NULL, account_id INTEGER NOT NULL, "
    "other INTEGER NOT NULL, currency TEXT NOT NULL, amount_high INTEGER NOT NULL, amount_low INTEGER NOT NULL, "
    "rows INTEGER NOT NULL CHECK(rows >= 0), "
    "PRIMARY KEY(book_id, day, account_id, other, currency)) WITHOUT ROWID, STRICT",
};
constexpr auto first_schema = with_service_tables(own_tables);

// Ten years a chunk: anybody may enter transactions of the year 1 and of the year 9999, and that makes a thousand
// chunks, not more. The default index, by day alone, is of no use: every question names its book.
constexpr const char* first_hypertables[] = {
    "DO $$ DECLARE place TEXT; BEGIN "
    "SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
    "WHERE e.extname = 'timescaledb'; "
    "EXECUTE format('SELECT %1$I.create_hypertable(%2$L, %1$I.by_range(%3$L, 3653), create_default_indexes => false)', "
    "place, current_schema() || '.day_totals', 'day'); END $$",
};
constexpr migration steps[] = {{1, "followed books", first_schema, {}, first_hypertables},
                               {2, "who may deliver events", fenced_cursors}};

}  // namespace

std::span<const migration> analytics_migrations() { return steps; }

}  // namespace smartfin
