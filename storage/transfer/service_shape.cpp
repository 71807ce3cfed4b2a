#include "storage/transfer/service_shape.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "storage/migrations.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

[[noreturn]] void refuse(const string& why) { throw storage_refusal{why}; }

value_kind kind_of(const string& declared, const string& table) {
  if (declared == "INTEGER") return value_kind::integer;
  if (declared == "TEXT") return value_kind::text;
  if (declared == "BLOB") return value_kind::bytes;
  refuse("the table " + table + " has a column of type " + declared + ", which cannot be moved");
}

struct reference {
  string table, column, to;
};

/// The catalogue of one service's database.
class catalogue {
public:
  explicit catalogue(sql_session& session)
      : tables_(session,
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND "
                "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'schema_migrations' "
                "ORDER BY rowid"),
        columns_(session, "SELECT name, type, pk FROM pragma_table_info(:t) ORDER BY cid"),
        references_(session,
                    "SELECT \"table\", \"from\", COALESCE(\"to\", '') "
                    "FROM pragma_foreign_key_list(:t)") {}

  void read() {
    std::vector<std::pair<string, string>> found;
    tables_.each([&](const string& name, const string& sql) { found.emplace_back(name, sql); });
    for (const auto& [name, sql] : found) add(name, sql);
  }
  /// Every table behind those that it refers to, or in front of the one that it goes before.
  std::vector<table_shape> in_order() {
    for (const auto& each : tables_found_) place(each.name);
    return std::move(ordered_);
  }

private:
  void add(const string& name, const string& sql) {
    table_shape table{name, {}, {}, sql.find("AUTOINCREMENT") != sql.npos, {}, {}};
    std::map<int64_t, string> key;
    columns_.each(name, [&](const string& column, const string& type, int64_t place) {
      table.columns.push_back({column, kind_of(type, name)});
      if (place > 0) key[place] = column;
    });
    for (const auto& [place, column] : key) table.key.push_back(column);
    if (table.key.empty()) refuse("the table " + name + " has no primary key and cannot be moved");
    auto& referred = references_of_[name];
    references_.each(name, [&](const string& to_table, const string& column, const string& to) {
      referred.push_back({to_table, column, to});
    });
    // The catalogue does not tell when a foreign key is checked; the table's own text does.
    if (sql.find("DEFERRABLE INITIALLY DEFERRED") != sql.npos) {
      if (referred.size() != 1)
        refuse("the table " + name + " defers one foreign key of several and cannot be moved");
      table.goes_before = referred.front().table;
      table.reference = referred.front().column;
    }
    tables_found_.push_back(std::move(table));
  }

  void place(const string& name) {
    if (std::ranges::any_of(ordered_, [&](const auto& each) { return each.name == name; })) return;
    if (!on_the_way_.insert(name).second)
      refuse("the tables of " + name + " refer to each other in a circle and cannot be moved");
    const auto& table =
        *std::ranges::find(tables_found_, name, [](const auto& each) { return each.name; });
    if (table.goes_before.empty())
      for (const auto& each : references_of_[name])
        if (each.table != name) place(each.table);
    for (const auto& each : tables_found_)
      if (each.goes_before == name) place(each.name);
    ordered_.push_back(table);
  }

  prepared<std::tuple<string, string>()> tables_;
  prepared<std::tuple<string, string, int64_t>(string)> columns_;
  prepared<std::tuple<string, string, string>(string)> references_;
  std::vector<table_shape> tables_found_, ordered_;
  std::map<string, std::vector<reference>> references_of_;
  std::set<string> on_the_way_;
};

string definition_of(std::span<const migration> steps) {
  string all;
  for (const auto& step : steps)
    for (const auto* statement : step.statements) all.append(statement).push_back('\0');
  return content_hash(all);
}

}  // namespace

std::size_t service_shape::place_of(const std::string& table) const {
  const auto found = std::ranges::find(tables, table, [](const auto& each) { return each.name; });
  if (found == tables.end())
    throw storage_refusal{"this program knows no table " + table + " of " + service};
  return static_cast<std::size_t>(found - tables.begin());
}

service_shape shape_of(const std::string& service, int schema) {
  const auto schemas = service_schemas();
  const auto known = std::ranges::find(schemas, service, [](const auto& s) { return s.service; });
  if (known == schemas.end()) refuse("this program knows no service " + service);
  const auto steps = known->steps();
  if (schema < 1 || static_cast<std::size_t>(schema) > steps.size())
    refuse("the data of " + service + " has schema " + std::to_string(schema) +
           ", this program knows " + std::to_string(steps.size()) + ": use a newer program");
  const auto until = steps.first(static_cast<std::size_t>(schema));
  return translated("read the shape of a service's data", [&] {
    auto session = sqlite_database(":memory:").open(session_mode::write);
    migrate(session, service, until);
    catalogue known_tables{session};
    known_tables.read();
    return service_shape{service, schema, definition_of(until), known_tables.in_order()};
  });
}

std::string column_list(const table_shape& table) {
  std::string list;
  for (const auto& column : table.columns) list += (list.empty() ? "" : ", ") + column.name;
  return list;
}

}  // namespace smartfin
