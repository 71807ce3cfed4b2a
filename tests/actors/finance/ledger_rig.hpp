#pragma once

#include <memory>
#include <string>
#include <vector>

#include "actors/finance/bookkeeper.hpp"
#include "actors/finance/ledger_reader.hpp"
#include "storage/ledger/memory_ledger_repository.hpp"
#include "storage/memory/memory_unit_of_work.hpp"

namespace smartfin::testing {

/// FINANCE without its actors: each change is a transaction.
struct ledger_rig {
  static constexpr book_id book{1};

  memory_ledger_state state;
  memory_unit_of_work<memory_ledger_state> work{state};
  std::unique_ptr<ledger_repository> rows = make_memory_ledger_repository(state);
  std::unique_ptr<key_repository> key_rows = make_memory_key_repository(state);
  vault keys{key_bytes::random()};
  key_ring ring{keys, *key_rows, "finance/book"};
  std::unique_ptr<event_log> log = make_memory_event_log(state);
  event_publisher events{*log, nullptr, work, {}};
  bookkeeper books{*rows, ring, events};
  ledger_reader reader{*rows, ring};
  change_origin origin{book, user_id{1}, instant{std::chrono::hours{24 * 20'000}}};

  template <class Change>
  auto change(Change&& decide) {
    events.begin();
    auto outcome = decide(books, origin);
    if (outcome) {
      events.commit();
    } else {
      events.roll_back();
      books.forget();
    }
    return outcome;
  }
  auto open(const new_account& body) {
    return change([&](auto& b, const auto& o) { return b.open_account(o, body); });
  }
  auto record(const new_transaction& body) {
    return change([&](auto& b, const auto& o) { return b.record(o, body); });
  }

  std::vector<account_view> accounts() { return reader.accounts({context(), 0, 1'000})->items; }
  std::vector<transaction_view> transactions() {
    return reader.transactions({context(), {}, {}, 10'000})->items;
  }
  std::string hash() { return reader.hash({context()})->hash; }

private:
  static call_context context() {
    call_context ctx;
    ctx.book = book;
    return ctx;
  }
};

}  // namespace smartfin::testing
