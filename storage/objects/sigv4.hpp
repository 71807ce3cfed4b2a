#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/instant.hpp"

namespace smartfin {

struct s3_credentials {
  std::string access_key;
  std::string secret_key;
  std::string region;
};

/// A request as it is signed. Path and query are plain here; `signed_headers` escapes them.
struct s3_request {
  std::string method;
  std::string host;                          ///< with its port unless it is the scheme's own
  std::string path;                          ///< "/bucket/ab/name"
  std::map<std::string, std::string> query;  ///< a name without a value has an empty one
  std::map<std::string, std::string>
      headers;               ///< lower-case names; not host and the two that signing adds
  std::string payload_hash;  ///< SHA-256 of the body, hexadecimal
};

/// The headers to send besides the request's own: x-amz-date, x-amz-content-sha256 and Authorization, by AWS Signature
/// Version 4 for "s3" ("Authenticating Requests: Using the Authorization Header", Amazon S3 API Reference).
std::map<std::string, std::string> signed_headers(const s3_request& request,
                                                  const s3_credentials& credentials, instant now);

/// Everything but unreserved characters escaped, and '/' where `keeps_slash`.
std::string s3_escaped(std::string_view text, bool keeps_slash);
/// "a=b&c=" in the order in which it is signed.
std::string s3_query(const std::map<std::string, std::string>& query);
/// SHA-256 as 64 hexadecimal digits.
std::string s3_payload_hash(std::string_view bytes);

}  // namespace smartfin
