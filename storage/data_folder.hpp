#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "storage/migrations.hpp"
#include "storage/sql/sql_session.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Where a node's databases are, when not in its folder. Without a URL they are in the folder, SQLite's.
struct storage_location {
  std::string url;  ///< of PostgreSQL
  std::filesystem::path password_file;
  /// Of the PostgreSQL that has ANALYTICS' data; empty: with the others.
  std::string analytics_url{};
  std::filesystem::path analytics_password_file{};
};

/// A service that keeps data, and the steps of its schema.
struct service_schema {
  const char* service;
  std::span<const migration> (*steps)();
};
/// All of them.
std::span<const service_schema> service_schemas();

/// A folder, made if it is missing and locked for this process as long as the object lives. Throws storage_refusal when
/// it is in use or cannot be written.
class folder_lock {
public:
  explicit folder_lock(const std::filesystem::path& folder);
  ~folder_lock();
  folder_lock(const folder_lock&) = delete;
  folder_lock& operator=(const folder_lock&) = delete;

private:
  int file_ = -1;
};

/// The folder that holds a node's embedded databases, locked for this process as long as the object lives. The
/// databases may also be PostgreSQL's: then the folder holds its lock, and unnamed files for a while.
class data_folder {
public:
  /// Makes the folder if it is missing, takes its lock, opens the master key (made when the folder
  /// holds no data yet) and brings every service's database up to date. An empty `master_key_file`
  /// stands for "<folder>.master-key". Throws storage_refusal with a sentence for the operator: not
  /// writable, in use, newer than this program, key missing or inside the folder, no way to PostgreSQL.
  data_folder(const std::filesystem::path& folder, std::filesystem::path master_key_file,
              storage_location where = {});

  service_database database(const std::string& service) const;
  const std::filesystem::path& folder() const { return folder_; }
  const vault& keys() const { return keys_; }

private:
  std::filesystem::path folder_;
  storage_location where_;
  folder_lock lock_;  // before what can fail: a start that is refused lets the folder go
  vault keys_;
};

/// `given`, or "<folder>.master-key" when it is empty. Throws storage_refusal when it lies in the folder.
std::filesystem::path master_key_path(const std::filesystem::path& folder,
                                      const std::filesystem::path& given);
/// The keys of data that another process may be using: takes no lock and writes nothing. Throws storage_refusal when
/// the key is missing or is not the one that sealed the data.
vault keys_of_data(const std::filesystem::path& folder,
                   const std::filesystem::path& master_key_file,
                   const storage_location& where = {});
/// Whether a service's data lie on a server of their own, which the others do not wait for: its workers bring the
/// schema up to date themselves when the server is there. They are made of others' and can be made anew.
bool may_come_later(const std::string& service, const storage_location& where);
/// Where one service's data are, or would be.
service_database database_of(const std::filesystem::path& folder, const storage_location& where,
                             const std::string& service);
/// The folder's proof of the key that sealed its data; empty when it has none.
std::string key_check_of(const std::filesystem::path& folder);
/// Whether the path, with its links followed, leads into the folder or is the folder. No name is no folder.
bool lies_inside(const std::filesystem::path& file, const std::filesystem::path& folder);
/// The newest schema this program knows of each service's database.
std::map<std::string, int> known_schemas();

}  // namespace smartfin
