#pragma once

#include <soci/session.h>

#include <filesystem>
#include <functional>

namespace smartfin {

enum class session_mode { write, read };

/// A connection to one service's file: WAL, synchronous=FULL (an acknowledged write survives a power cut), foreign keys
/// enforced, a busy time-out. One session belongs to one thread at a time. Throws storage_failure.
void open_sqlite(soci::session& session, const std::filesystem::path& file, session_mode mode);

/// Runs `work`, turning every error of the database into storage_failure.
void translate_sql_errors(const char* what, const std::function<void()>& work);

/// The same for work with a result.
template <class Work>
auto translated(const char* what, Work&& work) {
  decltype(work()) made{};
  translate_sql_errors(what, [&] { made = work(); });
  return made;
}

}  // namespace smartfin
