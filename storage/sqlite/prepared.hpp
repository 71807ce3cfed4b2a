#pragma once

#include <soci/into.h>
#include <soci/session.h>
#include <soci/statement.h>
#include <soci/use.h>

#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

namespace smartfin {

/// A statement that is prepared once and then called like a function. Columns and parameters are int64 or string and
/// never NULL. Every call runs the statement to its end, so that no read transaction stays open behind it.
template <class Signature>
class prepared;

template <class... Columns, class... Parameters>
class prepared<std::tuple<Columns...>(Parameters...)> {
public:
  using row = std::tuple<Columns...>;

  prepared(soci::session& session, const char* sql) : statement_(session) {
    statement_.alloc();
    std::apply([this](auto&... column) { (statement_.exchange(soci::into(column)), ...); }, row_);
    std::apply([this](auto&... value) { (statement_.exchange(soci::use(value)), ...); }, values_);
    statement_.prepare(sql);
    statement_.define_and_bind();
  }
  prepared(const prepared&) = delete;
  prepared& operator=(const prepared&) = delete;

  /// Calls `take(columns...)` for every row.
  template <class Take>
  void each(const Parameters&... values, Take&& take) {
    values_ = std::tie(values...);
    statement_.execute(false);
    while (statement_.fetch()) std::apply(take, row_);
  }

  /// The first row, if any.
  std::optional<row> first(const Parameters&... values) {
    std::optional<row> found;
    each(values..., [&](const Columns&... columns) {
      if (!found) found.emplace(columns...);
    });
    return found;
  }

  /// Runs a statement without result columns; the number of rows it changed.
  std::int64_t run(const Parameters&... values) {
    values_ = std::tie(values...);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

private:
  row row_;
  std::tuple<Parameters...> values_;
  soci::statement statement_;
};

/// A statement without result columns.
template <class... Parameters>
using command = prepared<std::tuple<>(Parameters...)>;

}  // namespace smartfin
