#include "storage/postgres/postgres_session.hpp"
#include "storage/transfer/data_view.hpp"
#include "storage/transfer/packed_rows.hpp"
#include "storage/transfer/postgres_connection.hpp"

namespace smartfin {
namespace {

class postgres_data_view final : public postgres_view {
public:
  explicit postgres_data_view(const service_database& database)
      : connection_(database, session_mode::read) {}

  sql_dialect dialect() const override { return sql_dialect::postgres; }
  void require_sound() override {}  // its own checksums and tools watch over that

  std::vector<std::string> tables() override {
    return connection_.texts("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
  }
  void each(const std::string& query, const take_row& take) override {
    connection_.copy_out(query, take);
  }
  // A sequence that steps by more than one gives a block of ids at a time. It is no part of the moment: it may
  // be ahead of it, never behind.
  std::int64_t counter(const std::string& table) override {
    return first_integer(*this,
                         "SELECT CASE WHEN is_called THEN last_value + seqincrement - 1 "
                         "ELSE last_value - 1 END FROM " +
                             table + "_id_seq, pg_sequence WHERE seqrelid = '" + table +
                             "_id_seq'::regclass");
  }

  bool take_for_oneself() override { return try_to_hold_alone(connection_.session()); }
  void begin(const std::string& moment) override {
    connection_.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (!moment.empty()) connection_.run("SET TRANSACTION SNAPSHOT '" + moment + "'");
    tables();  // the first read is what begins the view
  }
  std::string shared_moment() override {
    return connection_.texts("SELECT pg_export_snapshot()").at(0);
  }

private:
  postgres_connection connection_;
};

}  // namespace

std::unique_ptr<postgres_view> open_postgres_view(const service_database& database) {
  return std::make_unique<postgres_data_view>(database);
}

}  // namespace smartfin
