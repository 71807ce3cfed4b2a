#pragma once

#include "config/option_field.hpp"

/// The options of what may lie outside of the node: the shared cache, the object store, and the files kept there.
namespace smartfin::option_rows {

/// No control characters, and not longer than a path may be.
bool is_path_or_empty(std::string_view path);
bool is_redis_url_or_empty(std::string_view url);
bool is_objects_url_or_empty(std::string_view url);

inline constexpr text_check path_or_empty{is_path_or_empty, "the text of a path, or empty"};

inline constexpr auto cache = &settings::cache;
inline constexpr option cache_options[] = {
    masked(text<cache, &cache_settings::redis_url>(
        "redis_url", {is_redis_url_or_empty, "a URL that starts with \"rediss://\", or empty"},
        "The Redis that nodes share, as \"rediss://USER@HOST:PORT\", with TLS only. What it holds is sealed under the "
        "master key; losing it loses only time. Empty means that each node remembers for itself.")),
    masked(text<cache, &cache_settings::redis_password_file>(
        "redis_password_file", path_or_empty,
        "The file with the password of that user; nobody else may read it.")),
    text<cache, &cache_settings::redis_ca_file>(
        "redis_ca_file", path_or_empty,
        "The authority that signed the certificate of Redis; empty means those of the system."),
    number<cache, &cache_settings::redis_patience>(
        "redis_patience_ms", {1, 10'000},
        "How long an answer may wait for Redis before it is found without it."),
    number<cache, &cache_settings::memory_bytes_max>(
        "memory_bytes_max", {0, std::int64_t{1} << 40, "bytes"},
        "Memory of this node for answers that are costly to find again."),
};

inline constexpr auto objects = &settings::objects;
inline constexpr option object_options[] = {
    text<objects, &object_settings::url>(
        "url",
        {is_objects_url_or_empty,
         "a URL as \"s3://BUCKET?endpoint=https://HOST&region=REGION\", or empty"},
        "The S3 bucket that holds the contents of files, sealed before they leave the node. Empty means a folder."),
    text<objects, &object_settings::folder>(
        "folder", path_or_empty,
        "That folder, the same for all nodes where there are several. Empty means \"objects\" in the data folder."),
    masked(text<objects, &object_settings::access_key>(
        "access_key", path_or_empty, "The name of the key pair that may use the bucket.")),
    masked(text<objects, &object_settings::secret_key_file>(
        "secret_key_file", path_or_empty,
        "The file with the secret of the key pair; nobody else may read it.")),
    text<objects, &object_settings::ca_file>(
        "ca_file", path_or_empty,
        "The authority that signed the certificate of the endpoint; empty means those of the system."),
    number<objects, &object_settings::patience>(
        "patience_ms", {10, 600'000},
        "How long one request to the bucket may take, with all its tries."),
};

inline constexpr auto files = &settings::files;
inline constexpr option file_options[] = {
    number<files, &file_settings::bytes_max>(
        "file_bytes_max", {1'024, std::int64_t{1} << 30, "bytes"}, "The longest file to keep."),
    number<files, &file_settings::quota_bytes_max>(
        "quota_bytes_max", {1'024, std::int64_t{1} << 50, "bytes"},
        "What all files of one user may take; equal files count once each."),
    number<files, &file_settings::workers>("workers", {1, 256, "threads"},
                                           "How many files are written or read at once."),
    number<files, &file_settings::sweep_after>(
        "sweep_after_min", {1, 525'600},
        "How long contents that belong to no file any more stay in the store."),
};

}  // namespace smartfin::option_rows
