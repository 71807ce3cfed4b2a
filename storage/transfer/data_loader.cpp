#include "storage/transfer/data_loader.hpp"

#include <algorithm>

#include <soci/session.h>

#include "storage/migrations.hpp"

namespace smartfin {

void make_empty_tables(const service_database& database, const service_shape& shape) {
  auto session = database.open(session_mode::write);
  const auto known = std::ranges::find(service_schemas(), shape.service,
                                       [](const auto& each) { return each.service; });
  migrate(session, shape.service, known->steps().first(static_cast<std::size_t>(shape.schema)));
  translate_sql_errors("empty tables", [&] {
    for (auto table = shape.tables.rbegin(); table != shape.tables.rend(); ++table)
      *session.connection() << "DELETE FROM " + table->name;
  });
}

}  // namespace smartfin
