// What the audit log costs: entries per second that are committed to the table in groups, with and without publishing
// each group as tiles under a signed checkpoint. The table's rate without publication is the baseline.
//   audit_log FOLDER SECONDS [entries per group, 512]
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "storage/audit/audit_publisher.hpp"
#include "storage/audit/audit_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "storage/sqlite/sqlite_session.hpp"

namespace {

using namespace smartfin;

/// As long as an act with its time, actor, address and subject: 300 bytes.
std::string entry_of(std::uint64_t number) {
  auto entry = "{\"act\":" + std::to_string(number) + ",\"text\":\"";
  entry.resize(298, 'x');
  return entry + "\"}";
}

struct table {
  explicit table(const std::filesystem::path& file)
      : session(sqlite_database(file).open(session_mode::write)),
        work((migrate(session, "audit", audit_migrations()), session)),
        rows(make_sql_audit_repository(session)) {}

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<audit_repository> rows;
};

using group = std::vector<std::string>;

/// Entries per second; `publish` gets each group when it is committed.
double rate(table& to, std::size_t per_group, std::chrono::duration<double> limit,
            const std::function<void(std::int64_t first, const group&)>& publish) {
  const auto begin = std::chrono::steady_clock::now();
  std::chrono::duration<double> took{};
  std::size_t written = 0;
  while (took < limit) {
    group entries;
    for (std::size_t i = 0; i < per_group; ++i) entries.push_back(entry_of(written++));
    const auto first = to.rows->size();
    to.work.begin();
    to.rows->append(entries);
    to.work.commit();
    publish(first, entries);
    took = std::chrono::steady_clock::now() - begin;
  }
  return static_cast<double>(written) / took.count();
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const std::filesystem::path folder{arguments[1]};
  const std::chrono::duration<double> limit{std::atof(arguments[2])};
  const auto per_group =
      static_cast<std::size_t>(std::max(1, count > 3 ? std::atoi(arguments[3]) : 512));
  std::filesystem::create_directories(folder);
  std::vector<double> committed, published;
  for (int round = 0; round < 3; ++round) {
    const auto name = std::to_string(round);
    table alone{folder / ("alone" + name + ".db")}, both{folder / ("both" + name + ".db")};
    audit_publisher publisher{{folder / ("log" + name), "bench.example", key_bytes::random()}};
    committed.push_back(rate(alone, per_group, limit, [](std::int64_t, const group&) {}));
    published.push_back(rate(both, per_group, limit, [&](std::int64_t first, const group& entries) {
      publisher.publish(static_cast<std::uint64_t>(first), entries);
    }));
  }
  std::ranges::sort(committed);
  std::ranges::sort(published);
  std::cout << "groups of " << per_group
            << ", entries of 300 bytes, SQLite WAL with synchronous=FULL, "
            << "3 rounds, the median\n"
            << "  committed, entries/s             " << static_cast<std::int64_t>(committed[1])
            << "\n"
            << "  committed and published          " << static_cast<std::int64_t>(published[1])
            << "  target >= 20000\n"
            << "  ratio                            " << published[1] / committed[1] << "\n";
}
