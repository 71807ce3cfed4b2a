#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "domain/imports/amount_format.hpp"
#include "domain/imports/csv_layout.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/date_format.hpp"
#include "domain/imports/statement.hpp"

namespace smartfin {

/// How one table writes dates and amounts.
struct csv_dialect {
  date_order order = date_order::day_first;
  bool dates_ambiguous = false;
  decimal_mark mark = decimal_mark::point;
  bool uses_direction = false;  // amounts carry no sign, a column says which way they go
};

/// First pass over all records: finds out the dialect.
class csv_profile {
public:
  explicit csv_profile(const csv_layout& layout) : layout_(layout) {}
  void add(const csv_record& record);
  csv_dialect decide(const import_options& options) const;

private:
  const csv_layout& layout_;
  date_profile dates_;
  amount_profile amounts_;
  std::size_t directions_ = 0;
  std::size_t other_words_ = 0;
};

/// A line that is no row and needs no mention: preamble, header, empty cells, totals.
struct left_out {
  bool is_footer = false;
};

/// What became of one record.
using row_outcome = std::variant<statement_row, rejected_row, left_out>;

/// Second pass: one record becomes a row, or the reason why not.
class csv_row_maker {
public:
  csv_row_maker(const csv_layout& layout, csv_dialect dialect, const import_options& options)
      : layout_(layout), dialect_(dialect), options_(options) {}

  row_outcome make(const csv_record& record) const;

private:
  using cells = std::span<const std::string_view>;
  result<money, std::string_view> amount_of(cells row, currency unit) const;
  result<money, std::string_view> whole_amount_of(cells row, currency unit) const;
  result<money, std::string_view> split_amount_of(cells row, currency unit) const;
  result<currency, std::string_view> unit_of(cells row) const;
  bool is_footer(cells row) const;
  void fill_texts(cells row, statement_row& made) const;

  const csv_layout& layout_;
  csv_dialect dialect_;
  const import_options& options_;
};

}  // namespace smartfin
