#pragma once

#include <random>
#include <string>
#include <vector>

#include "domain/imports/identity.hpp"
#include "domain/imports/statement.hpp"

namespace smartfin::test {

/// A transaction as it really happened.
struct true_row {
  civil_date date;
  std::int64_t cents = 0;
  std::string payee, note, bank_id;
};

enum class id_style { unique, per_day, constant };

/// A month of one account, made to collide: few payees, few amounts, several equal rows on a day.
std::vector<true_row> random_account(std::mt19937& random, id_style ids);

/// The same rows as a bank's download would show them. The order of the rows is kept.
std::string as_ofx(const std::vector<true_row>& rows, bool xml);
inline constexpr int csv_dialects = 5;
/// The last dialect has bank ids on some of its rows, the others have none.
std::string as_csv(const std::vector<true_row>& rows, int dialect);

/// A ledger that keeps what it is told and nothing else.
class test_ledger {
public:
  /// Parses, plans and applies one file; the number of rows added.
  std::size_t import(const std::string& bytes);
  /// One line per row, sorted: what the ledger is, whatever way it came about.
  std::vector<std::string> contents(bool with_notes) const;
  std::size_t size() const { return rows_.size(); }

private:
  std::vector<known_row> known_;
  std::vector<statement_row> rows_;
};

/// Interns texts, so that no two ever collide.
identity_hash interning_hash();

}  // namespace smartfin::test
