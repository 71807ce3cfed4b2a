#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/money.hpp"

namespace smartfin {

// What services publish, in the past tense. A payload holds ids, numbers and days; what would tell of a person beyond
// that is `is_personal`, and the whole payload is then sealed by the user's key. A form that was shipped only grows:
// readers ignore what they do not know, and what is missing keeps its default.

// AUTH

struct user_registered {
  static constexpr std::string_view kind = "user_registered";
  static constexpr bool is_personal = true;
  std::string address;
};
struct signed_in {
  static constexpr std::string_view kind = "signed_in";
  static constexpr bool is_personal = true;
  session_id session;
  std::string address;
  std::string user_agent;
  bool new_place =
      false;  // no earlier session of the user came from this network with this program
};
struct session_closed {
  static constexpr std::string_view kind = "session_closed";
  static constexpr bool is_personal = false;
  session_id session;
  std::string reason;  // signed_out, token_reused, expired
};
struct password_changed {
  static constexpr std::string_view kind = "password_changed";
  static constexpr bool is_personal = true;
  std::string address;
};

// USER PROFILE

struct profile_changed {
  static constexpr std::string_view kind = "profile_changed";
  static constexpr bool is_personal = false;
  std::int64_t version = 0;
};

// FINANCIAL DATA

/// One transaction as it stood, without its texts.
struct transaction_state {
  account_id account;
  std::int64_t other =
      0;  // the other ledger account: own account id, negated category, 0 opening balances
  civil_date date;
  money amount{0, currency::usd()};
  std::int64_t payee = 0;
};
/// Nothing before: recorded. Nothing after: deleted.
struct transaction_change_fact {
  transaction_id id;
  std::int64_t version = 0;
  std::optional<transaction_state> before;
  std::optional<transaction_state> after;
};
/// One change of a book, whole; `book_version` counts them.
struct ledger_changed {
  static constexpr std::string_view kind = "ledger_changed";
  static constexpr bool is_personal = false;
  std::int64_t book_version = 0;
  std::vector<account_id> accounts;  // opened, renamed, closed or deleted by it
  std::vector<transaction_change_fact> transactions;
};
struct import_finished {
  static constexpr std::string_view kind = "import_finished";
  static constexpr bool is_personal = false;
  import_id import;
  account_id account;
  bool is_done = false;  // false: it failed part-way
  std::int64_t rows_added = 0;
  std::int64_t rows_duplicate = 0;
  std::int64_t rows_rejected = 0;
};

// ML PREDICTION

/// The book's score is another one than the last that was kept.
struct score_changed {
  static constexpr std::string_view kind = "score_changed";
  static constexpr bool is_personal = false;
  civil_date day;
  int score = 0;
  std::optional<int> before;
  std::string band;
  std::string model;
};

// Every service

/// Another service, or something that said it was, sent what it may not: so many times from `first_at` to `last_at`.
struct request_refused {
  static constexpr std::string_view kind = "request_refused";
  static constexpr bool is_personal = false;
  std::string caller;  // as proved, or else as claimed; "unknown" for names that are none
  std::string callee;
  std::string message;  // the request's name
  std::string reason;   // a word of trust_errc
  std::int64_t count = 0;
  instant first_at{};
  instant last_at{};
};

BOOST_DESCRIBE_STRUCT(user_registered, (), (address))
BOOST_DESCRIBE_STRUCT(signed_in, (), (session, address, user_agent, new_place))
BOOST_DESCRIBE_STRUCT(session_closed, (), (session, reason))
BOOST_DESCRIBE_STRUCT(password_changed, (), (address))
BOOST_DESCRIBE_STRUCT(profile_changed, (), (version))
BOOST_DESCRIBE_STRUCT(transaction_state, (), (account, other, date, amount, payee))
BOOST_DESCRIBE_STRUCT(transaction_change_fact, (), (id, version, before, after))
BOOST_DESCRIBE_STRUCT(ledger_changed, (), (book_version, accounts, transactions))
BOOST_DESCRIBE_STRUCT(import_finished, (),
                      (import, account, is_done, rows_added, rows_duplicate, rows_rejected))
BOOST_DESCRIBE_STRUCT(score_changed, (), (day, score, before, band, model))
BOOST_DESCRIBE_STRUCT(request_refused, (),
                      (caller, callee, message, reason, count, first_at, last_at))

}  // namespace smartfin
