#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/ledger/category.hpp"
#include "domain/ledger/transaction.hpp"
#include "domain/money.hpp"
#include "storage/multiset_hash.hpp"

namespace smartfin {

// Rows as they are stored: texts that name people or places are sealed, everything SQL adds up is in the clear.

struct book_row {
  book_id id;
  std::int64_t version = 0;       // grows with every change in the book
  std::int64_t transactions = 0;  // without opening balances
};

struct account_row {
  account_id id;
  book_id book;
  account_type type = account_type::checking;
  smartfin::currency currency = smartfin::currency::usd();
  std::string name;  // sealed
  std::int64_t balance = 0;
  std::int64_t opening = 0;
  std::int64_t transactions = 0;  // with this account on either side, without the opening balance
  bool closed = false;
  std::int64_t version = 0;
  stored_multiset_hash digest;  // of its transactions
  instant created_at{};
};

enum class transaction_kind : std::int64_t { regular = 0, opening = 1 };

struct transaction_row {
  transaction_id id;
  book_id book;
  account_id account;
  ledger_account other;
  civil_date date;
  std::int64_t amount = 0;  // into `account`, in its currency
  transaction_kind kind = transaction_kind::regular;
  std::int64_t payee = 0;
  std::string note;  // sealed, or empty
  std::int64_t version = 0;
  instant created_at{};
  user_id created_by;
  import_id import;
  std::int64_t import_line = 0;
};

struct payee_row {
  std::int64_t id = 0;
  std::string lookup;  // keyed hash of the name
  std::string name;    // sealed
};

/// The state of a transaction that an edit or a deletion superseded.
struct revision_row {
  transaction_row was;
  std::string currency;
  instant changed_at{};
  user_id changed_by;
  std::string reason;  // "edited" or "deleted"
};

/// What imports know of one row: digests as text.
struct import_row_record {
  civil_date day;
  std::string group;
  std::int64_t occurrence = 0;
  std::string marks;  // "source:value source:value ..."
  transaction_id transaction;
};

/// Values are stored: append only.
enum class import_state : std::int64_t { running = 1, done = 2, failed = 3 };

/// A row of a bank's file as it enters the ledger, with all that is stored of it.
struct entered_transaction {
  transaction_row row;
  balanced_postings postings;
};

struct imported_row {
  transaction_row row;
  balanced_postings postings;
  std::vector<std::string> note_words;
  import_row_record record;
};

struct import_record {
  import_id id;
  book_id book;
  account_id account;
  import_state state = import_state::running;
  instant created_at{};
  std::string summary;  // sealed JSON
  std::int64_t rows_added = 0;
  std::int64_t rows_duplicate = 0;
};

/// Which postings a month's total adds up.
struct month_total_key {
  civil_month month;
  ledger_account account;
  smartfin::currency currency = smartfin::currency::usd();

  auto operator<=>(const month_total_key&) const = default;
};

/// Sum of one ledger account's postings in one month.
struct month_total_row {
  civil_month month;
  ledger_account account;
  smartfin::currency currency = smartfin::currency::usd();
  std::int64_t amount = 0;
  std::int64_t rows = 0;
};

}  // namespace smartfin
