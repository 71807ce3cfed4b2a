#include "storage/ledger/ledger_repository.hpp"

namespace smartfin {

std::vector<transaction_id> ledger_repository::next_transaction_ids(std::size_t count) {
  std::vector<transaction_id> ids;
  for (auto id = next_transaction_id(); ids.size() < count; ++id.value) ids.push_back(id);
  return ids;
}

void ledger_repository::add_transactions(std::span<const entered_transaction> rows) {
  for (const auto& [row, postings] : rows) add_transaction(row, postings);
}

void ledger_repository::add_imported(account_id account, std::span<const imported_row> rows) {
  for (const auto& each : rows) {
    set_note_words(each.row, each.note_words);
    add_transaction(each.row, each.postings);
    save_import_row(account, each.record);
  }
}

}  // namespace smartfin
