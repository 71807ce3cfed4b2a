#include "storage/backup/snapshot_order.hpp"

#include <algorithm>

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view order[] = {
    "audit",         // keeps a record of everyone's events
    "notification",  // tells people what the others report
    "analytics",     // follows the ledger
    "prediction",    // follows the ledger and the profile
    "finance",      "profile",
    "auth",  // follows nobody
    "file",  // follows nobody and is followed by nobody; right before the contents of its files
};

}  // namespace

std::span<const std::string_view> snapshot_order() { return order; }

std::string service_of(const fs::path& database) { return database.stem().string(); }

std::vector<fs::path> databases_in_order(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& each : fs::directory_iterator{folder}) {
    if (each.path().extension() != ".db") continue;
    if (std::ranges::find(order, service_of(each.path())) == std::end(order))
      throw backup_refusal{backup_errc::newer, each.path().string() +
                                                   " belongs to no service of this program: use "
                                                   "the program that made it"};
    found.push_back(each.path());
  }
  if (found.empty())
    throw backup_refusal{backup_errc::unusable, folder.string() + " holds no data of SmartFin"};
  std::ranges::sort(found, {}, [](const fs::path& database) {
    return std::ranges::find(order, service_of(database)) - std::begin(order);
  });
  return found;
}

}  // namespace smartfin
