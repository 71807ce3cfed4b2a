#pragma once

#include <soci/into.h>
#include <soci/session.h>
#include <soci/statement.h>
#include <soci/use.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "storage/sql/sql_session.hpp"
#include "storage/sql/sql_text.hpp"

namespace smartfin {

/// A statement that is prepared once and then called like a function. Columns and parameters are int64 or string and
/// never NULL; a parameter may be named more than once. Every call runs the statement to its end, so that no read
/// transaction stays open behind it. The session must outlive it.
template <class Signature>
class prepared;

template <class... Columns, class... Parameters>
class prepared<std::tuple<Columns...>(Parameters...)> {
public:
  using row = std::tuple<Columns...>;

  /// Throws storage_failure.
  prepared(sql_session& session, std::string sql)
      : session_(session), sql_(std::move(sql)), names_(parameter_names(sql_)) {
    names_.resize(sizeof...(Parameters));
    translate_sql_errors("prepare", [this] { prepare(); });
  }
  prepared(const prepared&) = delete;
  prepared& operator=(const prepared&) = delete;

  /// Calls `take(columns...)` for every row.
  template <class Take>
  void each(const Parameters&... values, Take&& take) {
    values_ = std::tie(values...);
    execute(false);
    while (statement_->fetch()) std::apply(take, row_);
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
    execute(true);
    return statement_->get_affected_rows();
  }

private:
  void prepare() {
    statement_.reset();  // before the connection that it belongs to
    connection_.reset();
    auto connection = session_.connection();
    auto made = std::make_unique<soci::statement>(*connection);
    made->alloc();
    std::apply([&](auto&... column) { (made->exchange(soci::into(column)), ...); }, row_);
    auto name = names_.begin();
    std::apply([&](auto&... value) { (made->exchange(soci::use(value, *name++)), ...); }, values_);
    made->prepare(sql_);
    made->define_and_bind();
    statement_ = std::move(made);
    connection_ = std::move(connection);
  }

  void execute(bool with_data) {
    if (connection_ != session_.connection()) prepare();
    try {
      statement_->execute(with_data);
    } catch (const soci::soci_error& error) {
      if (!session_.renewed_after(error)) throw;
      prepare();
      statement_->execute(with_data);
    }
  }

  sql_session& session_;
  std::string sql_;
  std::vector<std::string> names_;
  row row_;
  std::tuple<Parameters...> values_;
  std::shared_ptr<soci::session> connection_;
  std::unique_ptr<soci::statement> statement_;
};

/// A statement without result columns.
template <class... Parameters>
using command = prepared<std::tuple<>(Parameters...)>;

}  // namespace smartfin
