#include "storage/migrations.hpp"

#include <soci/session.h>

#include <string>
#include <vector>

#include "storage/sql/sql_session.hpp"
#include "storage/sql/sql_text.hpp"
#include "storage/storage_failure.hpp"
#include "storage/vault.hpp"

namespace smartfin {
namespace {

/// What this database is told in one step.
std::vector<std::string> texts_of(const migration& step, sql_dialect dialect) {
  std::vector<std::string> texts;
  for (const std::string_view statement : step.statements) {
    if (dialect == sql_dialect::sqlite)
      texts.emplace_back(statement);
    else if (auto text = as_postgres_schema(statement); !text.empty())
      texts.push_back(std::move(text));
  }
  if (dialect == sql_dialect::postgres)
    for (const auto* guard : step.postgres_guards) texts.emplace_back(guard);
  return texts;
}

std::string checksum(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all.append(text).push_back('\0');
  return content_hash(all);
}

void refuse_newer(std::string_view service, int schema, std::span<const migration> steps) {
  if (schema > static_cast<int>(steps.size()))
    throw storage_refusal{"the data of " + std::string{service} + " has schema " +
                          std::to_string(schema) + ", this program knows " +
                          std::to_string(steps.size()) + ": use a newer program"};
}

/// One database being brought up to date.
class migration_run {
public:
  migration_run(sql_session& session, std::string_view service, std::span<const migration> steps)
      : session_(*session.connection()),
        dialect_(session.dialect()),
        service_(service),
        steps_(steps) {}

  void lock() {
    session_ << (dialect_ == sql_dialect::sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
    // In the second of two key spaces of advisory locks, by a number of ours and the schema's.
    if (dialect_ == sql_dialect::postgres)
      session_ << "SELECT pg_advisory_xact_lock(1936941426, hashtext(current_schema()))";
  }
  void work() {
    const std::string table =
        "CREATE TABLE IF NOT EXISTS schema_migrations(number INTEGER PRIMARY KEY, "
        "name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";
    session_ << (dialect_ == sql_dialect::sqlite ? table : as_postgres_schema(table));
    if (dialect_ == sql_dialect::postgres)
      session_
          << "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
             "RAISE EXCEPTION '%', TG_ARGV[0]; END $$";
    refuse_foreign_history();
    apply_missing();
  }
  void commit() { session_ << "COMMIT"; }
  void undo() noexcept {
    try {
      session_ << "ROLLBACK";
    } catch (const soci::soci_error&) {
      // The connection is lost, and the transaction with it.
    }
  }

private:
  void refuse_foreign_history() {
    int newest = 0;
    session_ << "SELECT COALESCE(MAX(number), 0) FROM schema_migrations", soci::into(newest);
    refuse_newer(service_, newest, steps_);
    for (int number = 1; number <= newest; ++number) {
      std::string recorded;
      session_ << "SELECT checksum FROM schema_migrations WHERE number = :n", soci::use(number),
          soci::into(recorded);
      require_known_step(service_, steps_, {number, recorded}, dialect_);
    }
  }

  void apply_missing() {
    for (const auto& step : steps_) {
      int done = 0;
      session_ << "SELECT COUNT(*) FROM schema_migrations WHERE number = :n",
          soci::use(step.number), soci::into(done);
      if (done != 0) continue;
      const auto texts = texts_of(step, dialect_);
      for (const auto& text : texts) session_ << text;
      const std::string name{step.name}, sum = checksum(texts);
      session_ << "INSERT INTO schema_migrations(number, name, checksum) VALUES(:n, :m, :c)",
          soci::use(step.number), soci::use(name), soci::use(sum);
    }
  }

  soci::session& session_;
  sql_dialect dialect_;
  std::string service_;
  std::span<const migration> steps_;
};

}  // namespace

void migrate(sql_session& session, std::string_view service, std::span<const migration> steps) {
  translate_sql_errors("migrate", [&] {
    migration_run run{session, service, steps};
    run.lock();
    try {
      run.work();
      run.commit();
    } catch (...) {
      run.undo();
      throw;
    }
  });
}

void require_known_step(std::string_view service, std::span<const migration> steps,
                        recorded_step recorded, sql_dialect dialect) {
  refuse_newer(service, recorded.number, steps);
  const auto& step = steps[static_cast<std::size_t>(recorded.number - 1)];
  if (recorded.checksum != checksum(texts_of(step, dialect)))
    throw storage_refusal{"migration " + std::to_string(recorded.number) + " of " +
                          std::string{service} + " is not the one that made its data"};
}

}  // namespace smartfin
