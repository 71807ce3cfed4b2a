#pragma once

#include <soci/session.h>
#include <soci/statement.h>
#include <soci/use.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "storage/sql/sql_session.hpp"
#include "storage/sql/sql_text.hpp"

namespace smartfin {

/// Inserts rows, many with one statement: PostgreSQL is asked once for all of them, and SQLite keeps one journal of
/// what the statement changes instead of one for each row. Columns are int64 or string and never NULL. The session must
/// outlive it.
template <class... Columns>
class bulk_insert {
public:
  /// `head` ends before the rows ("INSERT INTO t(a, b) VALUES"), `tail` follows them.
  bulk_insert(sql_session& session, std::string head, std::string tail = {})
      : session_(session),
        head_(std::move(head)),
        tail_(std::move(tail)),
        as_lists_(session.dialect() == sql_dialect::postgres) {}
  bulk_insert(const bulk_insert&) = delete;
  bulk_insert& operator=(const bulk_insert&) = delete;

  void add(Columns... values) {
    if (as_lists_)
      append(std::index_sequence_for<Columns...>{}, values...);
    else
      rows_[count_] = {std::move(values)...};
    if (++count_ == (as_lists_ ? listed_rows_max : rows_max)) write();
  }
  /// Writes what has been added; nothing is stored before. Begins anew when the last insert failed.
  void finish() {
    if (count_ > 0) write();
  }
  void forget() {
    count_ = 0;
    for (auto& list : lists_) list.clear();
  }

private:
  static constexpr std::size_t rows_max = 64, listed_rows_max = 512;
  using row = std::tuple<Columns...>;

  struct sized_statement {
    std::shared_ptr<soci::session> connection;
    std::unique_ptr<soci::statement> statement;
  };

  template <std::size_t... Places>
  void append(std::index_sequence<Places...>, const Columns&... values) {
    (append_to_list(lists_[Places], values), ...);
  }

  void write() {
    const auto count = std::exchange(count_, 0);
    if (as_lists_) {
      bound_lists_ = std::exchange(lists_, {});
      for (auto& list : bound_lists_) list += '}';
      return execute(statements_.front(), 0);
    }
    // In statements of 64, 32, ... rows, so that few are ever prepared.
    for (std::size_t first = 0, size = rows_max, place = 0; size > 0; size /= 2, ++place)
      for (; count - first >= size; first += size) {
        std::move(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                  rows_.begin() + static_cast<std::ptrdiff_t>(first + size), bound_.begin());
        execute(statements_[place], size);
      }
  }

  void execute(sized_statement& prepared, std::size_t size) {
    if (prepared.connection != session_.connection()) prepare(prepared, size);
    try {
      prepared.statement->execute(true);
    } catch (const soci::soci_error& error) {
      if (!session_.renewed_after(error)) throw;
      prepare(prepared, size);
      prepared.statement->execute(true);
    }
  }

  void prepare(sized_statement& to, std::size_t size) {
    to.statement.reset();  // before the connection that it belongs to
    to.connection.reset();
    auto connection = session_.connection();
    auto made = std::make_unique<soci::statement>(*connection);
    made->alloc();
    if (as_lists_)
      for (const auto& list : bound_lists_) made->exchange(soci::use(list));
    for (std::size_t i = 0; i < size; ++i)
      std::apply([&](auto&... value) { (made->exchange(soci::use(value)), ...); }, bound_[i]);
    made->prepare(as_lists_ ? text_of_lists() : text(size));
    made->define_and_bind();
    to = {std::move(connection), std::move(made)};
  }

  std::string text(std::size_t size) const {
    std::string sql = head_;
    for (std::size_t i = 0, parameter = 0; i < size; ++i) {
      sql += i == 0 ? " (" : ", (";
      for (std::size_t column = 0; column < sizeof...(Columns); ++column)
        sql += (column == 0 ? ":p" : ", :p") + std::to_string(parameter++);
      sql += ')';
    }
    return sql + tail_;
  }
  /// A parameter for each column instead of each value: the values' own are most of such a statement's price.
  std::string text_of_lists() const {
    std::string lists;
    std::size_t column = 0;
    ((lists += (column == 0 ? "CAST(:p" : ", CAST(:p") + std::to_string(column) +
               (std::is_same_v<Columns, std::string> ? " AS TEXT[])" : " AS BIGINT[])"),
      ++column),
     ...);
    return head_.substr(0, head_.rfind("VALUES")) + "SELECT * FROM unnest(" + lists + ")" + tail_;
  }

  sql_session& session_;
  const std::string head_, tail_;
  const bool as_lists_;
  std::array<row, rows_max> rows_;
  std::array<row, rows_max> bound_;  // where the statements read
  std::array<std::string, sizeof...(Columns)> lists_, bound_lists_;
  std::size_t count_ = 0;
  std::array<sized_statement, 7>
      statements_;  // of 64, 32, 16, 8, 4, 2 and 1 rows; of lists the first
};

}  // namespace smartfin
