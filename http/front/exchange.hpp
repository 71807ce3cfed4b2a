#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartfin::http {

/// One whole request. `target` is as it came, `path` the part of it before '?'; `body` lives as
/// long as the exchange.
struct request {
  std::string method, target, path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> query_parameters;
  std::string_view body;
  std::string remote_address;
  std::chrono::steady_clock::time_point received_at;

  /// Names compare without case; empty when absent.
  std::string_view header(std::string_view name) const;
  std::optional<std::string> query(std::string_view name) const;
};

struct response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string content_type;
};

using handler = std::function<void(const request&, response&)>;

inline std::string_view request::header(std::string_view name) const {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  const auto same = [&](std::string_view candidate) {
    if (candidate.size() != name.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i)
      if (lower(candidate[i]) != lower(name[i])) return false;
    return true;
  };
  for (const auto& [key, value] : headers)
    if (same(key)) return value;
  return {};
}

inline std::optional<std::string> request::query(std::string_view name) const {
  for (const auto& [key, value] : query_parameters)
    if (key == name) return value;
  return std::nullopt;
}

}  // namespace smartfin::http
