#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/front/exchange.hpp"

namespace smartfin::http {

/// A file inside the program. `path` is where it is served ("/docs/docs.js"); the bytes live as
/// long as the program.
struct embedded_file {
  std::string_view path;
  std::string_view bytes;
};

/// Serves embedded files with a content type by suffix and an ETag by content. Files whose name
/// carries a hash of the build ("/assets/index-4f3a2b1c.js") may be kept for a year, all others are
/// asked for again each time.
class static_files {
public:
  /// A path that ends in "/index.html" is also served as its folder. `application` is the page for
  /// paths of the web application's own ("/accounts/7"): any without a dot that is not below /api
  /// and is asked for as text/html. Empty: none.
  explicit static_files(std::span<const embedded_file> files, std::string application = {});

  /// False, and nothing done, when there is no such file. Honours If-None-Match.
  bool serve(const request& in, response& out) const;

private:
  struct entry {
    std::string_view bytes;
    std::string content_type, etag;
    bool immutable = false;
  };
  const entry* find(const request& in) const;

  std::unordered_map<std::string, entry> entries_;
  std::string application_;
};

}  // namespace smartfin::http
