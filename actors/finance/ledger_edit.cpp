#include "actors/finance/ledger_edit.hpp"

#include <algorithm>
#include <tuple>

#include "storage/vault.hpp"

namespace smartfin {
namespace {

// Lengths before texts: no two contents have one form.
std::string element_of(const transaction_row& row, const posting& side,
                       const ledger_edit::content& text) {
  const auto& [account, amount] = side;
  const bool is_own = ledger_account::of(row.account) == account;
  const auto other = is_own ? row.other : ledger_account::of(row.account);
  std::string element = row.date.to_string() + '|' + decimal_string(amount) + '|';
  element += amount.currency.code();
  element += '|' + std::to_string(static_cast<std::int64_t>(row.kind)) + '|';
  // Another account is named by its own side; its id depends on the order of entry.
  element += other.is_own_account() ? "transfer" : std::to_string(other.key);
  for (const auto* part : {&text.payee, &text.note})
    element += '|' + std::to_string(part->size()) + ':' + *part;
  return element;
}

}  // namespace

ledger_edit::ledger_edit(ledger_repository& repository, book_id book)
    : repository_(repository), book_(repository.find_book(book).value_or(book_row{book, 0, 0})) {
  if (book_.version == 0) repository_.save_book(book_);
}

const account_row* ledger_edit::find_account(account_id account) {
  auto* found = held(account);
  return found ? &found->row : nullptr;
}

void ledger_edit::set_account_name(account_id account, std::string sealed_name) {
  auto* found = held(account);
  found->row.name = std::move(sealed_name);
  found->changed = found->described_anew = true;
}

void ledger_edit::set_closed(account_id account, bool closed) {
  auto* found = held(account);
  found->row.closed = closed;
  found->changed = found->described_anew = true;
}

void ledger_edit::hold(account_row account) {
  const auto id = account.id.value;
  accounts_.insert_or_assign(id, held_account{std::move(account), false});
}

ledger_edit::held_account* ledger_edit::held(account_id account) {
  if (const auto it = accounts_.find(account.value); it != accounts_.end()) return &it->second;
  auto row = repository_.find_account(book_.id, account);
  if (!row) return nullptr;
  return &accounts_.emplace(account.value, held_account{std::move(*row), false}).first->second;
}

result<nothing, ledger_errc> ledger_edit::enter(const transaction_row& row,
                                                const balanced_postings& postings,
                                                const content& text) {
  return apply(row, postings, text, 1);
}

result<nothing, ledger_errc> ledger_edit::take_back(const transaction_row& row,
                                                    const balanced_postings& postings,
                                                    const content& text) {
  return apply(row, postings, text, -1);
}

result<nothing, ledger_errc> ledger_edit::apply(const transaction_row& row,
                                                const balanced_postings& postings,
                                                const content& text, int direction) {
  const bool is_opening = row.kind == transaction_kind::opening;
  const auto month = civil_month{row.date}.index();
  for (const auto& side : postings.postings()) {
    const auto& [account, amount] = side;
    const auto change = direction * amount.minor;
    auto& [sum, rows] = months_[{month, account.key, amount.currency}];
    const auto next_sum = checked_add(sum, change);
    if (!next_sum) return failure{ledger_errc::amount_out_of_range};
    sum = *next_sum;
    rows += direction;
    if (!account.is_own_account()) continue;

    auto* found = held({account.key});
    if (!found) return failure{ledger_errc::account_not_found};
    const auto balance = checked_add(found->row.balance, change);
    if (!balance) return failure{ledger_errc::amount_out_of_range};
    found->row.balance = *balance;
    if (is_opening)
      found->row.opening += change;
    else
      found->row.transactions += direction;
    const auto element = element_of(row, side, text);
    if (direction > 0)
      found->row.digest.add(element);
    else
      found->row.digest.remove(element);
    found->changed = true;
  }
  if (!is_opening) book_.transactions += direction;
  note(row, direction);
  return nothing{};
}

void ledger_edit::note(const transaction_row& row, int direction) {
  const transaction_state state{row.account,
                                row.other.key,
                                row.date,
                                {row.amount, held(row.account)->row.currency},
                                row.payee};
  auto& change = changes_[row.id.value];
  change.id = row.id;
  change.version = row.version;
  (direction > 0 ? change.after : change.before) = state;
}

ledger_changed ledger_edit::facts() const {
  ledger_changed facts{book_.version, {}, {}};
  for (const auto& [id, account] : accounts_)
    if (account.described_anew) facts.accounts.push_back({id});
  for (const auto& [id, change] : changes_) facts.transactions.push_back(change);
  return facts;
}

result<std::int64_t, ledger_errc> ledger_edit::finish() {
  for (auto& [id, account] : accounts_) {
    if (!account.changed) continue;
    ++account.row.version;
    repository_.save_account(account.row);
  }
  for (const auto& [key, change] : months_) {
    const auto& [month, account, unit] = key;
    if (change.first == 0 && change.second == 0) continue;
    const month_total_row by{
        civil_month::from_index(month), {account}, unit, change.first, change.second};
    if (!repository_.add_to_month(book_.id, by)) return failure{ledger_errc::amount_out_of_range};
  }
  ++book_.version;
  repository_.save_book(book_);
  return book_.version;
}

std::string hash_accounts(std::vector<hashed_account> accounts) {
  const auto key = [](const hashed_account& a) { return std::tie(a.description, a.digest); };
  std::sort(accounts.begin(), accounts.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::string text;
  for (const auto& [description, digest] : accounts)
    text += std::to_string(description.size()) + ':' + description + digest + '\n';
  return content_hash(text);
}

}  // namespace smartfin
