#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smartfin::http {

/// What an If-Match header asks for (RFC 9110, 13.1.1). `other` is a tag we never gave, or a weak
/// one: it matches nothing.
struct if_match {
  enum class form : std::uint8_t { absent, any, version, other, malformed };
  form what = form::absent;
  std::int64_t version = 0;
};

/// One tag or "*". A list of several is malformed: no client of ours has two versions of one thing
/// to change.
if_match parse_if_match(std::string_view header);

/// The strong ETag of a version: 12 is "\"12\"".
std::string version_etag(std::int64_t version);

/// A strong ETag that is the same for the same bytes only.
std::string content_etag(std::string_view bytes);

/// Whether an If-None-Match list names `tag` (with its quotes), weakly compared; "*" names all.
bool names_etag(std::string_view list, std::string_view tag);

}  // namespace smartfin::http
