#include "http/answer_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace smartfin::http {
namespace {

constexpr std::string_view policy_for_data =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view policy_for_pages =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

void add_unless_set(response& out, std::string_view name, std::string_view value) {
  if (header_of(out, name).empty()) out.headers.emplace_back(name, value);
}

}  // namespace

std::string_view header_of(const response& out, std::string_view name) {
  for (const auto& [key, value] : out.headers)
    if (key == name) return value;
  return {};
}

void add_security_headers(response& out, bool tls) {
  // A worker lives under the policy that came with its script.
  const bool is_page =
      out.content_type.starts_with("text/html") || out.content_type.starts_with("text/javascript");
  add_unless_set(out, "Content-Security-Policy", is_page ? policy_for_pages : policy_for_data);
  out.headers.emplace_back("X-Content-Type-Options", "nosniff");
  out.headers.emplace_back("Referrer-Policy", "no-referrer");
  out.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (is_page) {
    out.headers.emplace_back("X-Frame-Options", "DENY");
    out.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    out.headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }
  if (tls) out.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

void add_cache_headers(response& out, bool for_one_user) {
  const bool can_ask_again = out.status < 400 && !header_of(out, "ETag").empty();
  if (!can_ask_again)
    add_unless_set(out, "Cache-Control", "no-store");
  else
    add_unless_set(out, "Cache-Control", for_one_user ? "private, no-cache" : "no-cache");
  if (for_one_user) out.headers.emplace_back("Vary", "Authorization");
}

void add_timing(response& out, std::chrono::steady_clock::duration took) {
  std::array<char, 40> text;
  const double ms = std::chrono::duration<double, std::milli>(took).count();
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), ms, std::chars_format::fixed, 3).ptr;
  out.headers.emplace_back("Server-Timing", "app;dur=" + std::string(text.data(), end));
}

void add_cors_headers(const request& in, response& out, const std::vector<std::string>& origins,
                      std::string_view allow) {
  if (origins.empty()) return;
  out.headers.emplace_back("Vary", "Origin");
  const auto origin = in.header("Origin");
  if (origin.empty() || std::find(origins.begin(), origins.end(), origin) == origins.end()) return;
  for (auto& [name, value] : out.headers)
    if (name == "Cross-Origin-Resource-Policy") value = "cross-origin";
  out.headers.emplace_back("Access-Control-Allow-Origin", origin);
  out.headers.emplace_back("Access-Control-Expose-Headers",
                           "ETag, Link, Location, Retry-After, RateLimit-Limit, "
                           "RateLimit-Remaining, RateLimit-Reset, traceparent");
  if (in.method != "OPTIONS" || in.header("Access-Control-Request-Method").empty()) return;
  out.headers.emplace_back("Access-Control-Allow-Methods", allow);
  out.headers.emplace_back("Access-Control-Allow-Headers",
                           "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
                           "traceparent");
  out.headers.emplace_back("Access-Control-Max-Age", "600");
}

}  // namespace smartfin::http
