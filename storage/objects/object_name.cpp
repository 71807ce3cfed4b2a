#include <sodium.h>

#include "storage/objects/object_store.hpp"

namespace smartfin {

bool is_object_name(std::string_view name) {
  return name.size() >= 4 && name.size() <= 200 && name[2] == '/' &&
         std::ranges::all_of(std::string{name}.replace(2, 1, "-"), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string new_object_name() {
  unsigned char bytes[20];
  randombytes_buf(bytes, sizeof bytes);
  char hex[2 * sizeof bytes + 1];
  sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
  return std::string{hex, 2} + "/" + (hex + 2);
}

}  // namespace smartfin
