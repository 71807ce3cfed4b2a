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
#include <utility>
#include <vector>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// Inserts rows, many with one statement: PostgreSQL is asked once for all of them, and SQLite keeps one journal of
/// what the statement changes instead of one for each row. Columns are int64 or string and never NULL. The session must
/// outlive it.
template <class... Columns>
class bulk_insert {
public:
  /// `head` ends before the rows ("INSERT INTO t(a, b) VALUES"), `tail` follows them.
  bulk_insert(sql_session& session, std::string head, std::string tail = {})
      : session_(session), head_(std::move(head)), tail_(std::move(tail)) {}
  bulk_insert(const bulk_insert&) = delete;
  bulk_insert& operator=(const bulk_insert&) = delete;

  void add(Columns... values) {
    rows_[count_] = {std::move(values)...};
    if (++count_ == rows_max) write();
  }
  /// Writes what has been added; nothing is stored before. Begins anew when the last insert failed.
  void finish() {
    if (count_ > 0) write();
  }
  void forget() { count_ = 0; }

private:
  static constexpr std::size_t rows_max = 64;
  using row = std::tuple<Columns...>;

  struct sized_statement {
    std::shared_ptr<soci::session> connection;
    std::unique_ptr<soci::statement> statement;
  };

  /// In statements of 64, 32, ... rows, so that few are ever prepared.
  void write() {
    const auto count = std::exchange(count_, 0);
    for (std::size_t first = 0, size = rows_max, place = 0; size > 0; size /= 2, ++place)
      for (; count - first >= size; first += size) execute(place, first, size);
  }

  void execute(std::size_t place, std::size_t first, std::size_t size) {
    std::move(rows_.begin() + static_cast<std::ptrdiff_t>(first),
              rows_.begin() + static_cast<std::ptrdiff_t>(first + size), bound_.begin());
    auto& prepared = statements_[place];
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
    for (std::size_t i = 0; i < size; ++i)
      std::apply([&](auto&... value) { (made->exchange(soci::use(value)), ...); }, bound_[i]);
    made->prepare(text(size));
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

  sql_session& session_;
  std::string head_, tail_;
  std::array<row, rows_max> rows_;
  std::array<row, rows_max> bound_;  // where the statements read
  std::size_t count_ = 0;
  std::array<sized_statement, 7> statements_;  // of 64, 32, 16, 8, 4, 2 and 1 rows
};

}  // namespace smartfin
