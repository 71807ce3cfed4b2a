#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// In bytes: a bundle tells lengths with 16 bits.
inline constexpr std::size_t log_entry_size_max = 65'535;
/// 256 entries of the longest kind, in bytes.
inline constexpr std::size_t entry_bundle_size_max = 256 * (2 + log_entry_size_max);

/// Adds an entry of at most `log_entry_size_max` bytes, after its length as two bytes, the greater first (C2SP
/// tlog-tiles). A longer one is a bug.
void append_to_bundle(std::string& bundle, std::string_view entry);

/// The entries of a bundle, pointing into it; nothing when the bytes are not whole entries.
std::optional<std::vector<std::string_view>> entries_of_bundle(std::string_view bundle);

}  // namespace smartfin
