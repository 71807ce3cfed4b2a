#pragma once

#include <filesystem>
#include <string>

#include "storage/data_folder.hpp"

namespace smartfin {

/// Where an installation's data lie: SQLite's files in the folder, or, with a URL, PostgreSQL.
struct data_place {
  std::filesystem::path folder;
  storage_location where;

  bool is_postgres() const { return !where.url.empty(); }
  /// As sentences call it: without the URL, which may name people and machines.
  std::string name() const { return is_postgres() ? "PostgreSQL" : folder.string(); }
};

}  // namespace smartfin
