#include "commands/backup.hpp"

#include <signal.h>

#include <filesystem>
#include <functional>
#include <ostream>

#include "commands/outside_stores.hpp"
#include "config/settings_file.hpp"
#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/make_backup.hpp"
#include "storage/backup/restore_backup.hpp"
#include "storage/data_folder.hpp"
#include "storage/postgres/postgres_session.hpp"

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
  } catch (const storage_failure& failed) {
    return refuse(err, backup_errc::unusable, failed.what());
  } catch (const fs::filesystem_error& failed) {
    return refuse(err, backup_errc::unusable, failed.what());
  }
}

settings configured(const std::string& config) {
  if (config.empty()) return {};
  auto read = read_settings(config);
  if (!read) throw storage_refusal{to_text(read.error())};
  return *std::move(read);
}

/// Where a node with these settings has its data.
data_place place_of(const std::string& folder, const settings& s) {
  if (!s.storage.password_file.empty()) check_password_file(s.storage.password_file);
  return {folder, location_of(s.storage)};
}

instant clock_time() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string summary(const backup_manifest& manifest) {
  std::uint64_t services = 0, rows = 0;
  for (const auto& each : manifest.members) {
    services += each.schema ? 1 : 0;
    rows += each.rows;
  }
  return std::to_string(services) + " services, " + std::to_string(rows) + " rows, as of " +
         manifest.made_at;
}

}  // namespace

int run_backup(const backup_options& options, std::ostream& out, std::ostream& err) {
  return with_refusals(err, [&] {
    const auto s = configured(options.config);
    const auto data = place_of(options.data, s);
    const auto keys = keys_of_data(data.folder, s.security.master_key_file, data.where);
    const auto manifest = make_backup({data, options.to}, keys, clock_time());
    out << "Backup " << options.to << " is complete: " << summary(manifest) << ".\n"
        << "It can be restored with the master key only; keep a copy of that elsewhere."
        << std::endl;
  });
}

int run_restore(const restore_options& options, std::ostream& out, std::ostream& err) {
  return with_refusals(err, [&] {
    const auto s = configured(options.config);
    const auto data = place_of(options.data, s);
    const auto given = options.master_key.empty() ? s.security.master_key_file : options.master_key;
    const auto keys = vault::open(master_key_path(options.data, given), false);
    if (options.verify_only) {
      out << options.from << " can be restored: " << summary(verify_backup(options.from, keys))
          << "." << std::endl;
      return;
    }
    const auto manifest = restore_backup({options.from, data, options.start_over}, keys);
    out << data.name() << " is restored: " << summary(manifest) << "." << std::endl;
  });
}

}  // namespace smartfin
