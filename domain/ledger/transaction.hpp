#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/field_error.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/ledger/ledger_errc.hpp"
#include "domain/money.hpp"
#include "domain/patch.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// What a client sends to record a transaction. `amount` is seen from `account_id`: negative leaves it.
/// With `transfer_account_id` the other side is that account, otherwise a category.
struct new_transaction {
  smartfin::account_id account_id;
  civil_date date;
  money amount{0, smartfin::currency::usd()};
  std::string payee;
  std::optional<smartfin::category_id> category_id;
  std::optional<std::string> note;
  std::optional<smartfin::account_id> transfer_account_id;
};

/// A merge patch of a transaction.
struct transaction_change {
  patch<smartfin::account_id> account_id;
  patch<civil_date> date;
  patch<money> amount;
  patch<std::string> payee;
  patch<smartfin::category_id> category_id;
  patch<std::string> note;
  patch<smartfin::account_id> transfer_account_id;
};

struct transaction_view {
  transaction_id id;
  smartfin::account_id account_id;
  civil_date date;
  money amount{0, smartfin::currency::usd()};
  std::string payee;
  std::optional<smartfin::category_id> category_id;
  std::optional<std::string> category;
  std::optional<std::string> note;
  std::optional<smartfin::account_id> transfer_account_id;
  std::optional<import_id> imported_by;
  std::int64_t version = 0;
  instant created_at{};
};

inline constexpr std::size_t payee_length_max = 200;  // code points
inline constexpr std::size_t note_length_max = 2000;

field_errors check(const new_transaction& body);
field_errors check(const transaction_change& body);

/// Where a posting lands: one of the book's own accounts, or a category standing for an income or expense account.
/// Ordered and stored as one number: accounts are positive, categories negative, opening balances zero.
struct ledger_account {
  std::int64_t key = 0;
  static ledger_account of(account_id account) { return {account.value}; }
  static ledger_account of(category_id category) { return {-category.value}; }
  static ledger_account opening_balances() { return {0}; }
  bool is_own_account() const { return key > 0; }
  friend auto operator<=>(ledger_account, ledger_account) = default;
};

struct posting {
  ledger_account account;
  money amount;
};

/// Two or more postings that sum to zero in every currency. There is no way to hold others.
class balanced_postings {
public:
  /// Errors: postings_unbalanced (also for fewer than two), amount_out_of_range.
  static result<balanced_postings, ledger_errc> make(std::vector<posting> postings);
  const std::vector<posting>& postings() const { return postings_; }

private:
  explicit balanced_postings(std::vector<posting> postings) : postings_(std::move(postings)) {}
  std::vector<posting> postings_;
};

/// The two postings of a plain transaction: `amount` into `own`, its opposite into `other`.
result<balanced_postings, ledger_errc> simple_postings(account_id own, ledger_account other,
                                                       const money& amount);

}  // namespace smartfin
