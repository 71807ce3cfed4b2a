#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "domain/instant.hpp"

namespace smartfin {

/// `notice` is what an operator always waits for (ready, stopped): no level silences it.
enum class log_level : std::uint8_t { debug, info, warn, error, notice };

std::string_view to_string(log_level level);
/// The four that one can choose: "debug", "info", "warn", "error".
std::optional<log_level> parse_log_level(std::string_view name);

/// A whole number, a number, true or false, or a text, which is only looked at: it must outlive the
/// call it is given to.
class log_value {
public:
  using held = std::variant<bool, std::int64_t, std::uint64_t, double, std::string_view>;

  log_value(std::same_as<bool> auto value) : held_(value) {}
  template <std::signed_integral T>
  log_value(T value) : held_(static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) log_value(T value) : held_(static_cast<std::uint64_t>(value)) {}
  template <std::floating_point T>
  log_value(T value) : held_(static_cast<double>(value)) {}
  template <std::convertible_to<std::string_view> T>
  log_value(const T& value) : held_(std::string_view(value)) {}

  const held& get() const { return held_; }

private:
  held held_;
};

struct log_field {
  std::string_view key;  ///< the program's own word, not "ts", "level" or "event"
  log_value value;
};

/// Opens /dev/null in place of a closed standard input, output or error, so that no file or socket
/// opened later gets their numbers and with them what is meant for the log. To be called first.
void fill_closed_standard_streams() noexcept;

/// Lines below `level` are left out from now on; before the first call, below `info`.
void set_log_level(log_level level) noexcept;

/// Writes one JSON line to standard output and flushes it: "ts", "level", "event", then the fields
/// in their order. Thread-safe; waits while the reader of a full pipe does. Never throws; a line
/// that can't be written is lost. The first call has the process ignore SIGPIPE, unless something
/// handles it, so that a reader who goes away does not end it.
void log_line(log_level level, std::string_view event,
              std::initializer_list<log_field> fields = {}) noexcept;

/// The line that `log_line` writes, without its end. Any bytes give valid JSON in UTF-8: see
/// `append_escaped`; of a text longer than 8 KiB only the beginning is kept; a number that JSON
/// can't say (NaN, infinity) becomes null. `at`: to the millisecond.
std::string format_log_line(instant at, log_level level, std::string_view event,
                            std::span<const log_field> fields);

}  // namespace smartfin
