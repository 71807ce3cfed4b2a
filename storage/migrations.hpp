#pragma once

#include <soci/session.h>

#include <span>
#include <string_view>

namespace smartfin {

/// One step of a service's schema. Numbers count up from 1 without gaps; a step that has been released never changes.
struct migration {
  int number = 0;
  std::string_view name;
  std::span<const char* const> statements;
};

/// Brings the database up to the last of `steps`, each once, all under one lock, recording number and checksum.
/// Throws storage_refusal when the database is newer than `steps` or a recorded step reads differently today.
void migrate(soci::session& session, std::string_view service, std::span<const migration> steps);

}  // namespace smartfin
