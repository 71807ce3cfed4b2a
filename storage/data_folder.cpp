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

bool holds_data(const fs::path& folder) {
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

/// The data's own proof of its key: a text that no other key opens. Made when it is missing, which it also is, empty,
/// after a crash while it was made.
void check_key(const vault& keys, const fs::path& folder, const fs::path& key_file) {
  constexpr std::string_view place = "data_folder/key-check";
  const auto file = folder / "key-check";
  std::string sealed;
  std::ifstream{file} >> sealed;
  if (sealed.empty()) {
    if (std::ofstream out{file}; !(out << keys.own().seal("smartfin", place) << std::flush))
      throw storage_refusal{"the data folder " + folder.string() + " cannot be written"};
    return;
  }
  try {
    keys.own().open(sealed, place);
  } catch (const storage_failure&) {
    throw storage_refusal{"master key file " + key_file.string() +
                          " is not the one that sealed the data in " + folder.string()};
  }
}

vault open_vault(const fs::path& folder, fs::path key_file) {
  if (key_file.empty()) {
    key_file = fs::weakly_canonical(folder);
    key_file += ".master-key";
  }
  if (is_inside(key_file, folder))
    throw storage_refusal{
        "the master key must not lie in the data folder: whoever copies the one "
        "would have the other"};
  auto keys = vault::open(key_file, !holds_data(folder));
  check_key(keys, folder, key_file);
  return keys;
}

}  // namespace

data_folder::data_folder(const fs::path& folder, fs::path master_key_file)
    : folder_(folder), lock_(folder), keys_(open_vault(folder, std::move(master_key_file))) {
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
  return sqlite_database(folder_ / (service + ".db"));
}

}  // namespace smartfin
