#include "storage/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <span>

#include "storage/auth/auth_repository.hpp"
#include "storage/ledger/ledger_schema.hpp"
#include "storage/migrations.hpp"
#include "storage/postgres/postgres_key_check.hpp"
#include "storage/postgres/postgres_session.hpp"
#include "storage/profile/profile_repository.hpp"
#include "storage/score/score_repository.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

struct service_schema {
  const char* service;
  std::span<const migration> (*steps)();
};

// One line per service that keeps data.
constexpr service_schema schemas[] = {
    {"auth", auth_migrations},
    {"profile", profile_migrations},
    {"finance", ledger_migrations},
    {"prediction", score_migrations},
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

service_database database_of(const fs::path& folder, const storage_location& where,
                             const std::string& service) {
  if (where.url.empty()) return sqlite_database(folder / (service + ".db"));
  return postgres_database({where.url, where.password_file, "smartfin_" + service, service});
}

bool holds_data(const fs::path& folder, const storage_location& where) {
  if (!where.url.empty()) return holds_key_check(database_of(folder, where, "auth"));
  for (const auto& [service, steps] : schemas)
    if (fs::exists(folder / (std::string{service} + ".db"))) return true;
  return false;
}

bool is_inside(const fs::path& file, const fs::path& folder) {
  // What does not exist stays relative unless it is made absolute first.
  const auto relative = fs::weakly_canonical(fs::absolute(file))
                            .lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
  return !relative.empty() && *relative.begin() != "..";
}

/// The text that a folder keeps; `fresh` when it has none, or an empty one after a crash while it was made.
std::string kept_in_folder(const fs::path& folder, const std::string& fresh) {
  const auto file = folder / "key-check";
  std::string kept;
  std::ifstream{file} >> kept;
  if (!kept.empty()) return kept;
  if (std::ofstream out{file}; !(out << fresh << std::flush))
    throw storage_refusal{"the data folder " + folder.string() + " cannot be written"};
  return fresh;
}

/// The data's own proof of its key: a text that no other key opens. Made when it is missing.
void check_key(const vault& keys, const fs::path& folder, const storage_location& where,
               const fs::path& key_file) {
  constexpr std::string_view place = "data_folder/key-check";
  const auto fresh = keys.own().seal("smartfin", place);
  const auto kept = where.url.empty() ? kept_in_folder(folder, fresh)
                                      : kept_key_check(database_of(folder, where, "auth"), fresh);
  try {
    keys.own().open(kept, place);
  } catch (const storage_failure&) {
    throw storage_refusal{"master key file " + key_file.string() +
                          " is not the one that sealed the data in " +
                          (where.url.empty() ? folder.string() : "PostgreSQL")};
  }
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

vault open_vault(const fs::path& folder, const storage_location& where, fs::path key_file) {
  if (!where.url.empty() && !where.password_file.empty()) check_password_file(where.password_file);
  if (key_file.empty()) {
    key_file = fs::weakly_canonical(folder);
    key_file += ".master-key";
  }
  if (is_inside(key_file, folder))
    throw storage_refusal{
        "the master key must not lie in the data folder: whoever copies the one "
        "would have the other"};
  return reached([&] {
    auto keys = vault::open(key_file, !holds_data(folder, where));
    check_key(keys, folder, where, key_file);
    return keys;
  });
}

}  // namespace

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
      throw storage_refusal{"the data of " + std::string{service} +
                            " cannot be opened: " + failed.what()};
    }
  }
}

data_folder::lock::lock(const fs::path& folder) : file_(locked_file(folder)) {}
data_folder::lock::~lock() { ::close(file_); }

service_database data_folder::database(const std::string& service) const {
  return database_of(folder_, where_, service);
}

}  // namespace smartfin
