#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace smartfin::http {

/// A gzip stream that is set up once and used again; one per thread.
class gzip_encoder {
public:
  gzip_encoder();
  ~gzip_encoder();
  gzip_encoder(gzip_encoder&&) noexcept;
  gzip_encoder& operator=(gzip_encoder&&) noexcept;

  /// The compressed form; empty when there is no memory for it, and when it would not be smaller.
  std::string encode(std::string_view text);

private:
  struct stream;
  std::unique_ptr<stream> stream_;
};

/// Whether an Accept-Encoding field takes gzip: by name or by "*", and not at q=0.
bool accepts_gzip(std::string_view accept_encoding);

/// Whether a media type is text in the wide sense: text/*, JSON, XML, JavaScript, SVG.
bool is_compressible(std::string_view content_type);

}  // namespace smartfin::http
