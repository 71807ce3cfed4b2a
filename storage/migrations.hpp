#pragma once

#include <span>
#include <string>
#include <string_view>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// One step of a service's schema. Numbers count up from 1 without gaps; a step that has been released never changes.
/// `statements` are what SQLite is told. PostgreSQL is told the same in its words, without the triggers that
/// have conditions; in their place, afterwards, come `postgres_guards`. A database with TimescaleDB is then told
/// `timescale` too: which of the two a database is, is decided by its first step, and stays.
struct migration {
  int number = 0;
  std::string_view name;
  std::span<const char* const> statements;
  std::span<const char* const> postgres_guards = {};
  std::span<const char* const> timescale = {};
};

/// Brings the database up to the last of `steps`, each once, all under one lock, recording number and checksum.
/// Throws storage_refusal when the database is newer than `steps` or a recorded step reads differently today.
/// TimescaleDB counts when its extension is in the database and the caller may use the schema it is in.
void migrate(sql_session& session, std::string_view service, std::span<const migration> steps);

/// A step as a database has recorded it.
struct recorded_step {
  int number = 0;
  std::string checksum;
};
/// Throws storage_refusal when `steps` have no such number, or it reads differently today.
void require_known_step(std::string_view service, std::span<const migration> steps,
                        const recorded_step& recorded, sql_dialect dialect);

}  // namespace smartfin
