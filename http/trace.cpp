#include "http/trace.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace smartfin::http {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

/// Ids must be unlikely to meet, not hard to guess: a generator per thread, seeded once.
std::uint64_t random_bits() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return generator();
}

std::string random_hex(std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  std::string text(digits, '0');
  do {
    for (std::size_t i = 0; i < digits; i += 16) {
      std::uint64_t bits = random_bits();
      for (std::size_t k = i; k < i + 16; ++k, bits >>= 4) text[k] = alphabet[bits & 15];
    }
  } while (is_zero(text));
  return text;
}

}  // namespace

std::optional<trace_ids> parse_traceparent(std::string_view header) {
  // version "-" trace-id "-" parent-id "-" flags
  constexpr std::size_t length = 55;
  if (header.size() < length) return std::nullopt;
  const auto version = header.substr(0, 2), trace = header.substr(3, 32),
             parent = header.substr(36, 16), flags = header.substr(53, 2);
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  if (!is_hex(version) || !is_hex(trace) || !is_hex(parent) || !is_hex(flags)) return std::nullopt;
  if (version == "ff" || is_zero(trace) || is_zero(parent)) return std::nullopt;
  if (header.size() > length && (version == "00" || header[length] != '-')) return std::nullopt;
  const bool sampled = std::string_view("13579bdf").find(flags[1]) != std::string_view::npos;
  return trace_ids{std::string(trace), std::string(parent), sampled};
}

trace_ids continue_trace(std::string_view header) {
  if (auto caller = parse_traceparent(header)) {
    caller->span_id = random_hex(16);
    return *std::move(caller);
  }
  return {random_hex(32), random_hex(16), true};
}

std::string to_traceparent(const trace_ids& ids) {
  std::string text;
  text.reserve(55);
  text += "00-";
  text += ids.trace_id;
  text += '-';
  text += ids.span_id;
  text += ids.sampled ? "-01" : "-00";
  return text;
}

}  // namespace smartfin::http
