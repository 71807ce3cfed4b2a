#include "config/log.hpp"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <memory>

#include "config/escaped_text.hpp"

namespace smartfin {
namespace {

constexpr std::size_t text_bytes_max = 8 * 1024;

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

struct value_writer {
  std::string& out;

  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { append_number(out, value); }
  void operator()(std::uint64_t value) const { append_number(out, value); }
  void operator()(double value) const {
    if (std::isfinite(value))
      append_number(out, value);
    else
      out += "null";
  }
  void operator()(std::string_view value) const { out += quoted(value, text_bytes_max); }
};

spdlog::level::level_enum to_spdlog(log_level level) {
  switch (level) {
    case log_level::debug:
      return spdlog::level::debug;
    case log_level::info:
      return spdlog::level::info;
    case log_level::warn:
      return spdlog::level::warn;
    case log_level::error:
      return spdlog::level::err;
    case log_level::notice:
      break;
  }
  return spdlog::level::critical;
}

void ignore_broken_pipes() {
  struct sigaction current {};
  if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL)
    std::signal(SIGPIPE, SIG_IGN);
}

/// Never destroyed: threads may still log while the process ends.
spdlog::logger& logger() {
  static auto& made = []() -> spdlog::logger& {
    ignore_broken_pipes();
    auto fresh = std::make_unique<spdlog::logger>(
        "smartfin", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    fresh->set_pattern("%v", spdlog::pattern_time_type::utc);
    fresh->set_level(spdlog::level::info);
    fresh->set_error_handler([](const std::string&) {});
    return *fresh.release();
  }();
  return made;
}

}  // namespace

std::string_view to_string(log_level level) {
  switch (level) {
    case log_level::debug:
      return "debug";
    case log_level::info:
      return "info";
    case log_level::warn:
      return "warn";
    case log_level::error:
      return "error";
    case log_level::notice:
      break;
  }
  return "notice";
}

std::optional<log_level> parse_log_level(std::string_view name) {
  for (const auto level : {log_level::debug, log_level::info, log_level::warn, log_level::error})
    if (name == to_string(level)) return level;
  return std::nullopt;
}

void fill_closed_standard_streams() noexcept {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // open() takes the lowest free number, which is the one just found closed.
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) open("/dev/null", O_RDWR);
  }
}

void set_log_level(log_level level) noexcept {
  try {
    logger().set_level(to_spdlog(level));
  } catch (...) {
    // No memory for the logger: there is nobody to tell, and the next line tries again.
  }
}

void log_line(log_level level, std::string_view event,
              std::initializer_list<log_field> fields) noexcept {
  try {
    auto& out = logger();
    if (!out.should_log(to_spdlog(level))) return;
    const auto now =
        std::chrono::time_point_cast<instant::duration>(std::chrono::system_clock::now());
    const auto line = format_log_line(now, level, event, {fields.begin(), fields.size()});
    out.log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
  } catch (...) {
    // Logging is the last resort for telling of trouble; its own can only be swallowed.
  }
}

std::string format_log_line(instant at, log_level level, std::string_view event,
                            std::span<const log_field> fields) {
  std::string line = "{\"ts\":\"" + to_rfc3339(at) + "\",\"level\":\"";
  line += to_string(level);
  line += "\",\"event\":";
  line += quoted(event, text_bytes_max);
  for (const auto& field : fields) {
    line += ',';
    line += quoted(field.key);
    line += ':';
    std::visit(value_writer{line}, field.value.get());
  }
  return line + '}';
}

}  // namespace smartfin
