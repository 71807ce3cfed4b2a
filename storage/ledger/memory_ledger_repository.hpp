#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/ledger/ledger_repository.hpp"
#include "storage/memory/memory_service_state.hpp"

namespace smartfin {

/// FINANCE's store as one value.
struct memory_ledger_state : memory_service_state {
  struct stored_transaction {
    transaction_row row;
    std::vector<posting> postings;
  };
  struct stored_payee {
    book_id book;
    payee_row row;
  };
  using month_key = std::tuple<book_id, civil_month, ledger_account, currency>;
  using import_row_key = std::tuple<account_id, civil_date, std::string, std::int64_t>;

  std::map<book_id, book_row> books;
  std::map<account_id, account_row> accounts;
  std::map<std::int64_t, stored_payee> payees;
  std::map<transaction_id, stored_transaction> transactions;
  std::map<transaction_id, std::set<std::string>> note_words;
  std::map<std::pair<transaction_id, std::int64_t>, revision_row> revisions;  // by version
  std::map<month_key, sum_row> month_totals;
  std::map<import_row_key, import_row_record> import_rows;
  std::map<import_id, import_record> imports;
  std::map<import_id, std::int64_t> runners;

  // The highest id ever given out, so that none comes twice.
  std::int64_t last_account = 0;
  std::int64_t last_payee = 0;
  std::int64_t last_transaction = 0;
  std::int64_t last_import = 0;
  std::int64_t last_runner = 0;
};

/// The state must outlive it.
std::unique_ptr<ledger_repository> make_memory_ledger_repository(memory_ledger_state& state);

}  // namespace smartfin
