#include "storage/ledger/ledger_schema.hpp"
#include "storage/service_tables.hpp"

namespace smartfin {
namespace {

// Dates are days since 1970-01-01, months are months since 1970-01, instants are microseconds since 1970, amounts are
// minor units. A ledger account is an own account's id, a category's id negated, or 0 for opening balances.
constexpr auto first_schema = with_service_tables({
    "CREATE TABLE books(id INTEGER PRIMARY KEY, version INTEGER NOT NULL, "
    "transactions INTEGER NOT NULL CHECK(transactions >= 0)) STRICT",

    "CREATE TABLE accounts(id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "book_id INTEGER NOT NULL REFERENCES books(id), type INTEGER NOT NULL, currency TEXT NOT NULL, "
    "name TEXT NOT NULL, balance INTEGER NOT NULL, opening INTEGER NOT NULL, "
    "transactions INTEGER NOT NULL CHECK(transactions >= 0), closed INTEGER NOT NULL, "
    "version INTEGER NOT NULL, digest TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX accounts_of_book ON accounts(book_id, id)",

    "CREATE TABLE payees(id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "book_id INTEGER NOT NULL REFERENCES books(id), lookup TEXT NOT NULL, name TEXT NOT NULL, "
    "UNIQUE(book_id, lookup)) STRICT",
    "CREATE INDEX payees_of_book ON payees(book_id, id)",

    "CREATE TABLE transactions(id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "book_id INTEGER NOT NULL REFERENCES books(id), account_id INTEGER NOT NULL REFERENCES accounts(id), "
    "other INTEGER NOT NULL, date INTEGER NOT NULL, amount INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "payee_id INTEGER NOT NULL, note TEXT NOT NULL, version INTEGER NOT NULL, created_at INTEGER NOT NULL, "
    "created_by INTEGER NOT NULL, import_id INTEGER NOT NULL, import_line INTEGER NOT NULL) STRICT",
    "CREATE INDEX transactions_by_date ON transactions(book_id, date, id) WHERE kind = 0",
    "CREATE INDEX transactions_by_payee ON transactions(book_id, payee_id, date, id) WHERE kind = 0",

    "CREATE TABLE postings(book_id INTEGER NOT NULL, ledger_account INTEGER NOT NULL, "
    "date INTEGER NOT NULL, transaction_id INTEGER NOT NULL "
    "REFERENCES transactions(id) DEFERRABLE INITIALLY DEFERRED, "
    "part INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, "
    "PRIMARY KEY(book_id, ledger_account, date, transaction_id, part)) WITHOUT ROWID, STRICT",
    "CREATE INDEX postings_of_transaction ON postings(transaction_id, currency, amount)",

    // A transaction's postings sum to zero in every currency: they come before the row they belong to, which is let in
    // only if they balance; none can join or leave while it stands, and no commit goes past postings without it.
    "CREATE TRIGGER transaction_balances BEFORE INSERT ON transactions BEGIN "
    "SELECT RAISE(ABORT, 'postings must balance') WHERE "
    "(SELECT COUNT(*) FROM postings WHERE transaction_id = NEW.id) < 2 OR EXISTS (SELECT 1 FROM postings "
    "WHERE transaction_id = NEW.id GROUP BY currency HAVING SUM(amount) <> 0); END",
    "CREATE TRIGGER postings_come_first BEFORE INSERT ON postings "
    "WHEN EXISTS (SELECT 1 FROM transactions WHERE id = NEW.transaction_id) BEGIN "
    "SELECT RAISE(ABORT, 'postings come before their transaction'); END",
    "CREATE TRIGGER postings_leave_last BEFORE DELETE ON postings "
    "WHEN EXISTS (SELECT 1 FROM transactions WHERE id = OLD.transaction_id) BEGIN "
    "SELECT RAISE(ABORT, 'postings leave after their transaction'); END",
    "CREATE TRIGGER transactions_keep_their_ids BEFORE UPDATE OF id ON transactions BEGIN "
    "SELECT RAISE(ABORT, 'transactions are replaced, never renumbered'); END",
    "CREATE TRIGGER postings_are_replaced_never_changed BEFORE UPDATE ON postings BEGIN "
    "SELECT RAISE(ABORT, 'postings are replaced, never changed'); END",

    "CREATE TABLE transaction_revisions(transaction_id INTEGER NOT NULL, version INTEGER NOT NULL, "
    "book_id INTEGER NOT NULL, account_id INTEGER NOT NULL, other INTEGER NOT NULL, date INTEGER NOT NULL, "
    "amount INTEGER NOT NULL, currency TEXT NOT NULL, kind INTEGER NOT NULL, payee_id INTEGER NOT NULL, "
    "note TEXT NOT NULL, created_at INTEGER NOT NULL, created_by INTEGER NOT NULL, "
    "import_id INTEGER NOT NULL, import_line INTEGER NOT NULL, changed_at INTEGER NOT NULL, "
    "changed_by INTEGER NOT NULL, reason TEXT NOT NULL, "
    "PRIMARY KEY(transaction_id, version)) WITHOUT ROWID, STRICT",
    "CREATE TRIGGER revisions_stay BEFORE UPDATE ON transaction_revisions BEGIN "
    "SELECT RAISE(ABORT, 'history is append-only'); END",

    "CREATE TABLE month_totals(book_id INTEGER NOT NULL, month INTEGER NOT NULL, "
    "ledger_account INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, "
    "rows INTEGER NOT NULL, PRIMARY KEY(book_id, month, ledger_account, currency)) WITHOUT ROWID, STRICT",

    "CREATE TABLE note_words(book_id INTEGER NOT NULL, word TEXT NOT NULL, "
    "transaction_id INTEGER NOT NULL, PRIMARY KEY(book_id, word, transaction_id)) WITHOUT ROWID, STRICT",
    "CREATE INDEX note_words_of_transaction ON note_words(transaction_id)",

    // What imports have taught about rows; rows that people deleted stay here, else the next import brings them back.
    "CREATE TABLE import_rows(account_id INTEGER NOT NULL, date INTEGER NOT NULL, "
    "row_group TEXT NOT NULL, occurrence INTEGER NOT NULL, marks TEXT NOT NULL, "
    "transaction_id INTEGER NOT NULL, "
    "PRIMARY KEY(account_id, date, row_group, occurrence)) WITHOUT ROWID, STRICT",

    "CREATE TABLE imports(id INTEGER PRIMARY KEY AUTOINCREMENT, book_id INTEGER NOT NULL, "
    "account_id INTEGER NOT NULL, state INTEGER NOT NULL, created_at INTEGER NOT NULL, "
    "summary TEXT NOT NULL) STRICT",
    "CREATE INDEX imports_of_book ON imports(book_id, id)",
});

// The same guards for PostgreSQL. Two of its transactions can't see each other's rows, so the balance is looked at
// once more at the commit: a posting that another transaction's row was waiting for shows up there.
constexpr const char* first_postgres_guards[] = {
    "CREATE FUNCTION refuse_unbalanced(of_transaction BIGINT) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT COUNT(*) FROM postings WHERE transaction_id = of_transaction) < 2 OR EXISTS (SELECT 1 FROM postings "
    "WHERE transaction_id = of_transaction GROUP BY currency HAVING SUM(amount) <> 0) "
    "THEN RAISE EXCEPTION 'postings must balance'; END IF; END $$",
    "CREATE FUNCTION check_transaction() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "PERFORM refuse_unbalanced(NEW.id); RETURN NEW; END $$",
    // A posting that went again, with its transaction or to be replaced, is no longer asked about.
    "CREATE FUNCTION check_posting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM transactions WHERE id = NEW.transaction_id) "
    "THEN PERFORM refuse_unbalanced(NEW.transaction_id); END IF; RETURN NULL; END $$",
    "CREATE FUNCTION refuse_where_transaction_stands() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE changed postings = CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END; BEGIN "
    "IF EXISTS (SELECT 1 FROM transactions WHERE id = changed.transaction_id) "
    "THEN RAISE EXCEPTION '%', TG_ARGV[0]; END IF; RETURN changed; END $$",

    "CREATE TRIGGER transaction_balances BEFORE INSERT ON transactions "
    "FOR EACH ROW EXECUTE FUNCTION check_transaction()",
    // Its name sorts behind those of the foreign keys' own triggers, after which it is to run.
    "CREATE CONSTRAINT TRIGGER transaction_still_balances AFTER INSERT ON postings "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_posting()",
    "CREATE TRIGGER postings_come_first BEFORE INSERT ON postings FOR EACH ROW "
    "EXECUTE FUNCTION refuse_where_transaction_stands('postings come before their transaction')",
    "CREATE TRIGGER postings_leave_last BEFORE DELETE ON postings FOR EACH ROW "
    "EXECUTE FUNCTION refuse_where_transaction_stands('postings leave after their transaction')",

    // A writer takes a block of ids at a time: transaction_ids_in_block.
    "ALTER TABLE transactions ALTER COLUMN id SET INCREMENT BY 64",
};

constexpr const char* imports_that_tell_how_far_they_are[] = {
    "ALTER TABLE imports ADD COLUMN rows_added INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE imports ADD COLUMN rows_duplicate INTEGER NOT NULL DEFAULT 0",
    // Which writer runs it: in PostgreSQL the number of a lock that the writer's session holds.
    "ALTER TABLE imports ADD COLUMN runner INTEGER NOT NULL DEFAULT 0",
};

// PostgreSQL's guards, once to a statement where they were asked about every row: an import inserts many rows with
// one. Sub-queries that count are looked up row by row, whatever the planner believes of tables that grow; so it
// must not read them whole.
constexpr const char* guards_by_statement[] = {
    "CREATE FUNCTION check_added_transactions() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM added a WHERE (SELECT COUNT(*) FROM postings p WHERE p.transaction_id = a.id) < 2 "
    "OR (SELECT COUNT(*) FROM (SELECT 1 FROM postings p WHERE p.transaction_id = a.id "
    "GROUP BY p.currency HAVING SUM(p.amount) <> 0) AS unbalanced) > 0) "
    "THEN RAISE EXCEPTION 'postings must balance'; END IF; RETURN NULL; END $$",
    "CREATE FUNCTION check_added_postings() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM added a WHERE (SELECT COUNT(*) FROM transactions t WHERE t.id = a.transaction_id) > 0) "
    "THEN RAISE EXCEPTION 'postings come before their transaction'; END IF; RETURN NULL; END $$",
    "DROP TRIGGER transaction_balances ON transactions",
    "CREATE TRIGGER transaction_balances AFTER INSERT ON transactions REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION check_added_transactions()",
    "DROP TRIGGER postings_come_first ON postings",
    "CREATE TRIGGER postings_come_first AFTER INSERT ON postings REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION check_added_postings()",
    // At the commit: a transaction that this same one of PostgreSQL's has inserted saw all of these postings.
    "CREATE OR REPLACE FUNCTION check_posting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM transactions WHERE id = NEW.transaction_id AND xmin <> pg_current_xact_id()::xid) "
    "THEN PERFORM refuse_unbalanced(NEW.transaction_id); END IF; RETURN NULL; END $$",
};

// Half of an import's time went into asking about its rows one by one, twice: one question for each posting is left at
// the commit, one key for each transaction, and one look at each transaction's postings.
constexpr const char* guards_that_ask_once[] = {
    // Whether a posting's transaction is there, and balances, if another transaction of PostgreSQL's has inserted it:
    // it stays until this one ends. A posting that went again is no longer asked about.
    "CREATE OR REPLACE FUNCTION check_posting() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE is_ours BOOLEAN; BEGIN "
    "SELECT xmin = pg_current_xact_id()::xid INTO is_ours FROM transactions WHERE id = NEW.transaction_id; "
    "IF is_ours THEN RETURN NULL; END IF; "
    "IF NOT EXISTS (SELECT 1 FROM postings WHERE transaction_id = NEW.transaction_id) THEN RETURN NULL; END IF; "
    "PERFORM 1 FROM transactions WHERE id = NEW.transaction_id FOR KEY SHARE; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'a posting belongs to a transaction'; END IF; "
    "PERFORM refuse_unbalanced(NEW.transaction_id); RETURN NULL; END $$",
    "ALTER TABLE postings DROP CONSTRAINT postings_transaction_id_fkey",
    "CREATE FUNCTION refuse_left_postings() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM postings WHERE transaction_id = OLD.id) "
    "AND NOT EXISTS (SELECT 1 FROM transactions WHERE id = OLD.id) "
    "THEN RAISE EXCEPTION 'postings leave with their transaction'; END IF; RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER transaction_takes_its_postings AFTER DELETE ON transactions "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_left_postings()",

    // The accounts of a statement's transactions are in their books, and stay until it is decided what becomes of them.
    "ALTER TABLE transactions DROP CONSTRAINT transactions_book_id_fkey, DROP CONSTRAINT transactions_account_id_fkey",
    "CREATE FUNCTION require_accounts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT COUNT(*) FROM (SELECT DISTINCT book_id, account_id FROM added) AS named) > (SELECT COUNT(*) FROM "
    "(SELECT 1 FROM accounts a WHERE (a.book_id, a.id) IN (SELECT book_id, account_id FROM added) FOR KEY SHARE) "
    "AS locked) THEN RAISE EXCEPTION 'a transaction is of an account of its book'; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER transactions_have_accounts AFTER INSERT ON transactions REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION require_accounts()",
    "CREATE TRIGGER transactions_keep_their_accounts BEFORE UPDATE OF book_id, account_id ON transactions "
    "FOR EACH ROW EXECUTE FUNCTION refuse('transactions are replaced, never moved')",
    "CREATE FUNCTION refuse_left_transactions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM transactions WHERE book_id = OLD.book_id AND account_id = OLD.id) "
    "THEN RAISE EXCEPTION 'an account stays while it has transactions'; END IF; RETURN OLD; END $$",
    "CREATE TRIGGER accounts_keep_their_transactions AFTER DELETE OR UPDATE OF book_id, id ON accounts "
    "FOR EACH ROW EXECUTE FUNCTION refuse_left_transactions()",

    "CREATE OR REPLACE FUNCTION check_added_transactions() RETURNS trigger LANGUAGE plpgsql "
    "SET enable_seqscan = off AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM added a WHERE (SELECT SUM(sums.n) >= 2 AND BOOL_AND(sums.total = 0) FROM "
    "(SELECT COUNT(*) AS n, SUM(p.amount) AS total FROM postings p WHERE p.transaction_id = a.id "
    "GROUP BY p.currency) AS sums) IS NOT TRUE) "
    "THEN RAISE EXCEPTION 'postings must balance'; END IF; RETURN NULL; END $$",
    "CREATE OR REPLACE FUNCTION check_added_postings() RETURNS trigger LANGUAGE plpgsql "
    "SET enable_seqscan = off AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM (SELECT DISTINCT transaction_id AS id FROM added) AS a "
    "WHERE (SELECT COUNT(*) FROM transactions t WHERE t.id = a.id) > 0) "
    "THEN RAISE EXCEPTION 'postings come before their transaction'; END IF; RETURN NULL; END $$",
};

constexpr migration steps[] = {
    {1, "accounts, transactions, postings, imports", first_schema, first_postgres_guards},
    {2, "imports tell how far they are", imports_that_tell_how_far_they_are, guards_by_statement},
    {3, "who may deliver events", fenced_cursors},
    {4, "guards that ask once", {}, guards_that_ask_once},
};

}  // namespace

std::span<const migration> ledger_migrations() { return steps; }

}  // namespace smartfin
