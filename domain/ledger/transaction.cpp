#include "domain/ledger/transaction.hpp"

#include <algorithm>
#include <map>

#include "domain/ledger/account.hpp"
#include "domain/text_rules.hpp"

namespace smartfin {
namespace {

constexpr text_rule name_rule{.length_min = 1, .length_max = 100};
constexpr text_rule payee_rule{.length_min = 1, .length_max = payee_length_max};
constexpr text_rule note_rule{.length_max = note_length_max, .lines = true};

void check_date(civil_date date, field_errors& errors) {
  if (date.year() < 1900 || date.year() > 2199)
    errors.push_back({"/date", "out_of_range", "must be between 1900-01-01 and 2199-12-31"});
}

void refuse_null(bool clears, const char* field, field_errors& errors) {
  if (clears) errors.push_back({field, "required", "cannot be removed"});
}

}  // namespace

void check_amount(std::string_view field, const money& amount, field_errors& errors) {
  if (amount.minor > amount_minor_max || amount.minor < -amount_minor_max)
    errors.push_back({std::string{field}, "out_of_range",
                      "must not exceed " + decimal_string({amount_minor_max, amount.currency})});
}

field_errors check(const new_account& body) {
  field_errors errors;
  check_text("/name", trimmed(body.name), name_rule, errors);
  if (body.opening_balance) {
    check_amount("/opening_balance/amount", *body.opening_balance, errors);
    if (body.opening_balance->currency != body.currency)
      errors.push_back(
          {"/opening_balance/currency", "currency_mismatch", "must be the account's currency"});
  }
  return errors;
}

field_errors check(const account_change& body) {
  field_errors errors;
  refuse_null(body.name.clears(), "/name", errors);
  refuse_null(body.closed.clears(), "/closed", errors);
  if (body.name.sets()) check_text("/name", trimmed(body.name.value()), name_rule, errors);
  if (body.opening_balance.sets())
    check_amount("/opening_balance/amount", body.opening_balance.value(), errors);
  return errors;
}

field_errors check(const new_transaction& body) {
  field_errors errors;
  check_date(body.date, errors);
  check_amount("/amount/amount", body.amount, errors);
  check_text("/payee", trimmed(body.payee), payee_rule, errors);
  if (body.note) check_text("/note", *body.note, note_rule, errors);
  if (body.category_id && body.transfer_account_id)
    errors.push_back({"/transfer_account_id", "conflict", "a transfer has no category"});
  return errors;
}

field_errors check(const transaction_change& body) {
  field_errors errors;
  refuse_null(body.account_id.clears(), "/account_id", errors);
  refuse_null(body.date.clears(), "/date", errors);
  refuse_null(body.amount.clears(), "/amount", errors);
  refuse_null(body.payee.clears(), "/payee", errors);
  if (body.date.sets()) check_date(body.date.value(), errors);
  if (body.amount.sets()) check_amount("/amount/amount", body.amount.value(), errors);
  if (body.payee.sets()) check_text("/payee", trimmed(body.payee.value()), payee_rule, errors);
  if (body.note.sets()) check_text("/note", body.note.value(), note_rule, errors);
  if (body.category_id.sets() && body.transfer_account_id.sets())
    errors.push_back({"/transfer_account_id", "conflict", "a transfer has no category"});
  return errors;
}

result<balanced_postings, ledger_errc> balanced_postings::make(std::vector<posting> postings) {
  if (postings.size() < 2) return failure{ledger_errc::postings_unbalanced};
  std::map<currency, std::int64_t> sums;
  for (const auto& [account, amount] : postings) {
    if (amount.minor > amount_minor_max || amount.minor < -amount_minor_max)
      return failure{ledger_errc::amount_out_of_range};
    auto& sum = sums[amount.currency];
    const auto next = checked_add(sum, amount.minor);
    if (!next) return failure{ledger_errc::amount_out_of_range};
    sum = *next;
  }
  const auto is_zero = [](const auto& sum) { return sum.second == 0; };
  if (!std::all_of(sums.begin(), sums.end(), is_zero))
    return failure{ledger_errc::postings_unbalanced};
  return balanced_postings{std::move(postings)};
}

result<balanced_postings, ledger_errc> simple_postings(account_id own, ledger_account other,
                                                       const money& amount) {
  const auto opposite = negate(amount);
  if (!opposite) return failure{ledger_errc::amount_out_of_range};
  if (other == ledger_account::of(own)) return failure{ledger_errc::same_account};
  return balanced_postings::make({{ledger_account::of(own), amount}, {other, *opposite}});
}

}  // namespace smartfin
