#include "actors/finance/ledger_reader.hpp"
#include "actors/finance/stored_facts.hpp"

// What the reader keeps in the cache: answers that add up much and change only with the ledger.

namespace smartfin {

book_question ledger_reader::question(std::string kind, book_id book, std::string words) {
  const auto version = version_of(book);
  // Everything a report shows comes from the accounts and from what their digests are digests of. The sealed names
  // have random nonces, so this is nobody else's history.
  const auto history = histories_.find_or_read(std::to_string(book.value), version, [&] {
    std::string all;
    for (const auto& row : all_accounts(book)) {
      for (const auto number : {row.id.value, static_cast<std::int64_t>(row.type), row.balance,
                                row.opening, std::int64_t{row.closed}, row.version})
        all += std::to_string(number) + ' ';
      all.append(row.currency.code()) += ' ' + row.name + ' ' + row.digest.state() + '\n';
    }
    return content_hash(all).substr(0, 32);
  });
  return {std::move(kind), book, version, history, std::move(words)};
}

ledger_reader::outcome<spending_report> ledger_reader::spending(const report_spending& query) {
  const auto book = query.ctx.book;
  auto unit = query.query.currency;
  if (!unit) {
    const auto first = repository_.list_accounts(book, 0, 1);
    unit = first.empty() ? currency::usd() : first.front().currency;
  }
  const auto words = std::to_string(static_cast<int>(query.query.group_by)) + '/' +
                     query.query.from.to_string() + '/' + query.query.to.to_string() + '/' +
                     std::string{unit->code()};
  auto report = answers_.find_or_read<spending_report>(question("spending.1", book, words),
                                                       [&] { return read_spending(query, *unit); });
  report.as_of = query.ctx.now;
  return report;
}

spending_report ledger_reader::read_spending(const report_spending& query, currency unit) {
  const sum_selection selection{query.ctx.book, query.query.from, query.query.to,
                                std::string{unit.code()}};
  switch (query.query.group_by) {
    case spending_group::month:
      return spending_by_month(repository_, selection, unit);
    case spending_group::payee:
      return spending_by_payee(repository_, payees_, selection, unit);
    default:
      return spending_by_category(repository_, selection, unit);
  }
}

ledger_reader::outcome<versioned_ledger_facts> ledger_reader::facts(
    const gather_ledger_facts& query) {
  const auto asked = question("facts.1", query.ctx.book, query.today.to_string());
  return restored(answers_.find_or_read<stored_facts>(
      asked, [&] { return stored(read_facts(query, asked.version)); }));
}

}  // namespace smartfin
