#include "tests/system/data_commands.hpp"

#include <catch2/catch_test_macros.hpp>

namespace smartfin::test {
namespace fs = std::filesystem;

program_end run(const words& command) { return running_program{command}.end(); }

std::string run_well(const words& command) {
  const auto end = run(command);
  INFO(end.err);
  REQUIRE(end.status == 0);
  return end.out;
}

words backup_command(const node_home& home, const fs::path& file) {
  return {SMARTFIN_PROGRAM, "backup",      "--data",   home.data().string(),
          "--to",           file.string(), "--config", home.settings().string()};
}

words restore_command(const node_home& from, const fs::path& file, const node_home& to) {
  return {SMARTFIN_PROGRAM, "restore",
          "--from",         file.string(),
          "--data",         to.data().string(),
          "--config",       to.settings().string(),
          "--master-key",   from.master_key().string()};
}

words migrate_command(const node_home& home, const std::string& from, const std::string& to) {
  words command{SMARTFIN_PROGRAM, "migrate", "--from",       from,
                "--to",           to,        "--master-key", home.master_key().string()};
  if (from.starts_with("postgres"))
    command.insert(command.end(), {"--from-password-file", home.password_file()});
  if (to.starts_with("postgres"))
    command.insert(command.end(), {"--to-password-file", home.password_file()});
  return command;
}

std::string folder_of(const node_home& home) { return "sqlite:" + home.data().string(); }

words killed_after(std::chrono::microseconds time, const words& command) {
  words killed{"/usr/bin/timeout", "--foreground", "-s", "KILL",
               std::to_string(static_cast<double>(time.count()) / 1e6)};
  killed.insert(killed.end(), command.begin(), command.end());
  return killed;
}

std::chrono::microseconds time_of(const words& command) {
  const auto begin = std::chrono::steady_clock::now();
  run_well(command);
  return std::chrono::ceil<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
}

void make_demo(const node_home& home, int transactions) {
  run_well({SMARTFIN_PROGRAM, "demo", "--data", home.data().string(), "--transactions",
            std::to_string(transactions), "--today", "2026-04-15"});
  if (home.is_on_postgres()) run_well(migrate_command(home, folder_of(home), home.url()));
}

}  // namespace smartfin::test
