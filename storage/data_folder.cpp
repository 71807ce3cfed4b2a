#include "storage/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <span>

#include "storage/analytics/analytics_repository.hpp"
#include "storage/analytics/analytics_schema.hpp"
#include "storage/audit/audit_repository.hpp"
#include "storage/auth/auth_repository.hpp"
#include "storage/file/file_repository.hpp"
#include "storage/ledger/ledger_schema.hpp"
#include "storage/migrations.hpp"
#include "storage/notification/notification_repository.hpp"
#include "storage/postgres/postgres_key_check.hpp"
#include "storage/postgres/postgres_session.hpp"
#include "storage/postgres/unfinished_move.hpp"
#include "storage/profile/profile_repository.hpp"
#include "storage/score/score_repository.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

// One line per service that keeps data.
constexpr service_schema schemas[] = {
    {"auth", auth_migrations},
    {"profile", profile_migrations},
    {"finance", ledger_migrations},
    {"prediction", score_migrations},
    {"notification", notification_migrations},
    {"file", file_migrations},
    {"audit", audit_migrations},
    {"analytics", analytics_migrations},
};

int locked_file(const fs::path& folder) {
  std::error_code error;
  // A folder of ours is nobody else's to list; one that was there keeps the rights its owner chose.
  if (fs::create_directories(folder, error))
    fs::permissions(folder, fs::perms::owner_all, fs::perm_options::replace, error);
  if (error)
    throw storage_refusal{"the data folder " + folder.string() +
                          " cannot be made: " + error.message()};
  const auto file = folder / "lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    throw storage_refusal{"the data folder " + folder.string() +
                          " cannot be written: " + std::strerror(errno)};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    throw storage_refusal{"the data folder " + folder.string() + " is in use by another SmartFin"};
  }
  return fd;
}

bool holds_data(const fs::path& folder, const storage_location& where) {
  if (!where.url.empty()) return holds_key_check(database_of(folder, where, "auth"));
  for (const auto& [service, steps] : schemas)
    if (fs::exists(folder / (std::string{service} + ".db"))) return true;
  return false;
}

constexpr std::string_view key_check_place = "data_folder/key-check";

/// The text that a folder keeps; `fresh` when it has none, or an empty one after a crash while it was made.
std::string kept_in_folder(const fs::path& folder, const std::string& fresh) {
  if (const auto kept = key_check_of(folder); !kept.empty()) return kept;
  if (std::ofstream out{folder / "key-check"}; !(out << fresh << std::flush))
    throw storage_refusal{"the data folder " + folder.string() + " cannot be written"};
  return fresh;
}

void refuse_other_key(const vault& keys, const std::string& sealed, const fs::path& key_file,
                      const std::string& place) {
  try {
    keys.own().open(sealed, key_check_place);
  } catch (const storage_failure&) {
    throw storage_refusal{"master key file " + key_file.string() +
                          " is not the one that sealed the data in " + place};
  }
}

/// The data's own proof of its key: a text that no other key opens. Made when it is missing.
void check_key(const vault& keys, const fs::path& folder, const storage_location& where,
               const fs::path& key_file) {
  const auto fresh = keys.own().seal("smartfin", key_check_place);
  if (where.url.empty())
    return refuse_other_key(keys, kept_in_folder(folder, fresh), key_file, folder.string());
  refuse_other_key(keys, kept_key_check(database_of(folder, where, "auth"), fresh), key_file,
                   "PostgreSQL");
}

/// Runs `ask`, which goes to PostgreSQL before anything else does.
template <class Ask>
auto reached(Ask&& ask) {
  try {
    return ask();
  } catch (const storage_failure& failed) {
    throw storage_refusal{std::string{"the data cannot be reached: "} + failed.what()};
  }
}

vault open_vault(const fs::path& folder, const storage_location& where, const fs::path& given_key) {
  for (const auto& [url, file] : {std::pair{where.url, where.password_file},
                                  std::pair{where.analytics_url, where.analytics_password_file}})
    if (!url.empty() && !file.empty()) check_password_file(file);
  const auto key_file = master_key_path(folder, given_key);
  return reached([&] {
    if (!where.url.empty()) refuse_unfinished_move(database_of(folder, where, "auth"));
    auto keys = vault::open(key_file, !holds_data(folder, where));
    check_key(keys, folder, where, key_file);
    return keys;
  });
}

}  // namespace

std::span<const service_schema> service_schemas() { return schemas; }

bool may_come_later(const std::string& service, const storage_location& where) {
  return service == "analytics" && !where.analytics_url.empty();
}

service_database database_of(const fs::path& folder, const storage_location& where,
                             const std::string& service) {
  if (may_come_later(service, where))
    return postgres_database(
        {where.analytics_url, where.analytics_password_file, "smartfin_" + service, service});
  if (where.url.empty()) return sqlite_database(folder / (service + ".db"));
  return postgres_database({where.url, where.password_file, "smartfin_" + service, service});
}

std::string key_check_of(const fs::path& folder) {
  std::string sealed;
  std::ifstream{folder / "key-check"} >> sealed;
  return sealed;
}

bool lies_inside(const fs::path& file, const fs::path& folder) {
  if (folder.empty()) return false;
  // What does not exist stays relative unless it is made absolute first.
  const auto relative = fs::weakly_canonical(fs::absolute(file))
                            .lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
  return !relative.empty() && *relative.begin() != "..";
}

fs::path master_key_path(const fs::path& folder, const fs::path& given) {
  auto key_file = given;
  if (key_file.empty()) {
    key_file = fs::weakly_canonical(folder);
    if (!key_file.has_filename()) key_file = key_file.parent_path();  // "data/" not made yet
    key_file += ".master-key";
  }
  if (lies_inside(key_file, folder))
    throw storage_refusal{
        "the master key must not lie in the data folder: whoever copies the one "
        "would have the other"};
  return key_file;
}

vault keys_of_data(const fs::path& folder, const fs::path& master_key_file,
                   const storage_location& where) {
  const auto key_file = master_key_path(folder, master_key_file);
  auto keys = vault::open(key_file, false);
  const auto sealed = where.url.empty() ? key_check_of(folder) : reached([&] {
    const auto auth = database_of(folder, where, "auth");
    return holds_key_check(auth) ? found_key_check(auth) : std::string{};
  });
  if (!sealed.empty())
    refuse_other_key(keys, sealed, key_file, where.url.empty() ? folder.string() : "PostgreSQL");
  return keys;
}

std::map<std::string, int> known_schemas() {
  std::map<std::string, int> known;
  for (const auto& [service, steps] : schemas) known[service] = static_cast<int>(steps().size());
  return known;
}

data_folder::data_folder(const fs::path& folder, fs::path master_key_file, storage_location where)
    : folder_(folder),
      where_(std::move(where)),
      lock_(folder),
      keys_(open_vault(folder, where_, std::move(master_key_file))) {
  for (const auto& [service, steps] : schemas) {
    try {
      auto session = database(service).open(session_mode::write);
      migrate(session, service, steps());
    } catch (const storage_failure& failed) {
      if (may_come_later(service, where_)) continue;
      throw storage_refusal{"the data of " + std::string{service} +
                            " cannot be opened: " + failed.what()};
    }
  }
}

folder_lock::folder_lock(const fs::path& folder) : file_(locked_file(folder)) {}
folder_lock::~folder_lock() { ::close(file_); }

service_database data_folder::database(const std::string& service) const {
  return database_of(folder_, where_, service);
}

}  // namespace smartfin
