#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "domain/infra/circuit.hpp"
#include "storage/objects/object_store.hpp"
#include "storage/objects/sigv4.hpp"

namespace smartfin {

/// A bucket behind an S3 endpoint, addressed by path, over TLS.
struct s3_place {
  std::string bucket;
  std::string host;  ///< of the endpoint, with its port unless that is 443
  s3_credentials credentials;
  std::filesystem::path ca_file;  ///< empty: the system's authorities
};

/// "s3://BUCKET?endpoint=https://HOST[:PORT]&region=REGION", without the key pair. The region is "us-east-1"
/// where none is named. Nothing when it is anything else.
std::optional<s3_place> parse_s3_url(std::string_view url);

struct s3_options {
  s3_place place;
  /// The longest that a request may take with all its tries; a put of many parts may take so long for each.
  std::chrono::milliseconds patience{10'000};
  std::chrono::milliseconds first_pause{50};  ///< before the second try; doubles, with jitter
  int tries = 3;
  circuit_rules circuit{2, std::chrono::milliseconds{500}, std::chrono::milliseconds{10'000}};
  /// Longer contents go in parts of this size, which S3 wants to be 5 MiB at least.
  std::size_t part_bytes = 8 << 20;
};

/// Reaches for nothing until it is asked. The bucket must be there.
std::unique_ptr<object_store> make_s3_store(s3_options options);

}  // namespace smartfin
