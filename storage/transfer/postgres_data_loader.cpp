#include "storage/storage_failure.hpp"
#include "storage/transfer/data_loader.hpp"
#include "storage/transfer/postgres_connection.hpp"

namespace smartfin {
namespace {

class postgres_data_loader final : public data_loader {
public:
  postgres_data_loader(const service_database& database, const service_shape& shape)
      : shape_(shape), connection_(database, session_mode::write) {
    connection_.run("SET synchronous_commit = off");                     // until the end
    connection_.run("SET idle_in_transaction_session_timeout = '60s'");  // the source may be slow
    connection_.run("BEGIN");
  }

  void take(const row_block& block) override {
    const auto& table = shape_.tables.at(block.table);
    if (block.rows > 0) connection_.copy_in(table.name, column_list(table), block.bytes);
    if (!block.may_commit) return;
    connection_.run("COMMIT");
    connection_.run("BEGIN");
  }

  void take_counter(std::size_t table, std::int64_t value) override {
    connection_.run("SELECT setval('" + shape_.tables.at(table).name + "_id_seq', " +
                    std::to_string(value) + " + 1, false)");
  }

  void end() override {
    connection_.run("COMMIT");
    connection_.run("SET synchronous_commit = on");
    for (const auto& table : shape_.tables) connection_.run("ANALYZE " + table.name);
  }

private:
  const service_shape shape_;
  postgres_connection connection_;
};

}  // namespace

std::unique_ptr<data_loader> open_postgres_loader(const service_database& database,
                                                  const service_shape& shape) {
  make_empty_tables(database, shape);
  return std::make_unique<postgres_data_loader>(database, shape);
}

}  // namespace smartfin
