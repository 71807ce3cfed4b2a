#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/node_process.hpp"

namespace smartfin::test {

using words = std::vector<std::string>;

program_end run(const words& command);
/// Runs what must succeed; what it wrote to its standard output.
std::string run_well(const words& command);

/// Of the home's data, wherever they are.
words backup_command(const node_home& home, const std::filesystem::path& file);
/// Makes data of a backup of `from`, where a node of `to` would look for them.
words restore_command(const node_home& from, const std::filesystem::path& file,
                      const node_home& to);
/// `from` and `to` as the command takes them; passwords are PostgreSQL's of `home`.
words migrate_command(const node_home& home, const std::string& from, const std::string& to);
std::string folder_of(const node_home& home);

/// The command, killed if it takes as long as that.
words killed_after(std::chrono::microseconds time, const words& command);
/// How long the command takes when nobody stops it, as a range to draw deaths from.
std::chrono::microseconds time_of(const words& command);

/// A demo household of so many transactions, in a folder or, where the home is on PostgreSQL, moved there.
void make_demo(const node_home& home, int transactions = 20'000);

}  // namespace smartfin::test
