#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/net/tls_stream.hpp"

struct redisReader;

namespace smartfin {

/// How a Redis is reached: TLS only, as a user of its own.
struct redis_place {
  tls_peer peer;
  std::string user;
  std::string password;
  int database = 0;
};

/// "rediss://USER@HOST[:PORT][/DATABASE]", IPv6 in brackets; 6379 without a port. Nothing when it is anything
/// else, such as "redis://", which would be without TLS.
std::optional<redis_place> parse_redis_url(std::string_view url);

/// A signed-in conversation with a Redis. Every call throws storage_failure when it has no proper answer by its
/// deadline, and the object is then good for nothing. Owned by one thread at a time.
class redis_connection {
public:
  redis_connection(const redis_place& place, time_limit until);

  std::optional<std::string> get(const std::string& key, time_limit until);
  void set(const std::string& key, std::string_view value, std::chrono::seconds lifetime,
           time_limit until);

  /// A longer answer is no proper one.
  static constexpr std::size_t reply_bytes_max = 16 << 20;

private:
  struct reply {
    int type = 0;  // REDIS_REPLY_...
    std::string text;
  };
  struct reader_closer {
    void operator()(redisReader* reader) const;
  };

  reply ask(std::span<const std::string_view> words, time_limit until);
  void expect_ok(std::span<const std::string_view> words, time_limit until);

  tls_stream stream_;
  std::unique_ptr<redisReader, reader_closer> reader_;
};

}  // namespace smartfin
