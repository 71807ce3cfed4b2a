#include "commands/outside_stores.hpp"

#include "storage/cache/memory_cache.hpp"
#include "storage/cache/redis_cache.hpp"
#include "storage/cache/tiered_cache.hpp"
#include "storage/objects/folder_store.hpp"
#include "storage/objects/s3_store.hpp"
#include "storage/secret_file.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::chrono::hours near_lifetime{1};

void require_readable(const std::string& file) {
  if (!file.empty() && !std::filesystem::is_regular_file(file))
    throw storage_refusal{"the authority's certificate " + file + " cannot be read"};
}

}  // namespace

std::shared_ptr<cache> configured_cache(const cache_settings& s, const vault& keys) {
  auto memory = std::make_unique<memory_cache>(s.memory_bytes_max);
  if (s.redis_url.empty()) return memory;
  auto place = parse_redis_url(s.redis_url);
  if (!place)
    throw storage_refusal{"cache.redis_url must be \"rediss://USER@HOST[:PORT][/DATABASE]\""};
  require_readable(s.redis_ca_file);
  place->password = read_secret_file(s.redis_password_file);
  place->peer.ca_file = s.redis_ca_file;
  redis_options options{std::move(*place), s.redis_patience, {}};
  return make_tiered_cache(std::move(memory), make_redis_cache(std::move(options), keys),
                           near_lifetime);
}

std::shared_ptr<object_store> configured_objects(const object_settings& s,
                                                 const std::filesystem::path& data) {
  if (s.url.empty())
    return make_folder_store(s.folder.empty() ? data / "objects" : std::filesystem::path{s.folder});
  auto place = parse_s3_url(s.url);
  if (!place || s.access_key.empty())
    throw storage_refusal{
        "objects.url must be \"s3://BUCKET?endpoint=https://HOST[:PORT]&region=REGION\", and "
        "objects.access_key be set"};
  require_readable(s.ca_file);
  place->credentials.access_key = s.access_key;
  place->credentials.secret_key = read_secret_file(s.secret_key_file);
  place->ca_file = s.ca_file;
  s3_options options{std::move(*place)};
  options.patience = s.patience;
  return make_s3_store(std::move(options));
}

storage_location location_of(const storage_settings& s) {
  return {s.url, s.password_file, s.analytics_url, s.analytics_password_file};
}

}  // namespace smartfin
