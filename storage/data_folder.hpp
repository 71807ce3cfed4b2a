#pragma once

#include <filesystem>
#include <string>

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
  ~data_folder();
  data_folder(const data_folder&) = delete;
  data_folder& operator=(const data_folder&) = delete;

  std::filesystem::path database(const std::string& service) const;
  const vault& keys() const { return keys_; }

private:
  std::filesystem::path folder_;
  int lock_ = -1;
  vault keys_;
};

}  // namespace smartfin
