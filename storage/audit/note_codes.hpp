#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/audit/merkle_tree.hpp"

namespace smartfin {

/// SHA-256 of both texts, one after the other, as the rules of the audit log want it.
merkle_hash sha256(std::string_view first, std::string_view rest);

/// RFC 4648's standard base64 with padding, as signed notes use it.
std::string to_note_base64(std::string_view bytes);
/// Nothing for every text that `to_note_base64` would not have made: each value has one text.
std::optional<std::string> from_note_base64(std::string_view text);

}  // namespace smartfin
