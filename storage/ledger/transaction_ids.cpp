#include "storage/ledger/transaction_ids.hpp"

#include <limits>

namespace smartfin {

transaction_ids::transaction_ids(sql_session& session)
    : session_(session),
      next_(session, session.dialect() == sql_dialect::sqlite
                         ? "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'transactions' "
                           "AND :n > 0"
                         : "SELECT nextval('transactions_id_seq') "
                           "FROM generate_series(1, CAST(:n AS BIGINT))") {}

std::vector<transaction_id> transaction_ids::next(std::size_t count) {
  std::size_t known = 0;
  for (const auto& each : blocks_) known += static_cast<std::size_t>(each.end - each.next);
  if (known < count) ask_for(count - known);
  std::vector<transaction_id> ids;
  ids.reserve(count);
  for (const auto& each : blocks_)
    for (auto id = each.next; id < each.end && ids.size() < count; ++id) ids.push_back({id});
  return ids;
}

void transaction_ids::ask_for(std::size_t count) {
  const bool is_sqlite = session_.dialect() == sql_dialect::sqlite;
  constexpr auto size = transaction_ids_in_block;
  const auto blocks = (static_cast<std::int64_t>(count) + size - 1) / size;
  // SQLite has one writer, to whom all that follow belong.
  const auto end_of = [&](std::int64_t first) {
    return is_sqlite ? std::numeric_limits<std::int64_t>::max() : first + size;
  };
  next_.each(blocks, [&](std::int64_t first) { blocks_.push_back({first, end_of(first)}); });
  if (blocks_.empty()) blocks_.push_back({1, end_of(1)});
}

void transaction_ids::use(transaction_id id) {
  if (blocks_.empty() || id.value < blocks_.front().next || id.value >= blocks_.front().end) return;
  blocks_.front().next = id.value + 1;
  if (blocks_.front().next == blocks_.front().end) blocks_.pop_front();
}

}  // namespace smartfin
