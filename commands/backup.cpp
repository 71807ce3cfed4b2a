#include "commands/backup.hpp"

#include <signal.h>

#include <filesystem>
#include <functional>
#include <ostream>

#include "config/settings_file.hpp"
#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/make_backup.hpp"
#include "storage/backup/restore_backup.hpp"
#include "storage/data_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

int refuse(std::ostream& err, backup_errc why, const std::string& sentence) {
  err << "smartfin: " << sentence << '\n';
  return static_cast<int>(why);
}

/// Runs the work; every refusal becomes its sentence and its status.
int with_refusals(std::ostream& err, const std::function<void()>& work) {
  ::signal(SIGXFSZ,
           SIG_IGN);  // a file-size limit is an error of a write, not the end of the program
  try {
    work();
    return 0;
  } catch (const backup_refusal& refused) {
    return refuse(err, refused.why(), refused.what());
  } catch (const storage_refusal& refused) {
    return refuse(err, backup_errc::unusable, refused.what());
  } catch (const fs::filesystem_error& failed) {
    return refuse(err, backup_errc::unusable, failed.what());
  }
}

/// What lies in PostgreSQL is not in the folder: a backup of the folder alone would only look like one.
void refuse_postgres(const std::string& config) {
  if (config.empty()) return;
  if (const auto read = read_settings(config); read && !read->storage.url.empty())
    throw backup_refusal{backup_errc::unusable,
                         "the data are in PostgreSQL (storage.url): use its own tools, as pg_dump"};
}

fs::path configured_key(const std::string& config) {
  if (config.empty()) return {};
  const auto read = read_settings(config);
  if (!read) throw storage_refusal{to_text(read.error())};
  return read->security.master_key_file;
}

instant clock_time() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string summary(const backup_manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const auto& each : manifest.members) bytes += each.content.size;
  return std::to_string(manifest.members.size()) + " files, " + std::to_string(bytes) +
         " bytes, as of " + manifest.made_at;
}

}  // namespace

int run_backup(const backup_options& options, std::ostream& out, std::ostream& err) {
  return with_refusals(err, [&] {
    refuse_postgres(options.config);
    const auto keys = keys_of_data(options.data, configured_key(options.config));
    const auto manifest = make_backup({options.data, options.to}, keys, clock_time());
    out << "Backup " << options.to << " is complete: " << summary(manifest) << ".\n"
        << "It can be restored with the master key only; keep a copy of that elsewhere."
        << std::endl;
  });
}

int run_restore(const restore_options& options, std::ostream& out, std::ostream& err) {
  return with_refusals(err, [&] {
    const auto given =
        options.master_key.empty() ? configured_key(options.config) : fs::path{options.master_key};
    const auto keys = vault::open(master_key_path(options.data, given), false);
    if (options.verify_only) {
      out << options.from << " can be restored: " << summary(verify_backup(options.from, keys))
          << "." << std::endl;
      return;
    }
    const auto manifest = restore_backup({options.from, options.data}, keys);
    out << options.data << " is restored: " << summary(manifest) << "." << std::endl;
  });
}

}  // namespace smartfin
