#include <catch2/catch_template_test_macros.hpp>
#include <map>
#include <random>
#include <tuple>

#include "actors/analytics/analytics_query_service.hpp"
#include "actors/analytics/ledger_follower.hpp"
#include "domain/ledger/category.hpp"
#include "tests/actors/finance/ledger_rig.hpp"
#include "tests/storage/store_forms.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

using key = std::tuple<std::string, std::string, std::string>;  // currency, interval or group, what
using figures = std::map<key, std::int64_t>;

const day_range asked{*civil_date::parse("2024-01-31"), *civil_date::parse("2025-11-30")};
const auto months = intervals_of(asked, interval_unit::month);

/// Opens accounts, and enters, edits and deletes transactions as a household might, refusals included.
class random_household {
public:
  explicit random_household(std::uint64_t seed) : random_(seed) {
    for (const auto* unit : {"USD", "USD", "EUR", "JPY"}) open(*currency::parse(unit));
  }
  void live(int changes) {
    for (int i = 0; i < changes; ++i) {
      const auto known = rig.transactions();
      const auto what = upto(10);
      if (what == 0) {
        reopen();
      } else if (what < 6 || known.empty()) {
        (void)rig.record(entry());
      } else {
        const auto& one = known[static_cast<std::size_t>(upto(known.size()))];
        if (what < 8)
          (void)rig.change(
              [&](auto& b, const auto& o) { return b.change(o, one.id, one.version, edit()); });
        else
          (void)rig.change(
              [&](auto& b, const auto& o) { return b.remove(o, one.id, one.version); });
      }
    }
  }

  ledger_rig rig;

private:
  std::uint64_t upto(std::uint64_t end) { return random_() % end; }
  civil_date some_day() { return asked.from.plus_days(static_cast<int>(upto(800)) - 60); }
  std::int64_t some_amount() { return static_cast<std::int64_t>(upto(200'000)) - 100'000; }

  void open(currency unit) {
    new_account body{"Account", account_type::checking, unit, {}};
    body.opening_balance = money{some_amount(), unit};
    accounts_.push_back(rig.open(body)->id);
    units_.push_back(unit);
  }
  void reopen() {
    const auto which = upto(accounts_.size());
    account_change body;
    body.opening_balance = money{some_amount(), units_[which]};
    (void)rig.change(
        [&](auto& b, const auto& o) { return b.change_account(o, accounts_[which], 0, body); });
  }
  new_transaction entry() {
    const auto which = upto(accounts_.size());
    new_transaction body{
        accounts_[which], some_day(), {some_amount(), units_[which]}, "Payee", {}, {}, {}};
    if (upto(4) == 0)
      body.transfer_account_id = accounts_[upto(accounts_.size())];
    else
      body.category_id = category_id{static_cast<std::int64_t>(upto(31)) + 1};
    return body;
  }
  transaction_change edit() {
    transaction_change body;
    if (upto(2)) body.date = some_day();
    if (upto(2)) body.category_id = category_id{static_cast<std::int64_t>(upto(31)) + 1};
    if (upto(3) == 0) body.account_id = accounts_[upto(accounts_.size())];
    return body;
  }

  std::mt19937_64 random_;
  std::vector<account_id> accounts_;
  std::vector<currency> units_;
};

std::string name_of(const currency& unit) { return std::string{unit.code()}; }

// The same figures from the ledger itself, one transaction after the other.

bool is_income(category_id id) {
  const auto* category = find_category(id);
  return category->kind == category_kind::income && category->role != category_role::refund;
}

figures flow_of_ledger(ledger_rig& rig) {
  figures all;
  for (const auto& row : rig.transactions()) {
    if (!row.category_id) continue;
    for (const auto& [from, to] : months) {
      if (row.date < from || row.date > to) continue;
      const auto income = is_income(*row.category_id);
      all[{name_of(row.amount.currency), to.to_string(), income ? "income" : "expense"}] +=
          income ? row.amount.minor : -row.amount.minor;
    }
  }
  return all;
}

figures worth_of_ledger(ledger_rig& rig) {
  figures all;
  const auto opened_on = civil_date::of(rig.origin.now);
  for (const auto& [from, to] : months) {
    for (const auto& account : rig.accounts())
      if (opened_on <= to)
        all[{name_of(account.currency), to.to_string(), ""}] += account.opening_balance.minor;
    for (const auto& row : rig.transactions())
      if (!row.transfer_account_id && row.date <= to)
        all[{name_of(row.amount.currency), to.to_string(), ""}] += row.amount.minor;
  }
  return all;
}

figures spending_of_ledger(ledger_rig& rig, expense_group by) {
  figures all;
  for (const auto& row : rig.transactions()) {
    if (!row.category_id || is_income(*row.category_id)) continue;
    if (row.date < asked.from || row.date > asked.to) continue;
    const auto group =
        by == expense_group::category ? row.category_id->value : row.account_id.value;
    all[{name_of(row.amount.currency), std::to_string(group), ""}] -= row.amount.minor;
    ++all[{name_of(row.amount.currency), std::to_string(group), "rows"}];
  }
  return all;
}

// What the reports say, without zeros, which both may leave out.

figures without_zeros(figures all) {
  std::erase_if(all, [](const auto& entry) { return entry.second == 0; });
  return all;
}

figures as_figures(const cash_flow_report& report) {
  figures all;
  for (const auto& series : report.currencies)
    for (const auto& item : series.items) {
      CHECK(item.net.minor == item.income.minor - item.expense.minor);
      all[{name_of(series.currency), item.to.to_string(), "income"}] = item.income.minor;
      all[{name_of(series.currency), item.to.to_string(), "expense"}] = item.expense.minor;
    }
  return all;
}
figures as_figures(const net_worth_report& report) {
  figures all;
  for (const auto& series : report.currencies)
    for (const auto& item : series.items)
      all[{name_of(series.currency), item.date.to_string(), ""}] = item.net_worth.minor;
  return all;
}
figures as_figures(const expense_report& report) {
  figures all;
  for (const auto& series : report.currencies)
    for (const auto& item : series.items) {
      all[{name_of(series.currency), std::to_string(item.key), ""}] = item.amount.minor;
      all[{name_of(series.currency), std::to_string(item.key), "rows"}] = item.row_count;
    }
  return all;
}

/// ANALYTICS' store in one form, told of a ledger by its events.
template <class Form>
class told_store {
public:
  /// Every third event comes twice, as a relay may send it; up to five come in one delivery.
  void tell(book_id book, ledger_rig& rig) {
    std::int64_t count = 0;
    for (const auto& row : rig.log->list(0, 100'000)) {
      delivered_event event;
      event.kind = row.kind;
      event.book = book;
      event.at = row.at;
      event.payload = row.payload;
      follower_.apply(event);
      if (++count % 3 == 0) follower_.apply(event);
      if (count % (1 + book.value % 5) == 0) follower_.finish();
    }
    follower_.finish();
  }
  /// The book's pages as FINANCE has them, into a store that knows nothing of it but that something went missing.
  void read_again(book_id book, ledger_rig& rig) {
    store_.rows().save_book({.id = book, .state = following_state::unread});
    snapshot_ledger query;
    query.ctx.book = ledger_rig::book;
    query.limit = 7;
    for (bool first = true;; first = false) {
      const auto page = *rig.reader.snapshot(query);
      REQUIRE(follower_.take(book, page, first, rig.origin.now) == page_use::applies);
      if (!page.next) return;
      query.after = page.next;
    }
  }
  void compare(book_id book, ledger_rig& rig) {
    analytics_reader reader{store_.rows()};
    const auto ctx = [&] {
      call_context of;
      of.book = book;
      return of;
    }();
    const auto flow = reader.cash_flow({ctx, asked, interval_unit::month});
    REQUIRE(flow);
    CHECK(flow->as_of_version == rig.rows->find_book(ledger_rig::book)->version);
    CHECK(without_zeros(as_figures(*flow)) == without_zeros(flow_of_ledger(rig)));
    CHECK(without_zeros(as_figures(*reader.net_worth({ctx, asked, interval_unit::month}))) ==
          without_zeros(worth_of_ledger(rig)));
    for (const auto by : {expense_group::category, expense_group::account})
      CHECK(without_zeros(as_figures(*reader.expenses({ctx, asked, by}))) ==
            without_zeros(spending_of_ledger(rig, by)));
  }

private:
  Form store_;
  ledger_follower follower_{store_.rows()};
};

using memory_store = told_store<memory_form<analytics_store>>;
using sqlite_store = told_store<sqlite_form<analytics_store>>;
using postgres_store = told_store<postgres_form<analytics_store>>;

}  // namespace

TEMPLATE_TEST_CASE("figures of random ledgers are to the cent what the ledgers say", "[analytics]",
                   memory_store, sqlite_store, postgres_store) {
  const auto seed = test::chosen("SMARTFIN_TEST_SEED", 20'260'314);
  const auto ledgers = test::chosen("SMARTFIN_TEST_LEDGERS", 200);
  UNSCOPED_INFO("seed " << seed);
  TestType store;
  for (std::uint64_t i = 1; i <= ledgers; ++i) {
    INFO("ledger " << i);
    random_household household{seed + i};
    household.live(30);
    const book_id book{static_cast<std::int64_t>(i)};
    store.tell(book, household.rig);
    store.compare(book, household.rig);
    if (i % 10 != 0) continue;
    store.read_again(book, household.rig);
    store.compare(book, household.rig);
  }
}

TEST_CASE("events that a book's pages have overtaken change nothing more") {
  random_household household{7};
  household.live(40);
  memory_store store;
  const book_id book{3};
  store.read_again(book, household.rig);
  store.tell(book, household.rig);
  store.compare(book, household.rig);
  household.live(10);
  store.tell(book, household.rig);
  store.compare(book, household.rig);
}
