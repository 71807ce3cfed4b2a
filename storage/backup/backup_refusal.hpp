#pragma once

#include <cstdint>
#include <string>

#include "storage/storage_failure.hpp"

namespace smartfin {

/// Why a backup is not made or not restored. Values are append-only: they are the exit statuses of the commands.
enum class backup_errc : std::uint8_t {
  none = 0,
  unusable = 1,   ///< a place that cannot be read or written, or that holds something already
  damaged = 2,    ///< not a backup, or one that was changed, cut short or put together
  other_key = 3,  ///< made with another master key
  newer = 4,      ///< made by a newer program than this one
  older = 5,      ///< in a form that no released program ever made
};

class backup_refusal : public storage_refusal {
public:
  backup_refusal(backup_errc why, const std::string& sentence)
      : storage_refusal(sentence), why_(why) {}
  backup_errc why() const { return why_; }

private:
  backup_errc why_;
};

}  // namespace smartfin
