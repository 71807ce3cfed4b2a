#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <random>

#include "tests/actors/finance/ledger_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

const auto book = ledger_rig::book;

civil_date day(const char* iso) { return civil_date::parse(iso).value(); }

/// Plays random changes and counts what must have been kept of superseded ones.
class random_book {
public:
  explicit random_book(std::mt19937& random) : random_(random) {}

  void play(int steps) {
    for (; steps > 0; --steps) step();
  }
  ledger_rig& ledger() { return ledger_; }
  std::size_t superseded() const { return superseded_; }

private:
  std::int64_t draw(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(random_);
  }
  template <class Things>
  const auto* pick(const Things& things) {
    if (things.empty()) return static_cast<typename Things::const_pointer>(nullptr);
    return &things[static_cast<std::size_t>(draw(0, std::ssize(things) - 1))];
  }
  currency draw_currency() { return currency::parse(draw(0, 3) ? "USD" : "EUR").value(); }
  money draw_amount(currency unit) {
    const auto most = draw(0, 9) ? 100'000 : amount_minor_max + 1;
    return {draw(-most, most), unit};
  }

  void step() {
    const auto accounts = ledger_.accounts();
    const auto transactions = ledger_.transactions();
    const auto* account = pick(accounts);
    const auto* transaction = pick(transactions);
    switch (account ? draw(0, 9) : 0) {
      case 0:
        return open();
      case 1:
        return close_or_reopen(*account);
      case 2:
        return change_opening(*account);
      case 3:
        return remove_account(*account);
      case 4:
        return transaction ? remove(*transaction) : void();
      case 5:
      case 6:
        return transaction ? edit(*transaction, *account) : void();
      default:
        return record(*account, accounts);
    }
  }

  void open() {
    new_account body{
        "account " + std::to_string(draw(1, 2)), account_type::checking, draw_currency(), {}};
    if (draw(0, 1)) body.opening_balance = draw_amount(draw_currency());
    (void)ledger_.open(body).has_value();
  }
  void change(const account_view& account, const account_change& body) {
    const auto had_opening = account.opening_balance.minor != 0;
    const auto changed = ledger_.change([&](auto& b, const auto& o) {
      return b.change_account(o, account.id, account.version, body);
    });
    if (changed && body.opening_balance.present() && had_opening) ++superseded_;
  }
  void close_or_reopen(const account_view& account) {
    account_change body;
    body.closed = !account.closed;
    change(account, body);
  }
  void change_opening(const account_view& account) {
    account_change body;
    body.opening_balance =
        draw(0, 3) ? patch<money>{draw_amount(draw_currency())} : patch<money>::cleared();
    change(account, body);
  }
  void remove_account(const account_view& account) {
    const auto removed =
        ledger_.change([&](auto& b, const auto& o) { return b.delete_account(o, account.id, 0); });
    if (removed && account.opening_balance.minor != 0) ++superseded_;
  }
  void record(const account_view& account, const std::vector<account_view>& all) {
    new_transaction body;
    body.account_id = account.id;
    body.date = day("2026-01-01").plus_days(static_cast<int>(draw(0, 90)));
    body.amount = draw_amount(account.currency);
    body.payee = "payee " + std::to_string(draw(1, 3));
    if (draw(0, 1)) body.note = "note " + std::to_string(draw(1, 3));
    if (draw(0, 2) == 0)
      body.transfer_account_id = pick(all)->id;
    else if (draw(0, 1))
      body.category_id = category_id{draw(1, 40)};
    (void)ledger_.record(body).has_value();
  }
  void edit(const transaction_view& row, const account_view& account) {
    transaction_change body;
    if (draw(0, 2) == 0) body.account_id = account.id;
    if (draw(0, 1)) body.amount = draw_amount(row.amount.currency);
    if (draw(0, 1)) body.date = day("2026-01-01").plus_days(static_cast<int>(draw(0, 90)));
    if (draw(0, 2) == 0) body.payee = "payee " + std::to_string(draw(1, 3));
    if (draw(0, 2) == 0) body.note = patch<std::string>::cleared();
    if (draw(0, 3) == 0)
      body.transfer_account_id = account.id;
    else if (draw(0, 3) == 0)
      body.category_id = category_id{draw(1, 40)};
    const auto changed = ledger_.change([&](auto& b, const auto& o) {
      return b.change(o, row.id, draw(0, 3) ? row.version : row.version + 1, body);
    });
    if (changed) ++superseded_;
  }
  void remove(const transaction_view& row) {
    const auto removed =
        ledger_.change([&](auto& b, const auto& o) { return b.remove(o, row.id, row.version); });
    if (removed) ++superseded_;
  }

  std::mt19937& random_;
  ledger_rig ledger_;
  std::size_t superseded_ = 0;
};

/// Every kept figure follows from the postings.
void check_figures(const memory_ledger_state& state) {
  std::map<account_id, account_row> accounts;
  std::map<memory_ledger_state::month_key, sum_row> months;
  std::int64_t regular = 0;
  for (const auto& [id, stored] : state.transactions) {
    const bool is_opening = stored.row.kind == transaction_kind::opening;
    if (!is_opening) ++regular;
    std::map<currency, std::int64_t> sums;
    for (const auto& side : stored.postings) {
      sums[side.amount.currency] += side.amount.minor;
      auto& month =
          months[{book, civil_month{stored.row.date}, side.account, side.amount.currency}];
      month = {month.amount + side.amount.minor, month.rows + 1};
      if (!side.account.is_own_account()) continue;
      auto& account = accounts[{side.account.key}];
      account.balance += side.amount.minor;
      if (is_opening)
        account.opening += side.amount.minor;
      else
        ++account.transactions;
    }
    for (const auto& [unit, sum] : sums) REQUIRE(sum == 0);
  }
  for (const auto& [id, account] : state.accounts) {
    REQUIRE(account.balance == accounts[id].balance);
    REQUIRE(account.opening == accounts[id].opening);
    REQUIRE(account.transactions == accounts[id].transactions);
    accounts.erase(id);
  }
  REQUIRE(accounts.empty());
  for (const auto& [key, total] : state.month_totals) {
    REQUIRE(total.amount == months[key].amount);
    REQUIRE(total.rows == months[key].rows);
    months.erase(key);
  }
  REQUIRE(months.empty());
  if (!state.books.empty()) REQUIRE(state.books.at(book).transactions == regular);
}

/// The same accounts and transactions, entered once, in another order.
std::string hash_entered_anew(ledger_rig& ledger, std::mt19937& random) {
  auto accounts = ledger.accounts();
  auto transactions = ledger.transactions();
  std::shuffle(accounts.begin(), accounts.end(), random);
  std::shuffle(transactions.begin(), transactions.end(), random);
  ledger_rig anew;
  std::map<account_id, account_id> ids;
  for (const auto& account : accounts) {
    const auto opened =
        anew.open({account.name, account.type, account.currency, account.opening_balance});
    REQUIRE(opened);
    ids[account.id] = opened->id;
  }
  for (const auto& row : transactions) {
    new_transaction body{ids[row.account_id], row.date, row.amount, row.payee,
                         row.category_id,     row.note, {}};
    if (row.transfer_account_id) body.transfer_account_id = ids[*row.transfer_account_id];
    REQUIRE(anew.record(body));
  }
  return anew.hash();
}

}  // namespace

TEST_CASE("a book's figures follow from its postings and its hash from its content") {
  constexpr std::uint32_t seed = 1'494;  // the year of the Summa de arithmetica
  std::mt19937 random{seed};
  for (int round = 0; round < 1'000; ++round) {
    CAPTURE(seed, round);
    random_book played{random};
    played.play(20);
    auto& ledger = played.ledger();
    check_figures(ledger.state);
    REQUIRE(ledger.state.revisions.size() == played.superseded());
    REQUIRE(ledger.hash() == hash_entered_anew(ledger, random));
  }
}

TEST_CASE("a changed field changes the hash of a book, and undoing it restores the hash") {
  ledger_rig ledger;
  const auto account = ledger.open({"cash", account_type::cash, currency::usd(), {}})->id;
  new_transaction body;
  body.account_id = account;
  body.date = day("2026-02-03");
  body.amount.minor = -500;
  body.payee = "Baker";
  body.note = "rye";
  const auto row = ledger.record(body).value();
  const auto before = ledger.hash();
  const auto after = [&](const transaction_change& change) {
    const auto changed =
        ledger.change([&](auto& b, const auto& o) { return b.change(o, row.id, 0, change); });
    REQUIRE(changed);
    return ledger.hash();
  };
  transaction_change amount, payee, note, undo;
  amount.amount = money{-501, currency::usd()};
  payee.payee = std::string{"baker"};
  note.note = patch<std::string>::cleared();
  undo.amount = body.amount;
  undo.payee = body.payee;
  undo.note = *body.note;
  for (const auto& change : {amount, payee, note}) {
    CHECK(after(change) != before);
    CHECK(after(undo) == before);
  }
}

TEST_CASE("an amount, a balance or a month's total out of range is refused and nothing changes") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  ledger_rig ledger;
  const auto account = ledger.open({"cash", account_type::cash, currency::usd(), {}})->id;
  new_transaction body;
  body.account_id = account;
  body.date = day("2026-02-03");
  body.payee = "Baker";
  const auto record_fails = [&](std::int64_t amount) {
    const auto before = ledger.hash();
    body.amount.minor = amount;
    const auto recorded = ledger.record(body);
    REQUIRE_FALSE(recorded);
    CHECK(recorded.error() == ledger_errc::amount_out_of_range);
    CHECK(ledger.transactions().empty());
    CHECK(ledger.state.payees.empty());
    CHECK(ledger.hash() == before);
  };
  record_fails(amount_minor_max + 1);
  record_fails(-amount_minor_max - 1);
  record_fails(std::numeric_limits<std::int64_t>::min());

  auto& row = ledger.state.accounts.at(account);
  row.balance = most - 10;
  record_fails(11);
  CHECK(ledger.state.accounts.at(account).balance == most - 10);
  ledger.state.accounts.at(account).balance = 0;

  const auto category =
      ledger_account::of(category_with_role(category_role::uncategorised_expense));
  ledger.state.month_totals[{book, civil_month{body.date}, category, currency::usd()}] = {most, 1};
  record_fails(-1);
  CHECK(ledger.state.accounts.at(account).balance == 0);
}
