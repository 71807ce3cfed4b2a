#include "config/listen_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "config/escaped_text.hpp"

namespace smartfin {
namespace {

constexpr std::size_t shown_bytes_max = 80;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool is_address(int family, std::string_view text) {
  unsigned char parsed[16];
  return text.find('\0') == text.npos && inet_pton(family, std::string(text).c_str(), parsed) == 1;
}

bool is_ipv6(std::string_view text) {
  const auto percent = text.find('%');
  if (percent == text.npos) return is_address(AF_INET6, text);
  const auto zone = text.substr(percent + 1);
  return is_address(AF_INET6, text.substr(0, percent)) && !zone.empty() && zone.size() <= 15 &&
         std::ranges::all_of(zone, [](char c) { return is_name_character(c) || c == '.'; });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, is_name_character);
}

/// A name whose last label is all digits would be a mistyped IPv4 address (RFC 1123, 2.1).
bool is_host_name(std::string_view text) {
  if (text.size() > 253) return false;
  while (true) {
    const auto dot = text.find('.');
    const auto label = text.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == text.npos) return !std::ranges::all_of(label, is_digit);
    text.remove_prefix(dot + 1);
  }
}

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stop != end || !is_digit(text.front()) || port > 65'535)
    return std::nullopt;
  return port;
}

struct host_and_port_text {
  std::string_view host;
  std::string_view port;
};

failure<std::string> refused(std::string_view text, std::string_view why) {
  return {"Can't listen on " + quoted(text, shown_bytes_max) + ": " + std::string(why)};
}

result<host_and_port_text, std::string> split_bracketed(std::string_view text) {
  const auto close = text.find(']');
  if (close == text.npos) return refused(text, "the bracket around the address is not closed.");
  const auto host = text.substr(1, close - 1);
  if (!is_ipv6(host)) return refused(text, "what stands in brackets is not an IPv6 address.");
  const auto rest = text.substr(close + 1);
  if (rest.empty() || rest.front() != ':')
    return refused(text, "the bracket must be followed by a colon and the port, as in [::1]:8080.");
  return host_and_port_text{host, rest.substr(1)};
}

result<host_and_port_text, std::string> split(std::string_view text) {
  if (text.starts_with('[')) return split_bracketed(text);
  const auto colon = text.find(':');
  if (colon == text.npos)
    return refused(text, "the port is missing; write HOST:PORT, as in 127.0.0.1:8080.");
  if (text.find(':', colon + 1) != text.npos)
    return refused(text, "an IPv6 address needs brackets, as in [::1]:8080.");
  const auto host = text.substr(0, colon);
  if (host.empty())
    return refused(text,
                   "the host is missing; 0.0.0.0 stands for every IPv4 address of this "
                   "machine, [::] for every address.");
  if (!is_host(host)) return refused(text, "the host is neither an address nor a host name.");
  return host_and_port_text{host, text.substr(colon + 1)};
}

}  // namespace

bool is_host(std::string_view text) {
  return is_address(AF_INET, text) || is_ipv6(text) || is_host_name(text);
}

result<nothing, std::string> apply_listen(settings& target, std::string_view host_and_port) {
  const auto parts = split(host_and_port);
  if (!parts) return failure{parts.error()};
  const auto port = parts->port.empty() ? std::nullopt : parse_port(parts->port);
  if (!port)
    return refused(host_and_port,
                   "the port must be a whole number from 0 to 65535; 0 takes any "
                   "free one.");
  target.http.host = parts->host;
  target.http.port = *port;
  return nothing{};
}

}  // namespace smartfin
