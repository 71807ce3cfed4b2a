#include "http/front/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "http/front/exchange.hpp"

namespace smartfin::http {
namespace {

constexpr int level = 4;
constexpr int gzip_window = 15 + 16;  // the largest window, and a gzip header instead of zlib's
constexpr int memory_level = 8;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The part before the next `separator`, which is removed with it.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// "0", "0.", "0.0" and so on: the one weight that refuses.
bool is_zero_weight(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = take_until(parameters, ';');
    if (parameter.size() < 3 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=') continue;
    return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
  }
  return false;
}

}  // namespace

struct gzip_encoder::stream {
  z_stream z{};
  bool ready =
      deflateInit2(&z, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) == Z_OK;

  ~stream() {
    if (ready) deflateEnd(&z);
  }
};

gzip_encoder::gzip_encoder() = default;
gzip_encoder::~gzip_encoder() = default;
gzip_encoder::gzip_encoder(gzip_encoder&&) noexcept = default;
gzip_encoder& gzip_encoder::operator=(gzip_encoder&&) noexcept = default;

std::string gzip_encoder::encode(std::string_view text) {
  if (text.size() > std::numeric_limits<uInt>::max()) return {};
  if (!stream_) stream_ = std::make_unique<stream>();
  if (!stream_->ready || deflateReset(&stream_->z) != Z_OK) return {};
  std::string packed(text.size(), '\0');
  auto& z = stream_->z;
  z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) return {};
  packed.resize(packed.size() - z.avail_out);
  return packed;
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    auto member = take_until(accept_encoding, ',');
    const auto coding = take_until(member, ';');
    const bool taken = !is_zero_weight(member);
    if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip"))
      return taken;
    if (coding == "*") any = taken;
  }
  return any;
}

bool is_compressible(std::string_view content_type) {
  const auto type = take_until(content_type, ';');
  if (type.starts_with("text/")) return type != "text/event-stream";
  return type == "application/json" || type == "application/javascript" ||
         type == "application/xml" || type == "image/svg+xml" || type.ends_with("+json") ||
         type.ends_with("+xml");
}

}  // namespace smartfin::http
