#include "domain/auth/sign_in_place.hpp"

#include <algorithm>

namespace smartfin {
namespace {

std::string ipv4_network(std::string_view address) {
  return std::string{address.substr(0, address.rfind('.'))};
}

/// The first three groups, empty ones of "::" written as zeros.
std::string ipv6_network(std::string_view address) {
  std::string network;
  for (int group = 0; group < 3; ++group) {
    const auto end = address.find(':');
    const auto digits = address.substr(0, end);
    network += (digits.empty() ? "0" : std::string{digits}) + ':';
    if (digits.empty() && group > 0) address = {};  // "::" stands for all that follow
    address.remove_prefix(std::min(address.size(), end == address.npos ? address.size() : end + 1));
  }
  return network;
}

}  // namespace

std::string sign_in_place(std::string_view address, std::string_view user_agent) {
  constexpr std::string_view mapped = "::ffff:";
  if (address.starts_with(mapped) && address.find('.') != address.npos)
    address.remove_prefix(mapped.size());
  std::string place = address.find(':') != address.npos   ? ipv6_network(address)
                      : address.find('.') != address.npos ? ipv4_network(address)
                                                          : std::string{address};
  place += '|';
  for (const char c : user_agent)
    if ((c < '0' || c > '9') && c != '.' && c != '_') place.push_back(c);
  return place;
}

}  // namespace smartfin
