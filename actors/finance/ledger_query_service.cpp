#include "actors/finance/ledger_query_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "actors/consistent_read.hpp"

namespace smartfin {

ledger_query_parts::ledger_query_parts(const service_deps& deps)
    : session(deps.database.open(session_mode::read)),
      key_rows(make_sql_key_repository(session)),
      rows(make_sql_ledger_repository(session)),
      keys(*deps.keys, *key_rows, "finance/book"),
      reader(*rows, keys, deps.answers) {}

ledger_query_reader::behavior_type ledger_query_service(
    ledger_query_reader::stateful_pointer<ledger_query_state> self, service_deps deps) {
  apply_crash_policy(self, deps.report);
  self->state.parts = std::make_unique<ledger_query_parts>(deps);
  auto& parts = *self->state.parts;
  const auto read = [&parts](const auto& query, auto method) {
    return consistent_read(*parts.rows, query.ctx, [&] { return (parts.reader.*method)(query); });
  };
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [=](const list_accounts& m) { return read(m, &ledger_reader::accounts); },
      [=](const find_account& m) { return read(m, &ledger_reader::account); },
      [=](const list_transactions& m) { return read(m, &ledger_reader::transactions); },
      [=](const find_transaction& m) { return read(m, &ledger_reader::transaction); },
      [=](const report_spending& m) { return read(m, &ledger_reader::spending); },
      [=](const hash_ledger& m) { return read(m, &ledger_reader::hash); },
      [=](const gather_ledger_facts& m) { return read(m, &ledger_reader::facts); },
      [=](const find_import& m) { return read(m, &ledger_reader::import); },
      [=](const list_imports& m) { return read(m, &ledger_reader::imports); },
      [=](const list_book_standings& m) { return read(m, &ledger_reader::books); },
      [=](const snapshot_ledger& m) { return read(m, &ledger_reader::snapshot); },
  };
}

}  // namespace smartfin
