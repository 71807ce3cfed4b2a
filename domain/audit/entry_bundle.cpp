#include "domain/audit/entry_bundle.hpp"

#include <cstdlib>

namespace smartfin {

void append_to_bundle(std::string& bundle, std::string_view entry) {
  if (entry.size() > log_entry_size_max) std::abort();
  bundle.push_back(static_cast<char>(entry.size() >> 8));
  bundle.push_back(static_cast<char>(entry.size() & 0xff));
  bundle.append(entry);
}

std::optional<std::vector<std::string_view>> entries_of_bundle(std::string_view bundle) {
  std::vector<std::string_view> entries;
  while (!bundle.empty()) {
    if (bundle.size() < 2) return std::nullopt;
    const auto high = static_cast<unsigned char>(bundle[0]);
    const auto low = static_cast<unsigned char>(bundle[1]);
    const std::size_t size = (std::size_t{high} << 8) | low;
    bundle.remove_prefix(2);
    if (bundle.size() < size) return std::nullopt;
    entries.push_back(bundle.substr(0, size));
    bundle.remove_prefix(size);
  }
  return entries;
}

}  // namespace smartfin
