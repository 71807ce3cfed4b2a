#pragma once

#include <soci/session.h>

#include <filesystem>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// A connection to one service's file: WAL, synchronous=FULL (an acknowledged write survives a power cut), foreign keys
/// enforced, a busy time-out. One session belongs to one thread at a time. Throws storage_failure.
void open_sqlite(soci::session& session, const std::filesystem::path& file, session_mode mode);

/// One service's file, made when it is first opened.
service_database sqlite_database(std::filesystem::path file);

}  // namespace smartfin
