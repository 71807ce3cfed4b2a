#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

/// A point in time, UTC, to the microsecond.
using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// RFC 3339 with milliseconds, "2026-02-28T23:59:59.123Z".
std::string to_rfc3339(instant at);

/// Reads RFC 3339 with "Z" or a numeric offset and up to nine fraction digits; nothing else, and no leap seconds.
std::optional<instant> parse_rfc3339(std::string_view text);

}  // namespace smartfin
