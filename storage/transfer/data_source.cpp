#include "storage/transfer/data_source.hpp"

#include <algorithm>
#include <set>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/migrations.hpp"
#include "storage/postgres/postgres_key_check.hpp"
#include "storage/postgres/unfinished_move.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/packed_rows.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// What lies beside a service's own tables.
bool is_of_the_place(const std::string& table) {
  return table == "schema_migrations" || table == key_check_table;
}

/// The number of its newest migration; 0 when it was never used. Every migration must be one that this program has.
int known_schema(data_view& view, const service_schema& known) {
  const auto tables = view.tables();
  if (std::ranges::find(tables, "schema_migrations") == tables.end()) return 0;
  const auto steps = known.steps();
  int newest = 0;
  view.each(
      "SELECT number, checksum FROM schema_migrations ORDER BY number", [&](std::string_view row) {
        packed_fields fields{row};
        fields.begin_row();
        newest = static_cast<int>(integer_of(fields.next()));
        const auto recorded = fields.next().value_or("");
        if (newest > static_cast<int>(steps.size()))
          throw backup_refusal{backup_errc::newer,
                               std::string{"the data of "} + known.service + " have schema " +
                                   std::to_string(newest) + ", this program knows " +
                                   std::to_string(steps.size()) + ": use a newer program"};
        require_known_step(known.service, steps, {newest, std::string{recorded}}, view.dialect());
      });
  return newest;
}

void require_known_tables(data_view& view, const service_shape& shape) {
  std::set<std::string> known;
  for (const auto& table : shape.tables) known.insert(table.name);
  const auto here = view.tables();
  for (const auto& table : here)
    if (!known.contains(table) && !is_of_the_place(table))
      throw storage_refusal{"the data of " + shape.service + " have a table " + table +
                            " that this program does not know"};
  for (const auto& table : known)
    if (std::ranges::find(here, table) == here.end())
      throw storage_refusal{"the data of " + shape.service + " have no table " + table};
}

void add_service(data_source& source, const std::string& service, std::unique_ptr<data_view> view) {
  const auto known =
      std::ranges::find(service_schemas(), service, [](const auto& each) { return each.service; });
  if (known == service_schemas().end())
    throw storage_refusal{"this program knows no service " + service};
  const int schema = known_schema(*view, *known);
  if (schema == 0) return;
  auto shape = shape_of(service, schema);
  require_known_tables(*view, shape);
  source.services.push_back({std::move(shape), std::move(view)});
}

data_source open_folder(const data_place& place) {
  data_source source;
  for (const auto& file : databases_in_order(place.folder))
    if (!may_come_later(service_of(file), place.where))
      add_service(source, service_of(file), open_sqlite_view(file));
  source.key_check = key_check_of(place.folder);
  return source;
}

using named_view = std::pair<std::string, std::unique_ptr<postgres_view>>;

/// Held alone before any of them begins: what a node still wrote is in the view.
std::vector<named_view> open_views(const data_place& place, source_use use) {
  std::vector<named_view> views;
  for (const auto order : snapshot_order()) {
    const std::string service{order};
    if (may_come_later(service, place.where)) continue;
    const auto database = database_of(place.folder, place.where, service);
    const auto& view = views.emplace_back(service, open_postgres_view(database)).second;
    if (use == source_use::alone && !view->take_for_oneself())
      throw storage_refusal{"the data in PostgreSQL are in use by another SmartFin"};
  }
  return views;
}

data_source open_postgres(const data_place& place, source_use use) {
  const auto auth = database_of(place.folder, place.where, "auth");
  refuse_unfinished_move(auth);
  auto views = open_views(place, use);
  const auto& first = views.front().second;
  first->begin({});
  const auto moment = first->shared_moment();
  for (auto each = views.begin() + 1; each != views.end(); ++each) each->second->begin(moment);
  data_source source;
  for (auto& [service, view] : views) add_service(source, service, std::move(view));
  if (holds_key_check(auth)) source.key_check = found_key_check(auth);
  return source;
}

}  // namespace

data_source open_source(const data_place& place, source_use use) {
  auto source = place.is_postgres() ? open_postgres(place, use) : open_folder(place);
  if (source.services.empty()) throw storage_refusal{place.name() + " holds no data of SmartFin"};
  return source;
}

}  // namespace smartfin
