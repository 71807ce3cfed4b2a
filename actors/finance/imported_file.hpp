#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/imports/day_sorter.hpp"
#include "domain/ledger/ledger_errc.hpp"
#include "domain/result.hpp"
#include "messages/imports.hpp"

namespace smartfin {

/// Why nothing is imported of a file, and what the client is told of it.
struct file_refusal {
  ledger_errc code = ledger_errc::none;
  std::string detail;
};

/// The rows of a bank's file that belong into one account, in the order of their days and in parts of whole days.
class imported_file {
public:
  /// Reads the file and tells `view` what it is. Errors: unknown_format, too_many_rows, rows_rejected (atomic only).
  /// Throws no_room.
  static result<std::unique_ptr<imported_file>, file_refusal> read(
      const import_file& what, std::shared_ptr<scratch_file> scratch, std::size_t rows_at_once_max,
      import_view& view);

  /// The next part, at least `rows_min` rows but for the last; null behind the last.
  std::shared_ptr<const import_chunk> next_part(std::size_t rows_min);

private:
  friend class file_reading;
  explicit imported_file(std::shared_ptr<scratch_file> scratch)
      : scratch_(std::move(scratch)), rows_(*scratch_) {}

  std::shared_ptr<scratch_file> scratch_;
  day_sorter rows_;
  std::optional<statement_row> ahead_;  // of the next part
  std::string source_;
};

}  // namespace smartfin
