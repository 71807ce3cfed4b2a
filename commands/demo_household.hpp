#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "domain/civil_date.hpp"
#include "domain/demo/demo_history.hpp"
#include "domain/ids.hpp"
#include "domain/secret.hpp"
#include "storage/data_folder.hpp"

namespace smartfin {

/// Writes a demo household through the services' own code, without their actors. Every call throws storage_failure.
class demo_household {
public:
  demo_household(const data_folder& data, civil_date today) : data_(data), today_(today) {}

  /// Registers the user; the others need it first.
  void add_user(const std::string& email, const secret& password);
  void fill_profile();
  /// Calls `told(written)` after every commit.
  void write_ledger(const demo::history_options& options,
                    const std::function<void(std::int64_t written)>& told);

private:
  const data_folder& data_;
  civil_date today_;
  user_id user_;
};

}  // namespace smartfin
