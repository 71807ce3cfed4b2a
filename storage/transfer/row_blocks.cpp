#include "storage/transfer/row_blocks.hpp"

#include <algorithm>

#include "storage/transfer/packed_rows.hpp"

namespace smartfin {
namespace {

constexpr std::size_t block_bytes = 512 * 1024;
/// So many rows, with all that go before them, are one transaction of their new database.
constexpr int group_rows = 4'096;

std::string key_list(const table_shape& table) {
  std::string list;
  for (const auto& column : table.key) list += (list.empty() ? "" : ", ") + column;
  return list;
}

/// A range of ids: above the one, up to the other.
struct id_range {
  std::int64_t above = 0, up_to = 0;
  std::string of(const std::string& column) const {
    return " WHERE " + column + " > " + std::to_string(above) + " AND " + column +
           " <= " + std::to_string(up_to);
  }
};

class service_reading {
public:
  service_reading(data_view& view, const service_shape& shape, row_taker& to)
      : view_(view), shape_(shape), to_(to) {}

  void read() {
    for (std::size_t place = 0; place < shape_.tables.size(); ++place) {
      const auto& table = shape_.tables[place];
      if (!table.goes_before.empty()) continue;
      if (const auto before = tables_before(table.name); !before.empty())
        read_in_groups(place, before);
      else
        read_query(place, " ORDER BY " + key_list(table), true);
    }
    for (std::size_t place = 0; place < shape_.tables.size(); ++place)
      if (shape_.tables[place].has_counter)
        to_.take_counter(place, view_.counter(shape_.tables[place].name));
  }

private:
  std::vector<std::size_t> tables_before(const std::string& name) const {
    std::vector<std::size_t> found;
    for (std::size_t place = 0; place < shape_.tables.size(); ++place)
      if (shape_.tables[place].goes_before == name) found.push_back(place);
    return found;
  }

  // The last group takes along what refers to no row at all, for the new database to refuse.
  void read_in_groups(std::size_t place, const std::vector<std::size_t>& before) {
    const auto& table = shape_.tables[place];
    const auto& id = table.key.front();
    id_range range{std::numeric_limits<std::int64_t>::min(), 0};
    while (range.up_to != std::numeric_limits<std::int64_t>::max()) {
      range.up_to = first_integer(
          view_, "SELECT COALESCE(MAX(id), " +
                     std::to_string(std::numeric_limits<std::int64_t>::max()) + ") FROM (SELECT " +
                     id + " AS id FROM " + table.name + " WHERE " + id + " > " +
                     std::to_string(range.above) + " ORDER BY " + id + " LIMIT " +
                     std::to_string(group_rows) + ") AS page");
      for (const auto each : before) {
        const auto& first = shape_.tables[each];
        read_query(
            each,
            range.of(first.reference) + " ORDER BY " + first.reference + ", " + key_list(first),
            false);
      }
      read_query(place, range.of(id) + " ORDER BY " + id, false);
      finish(place, true);
      range.above = range.up_to;
    }
  }

  /// Rows that stand by themselves may be committed after any of them.
  void read_query(std::size_t place, const std::string& condition, bool alone) {
    const auto& table = shape_.tables[place];
    view_.each("SELECT " + column_list(table) + " FROM " + table.name + condition,
               [&](std::string_view row) {
                 block_.bytes.append(row);
                 ++block_.rows;
                 if (block_.bytes.size() >= block_bytes) finish(place, alone);
               });
    if (block_.rows > 0) finish(place, alone);
  }

  void finish(std::size_t place, bool may_commit) {
    block_.table = place;
    block_.may_commit = may_commit;
    to_.take(block_);
    block_.bytes.clear();
    block_.rows = 0;
  }

  data_view& view_;
  const service_shape& shape_;
  row_taker& to_;
  row_block block_;
};

}  // namespace

void read_rows(data_view& view, const service_shape& shape, row_taker& to) {
  service_reading{view, shape, to}.read();
}

}  // namespace smartfin
