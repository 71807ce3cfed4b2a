#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace smartfin {

// What may lie outside of the node, as `settings` has it: the shared cache, the object store, and the files kept there.

struct cache_settings {
  std::string redis_url;            ///< "rediss://USER@HOST:PORT"; empty: only in this process
  std::string redis_password_file;  ///< one line
  std::string redis_ca_file;        ///< empty: the system's authorities
  std::chrono::milliseconds redis_patience{50};
  std::size_t memory_bytes_max = 32 << 20;
};

struct object_settings {
  std::string url;     ///< "s3://BUCKET?endpoint=https://HOST:PORT&region=REGION"; empty: a folder
  std::string folder;  ///< empty: "objects" in the data folder
  std::string access_key;
  std::string secret_key_file;  ///< one line
  std::string ca_file;          ///< empty: the system's authorities
  std::chrono::milliseconds patience{10'000};
};

/// Sizes in bytes.
struct file_settings {
  std::size_t bytes_max = 32 << 20;
  std::int64_t quota_bytes_max = 1LL << 30;  ///< of one user
  std::size_t workers = 4;
  std::chrono::minutes sweep_after{60};
};

}  // namespace smartfin
