#include "cluster/membership/member.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "domain/cluster/lease_rules.hpp"
#include "messages/json.hpp"

namespace smartfin {

std::string draw_incarnation() {
  if (sodium_init() < 0) throw std::runtime_error{"no source of random bits"};
  std::array<unsigned char, 16> drawn;
  randombytes_buf(drawn.data(), drawn.size());
  std::string text(2 * drawn.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), drawn.data(), drawn.size());
  text.pop_back();  // the terminator
  return text;
}

std::string encode_member(const member_record& record) { return json::encode(record); }

std::optional<member_record> decode_member(const std::string& text) {
  auto read = json::decode_stored<member_record>(text, {.bytes_max = 16 << 10, .depth_max = 8});
  if (read && (!is_cluster_name(read->name) || read->incarnation.empty())) read.reset();
  return read;
}

}  // namespace smartfin
