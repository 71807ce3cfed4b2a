#pragma once

#include <filesystem>
#include <string>

#include "storage/sql/sql_session.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// The folder that holds a node's embedded databases, locked for this process as long as the object lives.
class data_folder {
public:
  /// Makes the folder if it is missing, takes its lock, opens the master key (made when the folder
  /// holds no data yet) and brings every service's database up to date. An empty `master_key_file`
  /// stands for "<folder>.master-key". Throws storage_refusal with a sentence for the operator: not
  /// writable, in use, newer than this program, key missing or inside the folder.
  data_folder(const std::filesystem::path& folder, std::filesystem::path master_key_file);

  service_database database(const std::string& service) const;
  const std::filesystem::path& folder() const { return folder_; }
  const vault& keys() const { return keys_; }

private:
  /// Held by the first member that can fail, so that a start that is refused lets the folder go.
  class lock {
  public:
    explicit lock(const std::filesystem::path& folder);
    ~lock();
    lock(const lock&) = delete;
    lock& operator=(const lock&) = delete;

  private:
    int file_ = -1;
  };

  std::filesystem::path folder_;
  lock lock_;
  vault keys_;
};

}  // namespace smartfin
