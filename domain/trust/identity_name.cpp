#include "domain/trust/identity_name.hpp"

#include <algorithm>

namespace smartfin {
namespace {

constexpr std::string_view scheme = "smartfin://";

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_identity_label(std::string_view text) {
  if (text.empty() || text.size() > 63) return false;
  if (!is_letter_or_digit(text.front()) || !is_letter_or_digit(text.back())) return false;
  return std::ranges::all_of(text, [](char c) { return c == '-' || is_letter_or_digit(c); });
}

std::string to_uri(const identity_name& name) {
  const auto uri = std::string{scheme} + name.deployment;
  switch (name.kind) {
    case identity_kind::authority:
      return uri + "/authority";
    case identity_kind::node:
      return uri + "/node/" + name.name;
    case identity_kind::service:
      break;
  }
  return uri + "/service/" + name.name;
}

std::optional<identity_name> parse_identity_uri(std::string_view uri) {
  if (!uri.starts_with(scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  const auto deployment = uri.substr(0, uri.find('/'));
  auto path = uri.substr(deployment.size());
  if (!is_identity_label(deployment)) return std::nullopt;
  if (path == "/authority")
    return identity_name{std::string{deployment}, identity_kind::authority, {}};
  for (const auto& [prefix, kind] :
       {std::pair{std::string_view{"/node/"}, identity_kind::node},
        std::pair{std::string_view{"/service/"}, identity_kind::service}}) {
    if (!path.starts_with(prefix)) continue;
    path.remove_prefix(prefix.size());
    if (!is_identity_label(path)) return std::nullopt;
    return identity_name{std::string{deployment}, kind, std::string{path}};
  }
  return std::nullopt;
}

}  // namespace smartfin
