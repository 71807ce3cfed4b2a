#include "storage/migrations.hpp"

#include <soci/session.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "storage/sql/sql_session.hpp"
#include "storage/sql/sql_text.hpp"
#include "storage/storage_failure.hpp"
#include "storage/vault.hpp"

namespace smartfin {
namespace {

/// What kind of database is brought up to date. Installed tables stay what they are: one that TimescaleDB was added to
/// later goes on without it.
enum class branch { sqlite, postgres, timescale };

/// What this database is told in one step.
std::vector<std::string> texts_of(const migration& step, branch told) {
  std::vector<std::string> texts;
  for (const std::string_view statement : step.statements) {
    if (told == branch::sqlite)
      texts.emplace_back(statement);
    else if (auto text = as_postgres_schema(statement); !text.empty())
      texts.push_back(std::move(text));
  }
  if (told == branch::sqlite) return texts;
  for (const auto* guard : step.postgres_guards) texts.emplace_back(guard);
  if (told == branch::timescale)
    for (const auto* statement : step.timescale) texts.emplace_back(statement);
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

/// The recorded step must be one of `steps` as one of the branches is told it.
void require_step(std::string_view service, std::span<const migration> steps,
                  const recorded_step& recorded, std::initializer_list<branch> branches) {
  refuse_newer(service, recorded.number, steps);
  const auto& step = steps[static_cast<std::size_t>(recorded.number - 1)];
  for (const auto told : branches)
    if (recorded.checksum == checksum(texts_of(step, told))) return;
  throw storage_refusal{"migration " + std::to_string(recorded.number) + " of " +
                        std::string{service} + " is not the one that made its data"};
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
    branch_ = find_branch();
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
  std::string recorded_checksum(int number) {
    std::string recorded;
    session_ << "SELECT checksum FROM schema_migrations WHERE number = :n", soci::use(number),
        soci::into(recorded);
    return recorded;
  }

  branch find_branch() {
    if (dialect_ == sql_dialect::sqlite) return branch::sqlite;
    for (const auto& step : steps_) {
      if (step.timescale.empty()) continue;
      const auto recorded = recorded_checksum(step.number);
      if (recorded.empty()) return has_timescale() ? branch::timescale : branch::postgres;
      if (recorded == checksum(texts_of(step, branch::timescale))) return branch::timescale;
    }
    return branch::postgres;
  }

  /// The setting says which edition is loaded into the server; the extension may still be missing in this database.
  bool has_timescale() {
    int usable = 0;
    session_ << "SELECT COUNT(*) FROM pg_extension WHERE extname = 'timescaledb' "
                "AND current_setting('timescaledb.license', true) IN ('apache', 'timescale') "
                "AND has_schema_privilege(extnamespace, 'USAGE')",
        soci::into(usable);
    return usable != 0;
  }

  void refuse_foreign_history() {
    int newest = 0;
    session_ << "SELECT COALESCE(MAX(number), 0) FROM schema_migrations", soci::into(newest);
    refuse_newer(service_, newest, steps_);
    for (int number = 1; number <= newest; ++number) {
      require_step(service_, steps_, {number, recorded_checksum(number)}, {branch_});
    }
  }

  void apply_missing() {
    for (const auto& step : steps_) {
      int done = 0;
      session_ << "SELECT COUNT(*) FROM schema_migrations WHERE number = :n",
          soci::use(step.number), soci::into(done);
      if (done != 0) continue;
      const auto texts = texts_of(step, branch_);
      for (const auto& text : texts) session_ << text;
      const std::string name{step.name}, sum = checksum(texts);
      session_ << "INSERT INTO schema_migrations(number, name, checksum) VALUES(:n, :m, :c)",
          soci::use(step.number), soci::use(name), soci::use(sum);
    }
  }

  soci::session& session_;
  sql_dialect dialect_;
  branch branch_ = branch::postgres;
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
                        const recorded_step& recorded, sql_dialect dialect) {
  if (dialect == sql_dialect::sqlite)
    require_step(service, steps, recorded, {branch::sqlite});
  else
    require_step(service, steps, recorded, {branch::postgres, branch::timescale});
}

}  // namespace smartfin
