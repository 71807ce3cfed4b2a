#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

/// How much of a content `detect_file_type` looks at.
inline constexpr std::size_t file_type_head_bytes = 4096;

/// What a content is, from its first bytes: application/pdf, image/png, image/jpeg, image/webp, application/x-ofx,
/// text/csv or text/plain. A text is CSV when it is `named` so (its name ends in ".csv"). Nothing when it is none
/// of these.
std::optional<std::string_view> detect_file_type(std::string_view head, std::string_view name);

/// Whether a content may be called `declared` by whoever brings it: its own type, another text for a text, or
/// "application/octet-stream", which says nothing.
bool agrees_with(std::string_view declared, std::string_view detected);

/// 1 to 255 bytes of UTF-8 without control characters and slashes, and not only dots: a name that no system
/// makes a path of.
bool is_file_name(std::string_view name);

}  // namespace smartfin
