#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/imports/date_format.hpp"
#include "domain/money.hpp"

namespace smartfin {

/// Values are stored: append only.
enum class statement_format : std::uint8_t { unknown = 0, csv = 1, ofx1 = 2, ofx2 = 3, qif = 4 };

std::string_view statement_format_name(statement_format format);

/// Why a whole file is refused. A row that can't be read refuses only itself.
enum class import_errc : std::uint8_t {
  none = 0,
  empty_file = 1,
  unknown_format = 2,  // no bank file at all
  not_supported = 3,   // a known format that is not read yet
  too_large = 4,       // bytes or rows beyond the limits
  no_columns = 5,      // a table without a date and an amount
  bank_error = 6,      // the bank answered with an error instead of a statement
  no_statement = 7,    // an OFX file without a bank or card statement
};

struct import_refusal {
  import_errc code = import_errc::none;
  std::string message;  // a plain English sentence; holds the bank's own words for bank_error
};

struct import_limits {
  std::uint64_t file_bytes_max = 1u << 30;
  std::size_t rows_max = 2'000'000;
  std::size_t line_bytes_max = 64 * 1024;
  std::size_t accounts_max = 1000;
  std::size_t rejected_kept_max = 1000;  // further rejected rows are only counted
};

struct import_options {
  /// Of rows that name none: the currency of the account imported into.
  currency unit = currency::usd();
  /// Decides dates such as 03/04/2024 where no value of the file excludes one order.
  date_order preferred_order = date_order::day_first;
  /// For card statements that show purchases as positive amounts. CSV only.
  bool amounts_inverted = false;
  import_limits limits{};
};

/// An account named inside the file. A CSV file has exactly one, without a number.
struct statement_account {
  std::string key;   // stable over files of one bank: "bank/number"; empty for CSV
  std::string kind;  // as the bank writes it: "CHECKING", "CREDITCARD"; empty for CSV
  std::optional<currency> unit;
  std::optional<money> ledger_balance;
  std::optional<civil_date> balance_date;
};

struct statement_row {
  std::size_t line = 0;                // 1-based, in the original file
  std::size_t account = 0;             // index into `parsed_statement::accounts`
  civil_date date;                     // as the bank prints it, whatever zone it adds
  money amount{0, currency::usd()};    // negative leaves the account
  std::string payee;                   // valid UTF-8, at most payee_bytes_max bytes, may be empty
  std::string note;                    // valid UTF-8, at most note_bytes_max bytes, may be empty
  std::optional<std::string> bank_id;  // never empty
  std::optional<std::string> check_number;  // never empty

  friend bool operator==(const statement_row&, const statement_row&) = default;
};

inline constexpr std::size_t payee_bytes_max = 200;
inline constexpr std::size_t note_bytes_max = 1000;
inline constexpr std::size_t bank_id_bytes_max = 255;

struct rejected_row {
  std::size_t line = 0;  // 1-based, in the original file
  std::string reason;    // a plain English sentence
};

struct dialect_note {
  std::string what;   // "delimiter", "dates", "encoding", ...
  std::string value;  // "semicolon", "day-month-year", ...
};

struct parsed_statement {
  statement_format format = statement_format::unknown;
  std::vector<dialect_note> dialect;  // what was found out or assumed, for people to check
  std::string
      source;  // what kind of file it is, the same for all downloads of one kind: see identity.hpp
  bool dates_ambiguous = false;  // the preferred order decided; worth a question to the user
  std::vector<statement_account> accounts;
  std::vector<statement_row> rows;     // in file order; none where they went to a `row_taker`
  std::vector<rejected_row> rejected;  // the first `rejected_kept_max`
  std::size_t rejected_count = 0;
  std::size_t rows_read = 0;  // rows + rejected_count
};

}  // namespace smartfin
