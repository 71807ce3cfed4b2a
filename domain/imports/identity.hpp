#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/statement.hpp"

namespace smartfin {

// The promise: importing the same or an overlapping file, in any order, changes nothing.
//
// Rows of one account, day, amount and (beginning of the) payee form a group. Sources speak about a
// group: the bank's own ids are one source, the texts of each kind of file (OFX, every CSV header)
// another. The ledger keeps for a group what each source has said, as a bag of marks, and how many
// rows there are. A file is joined into it: of ids the union, of texts the larger count of each,
// and as many rows as the largest of: the ledger's, the file's, each source's marks. Unions and
// maxima do not depend on order or repetition, so neither does the ledger. What follows:
//
// * Without ids, n equal rows against m known ones add max(0, n - m). Whatever cuts files between
// two days is exact;
//   equal rows of one day that are spread over two files without ids can't be told from one row
//   seen twice.
// * Rows of one group from two sources (OFX and CSV, or a CSV whose columns the bank has changed)
// are the same
//   transactions seen twice, whatever their notes say. The ledger row then carries both marks and
//   keeps its first texts.
// * An id names a transaction together with its account, day and amount: texts may change between
// two downloads, and an
//   id that a bank uses again later for something else loses nothing.
// * An id that one file gives to rows with different contents identifies nothing in that file:
// those rows count by their
//   content. The same id on equal rows is one transaction written twice.
//
// Where a bank rewrites a payee under one id, the row stays in its first group; only there can the
// order of files of two kinds decide in which group a transaction is counted.

using identity_digest = std::array<std::uint8_t, 16>;

/// A keyed hash of 128 bits, such as BLAKE2b with the user's key: texts must not be guessable from
/// stored digests.
using identity_hash = std::function<identity_digest(std::string_view)>;

/// What identities are relative to.
struct identity_scope {
  std::string_view
      account;  // the ledger's account: the same for every file of it, not what the file calls it
  std::string_view source;  // `parsed_statement::source`
};

/// What of a row takes part in recognising it.
struct row_identity {
  identity_digest group{};
  identity_digest source{};
  identity_digest content{};
  std::optional<identity_digest> bank_id;   // the id with day and amount
  std::optional<identity_digest> id_alone;  // the id by itself, to see whether a file reuses it

  friend bool operator==(const row_identity&, const row_identity&) = default;
};

row_identity identity_of(const identity_scope& scope, const statement_row& row,
                         const identity_hash& hash);

/// The texts that are hashed: unambiguous, starting with what they are and their version.
std::string source_text(const identity_scope& scope);
std::string group_text(const identity_scope& scope, const statement_row& row);
std::string content_text(const identity_scope& scope, const statement_row& row);
/// Only for a row that has a bank id, as is the next.
std::string bank_id_text(const identity_scope& scope, const statement_row& row);
std::string id_alone_text(const identity_scope& scope, const statement_row& row);

/// What one source says of a transaction. All zeros is the source of bank ids.
struct identity_mark {
  identity_digest source{};
  identity_digest value{};

  friend auto operator<=>(const identity_mark&, const identity_mark&) = default;
};

/// A row of the ledger that came from imports, with what imports have taught about it. Rows that
/// people deleted belong here too, else the next import brings them back.
struct known_row {
  identity_digest group{};
  std::vector<identity_mark> marks;  // at most one of each source

  friend bool operator==(const known_row&, const known_row&) = default;
};

struct row_decision {
  enum class verdict : std::uint8_t { add = 1, duplicate = 2 };
  verdict what = verdict::add;
  /// The ledger row meant: an index into `import_plan::rows`.
  std::size_t row = 0;
  /// For an added row, 1-based: which row of its group it is. (group, occurrence) is unique in a
  /// ledger, so that a store can refuse what two imports at once would add twice.
  std::size_t occurrence = 0;
};

struct import_plan {
  std::vector<row_decision> decisions;  // one for each row of the file, in its order
  std::vector<known_row> rows;  // the known rows, then the added ones, as they are after the import
  std::vector<std::size_t> changed;  // indices of known rows that got a mark and must be stored
  std::size_t added = 0;
};

/// Takes from the rows of a whole file the ids that it gives to rows with different contents. `plan_import` does so by
/// itself; who plans a file in parts calls it first.
void forget_reused_ids(std::span<row_identity> file);

/// Decides which rows of a file are new. `known` must hold every known row of the account whose day
/// occurs in `file` (no row of another day is ever looked at; others do no harm). The rows that are
/// added do not depend on the order of `file`.
import_plan plan_import(std::span<const known_row> known, std::span<const row_identity> file);

}  // namespace smartfin
