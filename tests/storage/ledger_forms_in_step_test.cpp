#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "tests/storage/ledger_samples.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

/// Draws calls of a ledger repository and plays each against the form in memory and another.
template <class Other>
class two_forms {
public:
  explicit two_forms(std::uint32_t seed) : random_(seed) {
    both([&](auto& store) { ensure_book(store.rows()); });
    for (int i = 0; i < 3; ++i) open_account();
  }

  void step() {
    switch (draw(0, 11)) {
      case 0:
        return open_account();
      case 1:
      case 2:
      case 3:
        return record();
      case 4:
        return edit();
      case 5:
        return remove();
      case 6:
        return add_to_month();
      case 7:
        return undo_something();
      case 8:
      case 9:
        return change_account();
      default:
        return compare();
    }
  }

  void compare() {
    const auto page = draw_page();
    const auto from = draw_day(), to = draw_day();
    const auto account = draw_account();
    const sum_selection days{first_book, std::min(from, to), std::max(from, to), "USD"};
    agree([&](auto& rows) { return text_of(rows.list_transactions(page)); });
    agree([&](auto& rows) { return text_of(rows.list_accounts(first_book, 0, 100)); });
    agree([&](auto& rows) { return text_of(rows.find_opening(first_book, account)); });
    agree([&](auto& rows) { return text_of(rows.sum_since(first_book, account, from)); });
    agree([&](auto& rows) { return text_of(rows.sum_postings(days, draw_fixed_category())); });
    agree([&](auto& rows) { return text_of(rows.sum_by_payee(days)); });
    CHECK(memory_.rows().transfer_days(first_book, account, from) ==
          other_.rows().transfer_days(first_book, account, from));
    agree([&](auto& rows) {
      return text_of(rows.month_totals(first_book, civil_month{days.from}, civil_month{days.to}));
    });
    // Ids of what was undone need not come again.
    CHECK(other_.rows().next_transaction_id() >= memory_.rows().next_transaction_id());
    agree([&](auto& rows) { return std::to_string(rows.find_book(first_book).value().version); });
    CHECK(memory_.revisions() == other_.revisions());
  }

private:
  template <class Call>
  void both(Call&& call) {
    call(memory_);
    call(other_);
  }
  template <class Question>
  void agree(Question&& question) {
    CHECK(question(memory_.rows()) == question(other_.rows()));
  }
  std::int64_t draw(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(random_);
  }
  account_id draw_account() { return {draw(1, accounts_)}; }
  civil_date draw_day() { return day("2026-01-01").plus_days(static_cast<int>(draw(0, 70))); }
  static ledger_account draw_fixed_category() { return ledger_account::of(category_id{2}); }
  ledger_account draw_other(account_id own) {
    const auto account = draw_account();
    if (draw(0, 3) == 0 && account != own) return ledger_account::of(account);
    return ledger_account::of(category_id{draw(1, 3)});
  }

  transaction_selection draw_page() {
    transaction_filter filter;
    if (draw(0, 2) == 0) filter.account_id = draw_account();
    if (draw(0, 2) == 0) filter.category_id = category_id{draw(1, 3)};
    if (draw(0, 2) == 0) filter.from = draw_day();
    if (draw(0, 2) == 0) filter.to = draw_day();
    auto page = page_of(filter);
    page.limit = static_cast<int>(draw(1, 20));
    if (draw(0, 1) == 0) page.order = transaction_order::oldest_first;
    if (draw(0, 1) == 0) page.after = transaction_position{draw_day(), {draw(1, 50)}};
    if (draw(0, 1) == 0) {
      page.search_active = true;
      for (auto n = draw(0, 2); n > 0; --n) page.payees.push_back(draw(1, 4));
      for (auto n = draw(0, 2); n > 0; --n) page.note_words.push_back(draw_word());
    }
    return page;
  }
  std::string draw_word() { return "w" + std::to_string(draw(1, 3)); }

  void change_account() {
    const auto account = draw_account();
    const auto by = draw(-50, 50);
    agree([&](auto& rows) { return text_of(rows.find_account(first_book, account)); });
    both([&](auto& store) {
      auto row = store.rows().find_account(first_book, account).value();
      row.balance += by;
      ++row.version;
      store.rows().save_account(row);
      auto book = store.rows().find_book(first_book).value();
      ++book.version;
      store.rows().save_book(book);
    });
  }
  void open_account() {
    both([&](auto& store) { store.rows().add_account(sample_account()); });
    ++accounts_;
  }
  void record() {
    transaction_row row;
    row.id = other_.rows().next_transaction_id();
    row.book = first_book;
    row.account = draw_account();
    row.other = draw_other(row.account);
    row.date = draw_day();
    row.amount = draw(-1'000, 1'000);
    row.payee = draw(0, 4);
    row.version = 1;
    const std::vector<std::string> words{draw_word(), draw_word()};
    both([&](auto& store) {
      store.rows().set_note_words(row, words);
      store.rows().add_transaction(row, postings_of(row));
    });
  }
  std::optional<transaction_row> draw_transaction() {
    const auto last = memory_.rows().next_transaction_id().value - 1;
    if (last == 0) return std::nullopt;
    const transaction_id id{draw(1, last)};
    agree([&](auto& rows) { return text_of(rows.find_transaction(first_book, id)); });
    return memory_.rows().find_transaction(first_book, id);
  }
  void edit() {
    auto row = draw_transaction();
    if (!row) return;
    both([&](auto& store) { store.rows().add_revision({*row, "USD", {}, {1}, "edited"}); });
    row->account = draw_account();
    row->other = draw_other(row->account);
    row->date = draw_day();
    row->amount = draw(-1'000, 1'000);
    ++row->version;
    const std::vector<std::string> words{draw_word()};
    both([&](auto& store) {
      store.rows().set_note_words(*row, words);
      store.rows().save_transaction(*row, postings_of(*row));
    });
  }
  void remove() {
    if (const auto row = draw_transaction())
      both([&](auto& store) { store.rows().remove_transaction(*row); });
  }
  void add_to_month() {
    const month_total_row change{civil_month{draw_day()}, draw_other({0}), dollars, draw(-500, 500),
                                 draw(0, 2)};
    both([&](auto& store) { CHECK(store.rows().add_to_month(first_book, change)); });
  }
  void undo_something() {
    both([&](auto& store) { store.work().set_savepoint(); });
    for (auto n = draw(0, 3); n > 0; --n) {
      switch (draw(0, 3)) {
        case 0:
          record();
          break;
        case 1:
          change_account();
          break;
        case 2:
          compare();
          break;
        default:
          edit();
      }
    }
    const bool keep = draw(0, 1) == 0;
    both([&](auto& store) {
      if (keep)
        store.work().release_savepoint();
      else
        store.work().roll_back_to_savepoint();
    });
  }

  std::mt19937 random_;
  memory_form<ledger_store> memory_;
  Other other_;
  std::int64_t accounts_ = 0;
};

}  // namespace

TEMPLATE_TEST_CASE("every form of the ledger answers a thousand random calls as the one in memory",
                   "[ledger]", sqlite_form<ledger_store>, batched_sqlite_form,
                   postgres_form<ledger_store>, batched_postgres_form) {
  constexpr std::uint32_t seed = 20'260'301;
  CAPTURE(seed);
  two_forms<TestType> forms{seed};
  for (int i = 0; i < 1'000; ++i) forms.step();
  forms.compare();
}
