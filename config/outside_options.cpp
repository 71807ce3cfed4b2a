#include "config/outside_options.hpp"

#include <algorithm>

namespace smartfin::option_rows {

bool is_path_or_empty(std::string_view path) {
  return path.size() < 4096 && std::ranges::none_of(path, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

bool is_redis_url_or_empty(std::string_view url) {
  return url.empty() || (is_path_or_empty(url) && url.starts_with("rediss://"));
}

bool is_objects_url_or_empty(std::string_view url) {
  return url.empty() || (is_path_or_empty(url) && url.starts_with("s3://"));
}

}  // namespace smartfin::option_rows
