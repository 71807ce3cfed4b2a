#include "http/rate_key.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace smartfin::http {
namespace {

constexpr std::size_t prefix_bytes = 8;
constexpr std::array<unsigned char, 12> mapped_ipv4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string address_key(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // without a zone
  std::array<unsigned char, 16> bytes{};
  if (text.find(':') == std::string::npos || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
    return "a:" + text;
  // An IPv4 address in IPv6's clothes is the same caller.
  if (std::equal(mapped_ipv4.begin(), mapped_ipv4.end(), bytes.begin())) {
    std::array<char, INET_ADDRSTRLEN> plain{};
    return std::string("a:") +
           inet_ntop(AF_INET, bytes.data() + mapped_ipv4.size(), plain.data(), plain.size());
  }
  return "p:" + std::string(bytes.begin(), bytes.begin() + prefix_bytes);
}

}  // namespace

std::string rate_key(const principal& who, std::string_view remote_address) {
  if (who.user.value != 0) return "u:" + std::to_string(who.user.value);
  return address_key(remote_address);
}

}  // namespace smartfin::http
