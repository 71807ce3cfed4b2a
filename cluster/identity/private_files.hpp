#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace smartfin {

/// Names relative to a folder, and what the files hold.
using folder_contents = std::map<std::string, std::string>;

/// Makes a folder that only its owner may enter, with these files that only its owner may read: all of it or nothing,
/// also through a crash. Throws identity_refusal when something is there already, be it only a file in the folder, or
/// it cannot be written.
void make_private_folder(const std::filesystem::path& folder, const folder_contents& files);

/// Puts a file in the place of the one of that name, if there is one: who reads meanwhile gets either whole, and
/// after a crash it is either. Throws identity_refusal; then the file is what it was.
void replace_private_file(const std::filesystem::path& file, std::string_view bytes);

/// Whether there is something of that name. Never throws.
bool is_there(const std::filesystem::path& file) noexcept;

/// Throws identity_refusal: not there, larger than any of ours, or, with `is_secret`, readable by others than its
/// owner.
std::string read_identity_file(const std::filesystem::path& file, bool is_secret);

}  // namespace smartfin
