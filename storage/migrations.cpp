#include "storage/migrations.hpp"

#include <string>

#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "storage/vault.hpp"

namespace smartfin {
namespace {

std::string checksum(const migration& step) {
  std::string text;
  for (const auto* statement : step.statements) text.append(statement).push_back('\0');
  return content_hash(text);
}

void refuse_foreign_history(soci::session& session, std::string_view service,
                            std::span<const migration> steps) {
  int newest = 0;
  session << "SELECT COALESCE(MAX(number), 0) FROM schema_migrations", soci::into(newest);
  if (newest > static_cast<int>(steps.size()))
    throw storage_refusal{"the data of " + std::string{service} + " has schema " +
                          std::to_string(newest) + ", this program knows " +
                          std::to_string(steps.size()) + ": use a newer program"};
  for (int number = 1; number <= newest; ++number) {
    std::string recorded;
    session << "SELECT checksum FROM schema_migrations WHERE number = :n", soci::use(number),
        soci::into(recorded);
    if (recorded != checksum(steps[static_cast<std::size_t>(number - 1)]))
      throw storage_refusal{"migration " + std::to_string(number) + " of " + std::string{service} +
                            " is not the one that made its data"};
  }
}

void apply_missing(soci::session& session, std::span<const migration> steps) {
  for (const auto& step : steps) {
    int done = 0;
    session << "SELECT COUNT(*) FROM schema_migrations WHERE number = :n", soci::use(step.number),
        soci::into(done);
    if (done != 0) continue;
    for (const auto* statement : step.statements) session << statement;
    const std::string name{step.name}, sum = checksum(step);
    session << "INSERT INTO schema_migrations(number, name, checksum) VALUES(:n, :m, :c)",
        soci::use(step.number), soci::use(name), soci::use(sum);
  }
}

}  // namespace

void migrate(soci::session& session, std::string_view service, std::span<const migration> steps) {
  translate_sql_errors("migrate", [&] {
    session << "BEGIN IMMEDIATE";
    try {
      session << "CREATE TABLE IF NOT EXISTS schema_migrations(number INTEGER PRIMARY KEY, "
                 "name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";
      refuse_foreign_history(session, service, steps);
      apply_missing(session, steps);
      session << "COMMIT";
    } catch (...) {
      session << "ROLLBACK";
      throw;
    }
  });
}

}  // namespace smartfin
