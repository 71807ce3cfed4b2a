#include "http/static_files.hpp"

#include "http/conditions.hpp"
#include "http/route_table.hpp"

namespace smartfin::http {
namespace {

constexpr std::pair<std::string_view, std::string_view> types_by_suffix[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
};

std::string_view type_of(std::string_view path) {
  for (const auto& [suffix, type] : types_by_suffix)
    if (path.ends_with(suffix)) return type;
  return "application/octet-stream";
}

/// A build puts files with a hash in their name here, and only such files.
bool is_immutable(std::string_view path) { return path.starts_with("/assets/"); }

/// A place inside the application that a browser goes to, not a file or a program's request.
bool is_page_of_the_application(const request& in, std::string_view path) {
  return in.header("Accept").find("text/html") != std::string_view::npos &&
         !path.starts_with("/api/") && path != "/api" && path.find('.') == std::string_view::npos;
}

}  // namespace

static_files::static_files(std::span<const embedded_file> files, std::string application)
    : application_(std::move(application)) {
  for (const auto& [path, bytes] : files) {
    entry made{bytes, std::string(type_of(path)), content_etag(bytes), is_immutable(path)};
    constexpr std::string_view index = "/index.html";
    if (path.ends_with(index)) {
      const auto folder = std::string(path.substr(0, path.size() - index.size()));
      if (!folder.empty()) entries_.emplace(folder, made);
      entries_.emplace(folder + '/', made);
    }
    entries_.emplace(path, std::move(made));
  }
}

const static_files::entry* static_files::find(const request& in) const {
  const std::string_view path = raw_path(in.target);
  if (const auto found = entries_.find(std::string(path)); found != entries_.end())
    return &found->second;
  if (application_.empty() || !is_page_of_the_application(in, path)) return nullptr;
  const auto found = entries_.find(application_);
  return found == entries_.end() ? nullptr : &found->second;
}

bool static_files::serve(const request& in, response& out) const {
  if (in.method != "GET" && in.method != "HEAD") return false;
  const entry* file = find(in);
  if (file == nullptr) return false;
  // Also of an answer without a body: browsers take over the headers of a 304, the policy of its type among them.
  out.content_type = file->content_type;
  out.headers.emplace_back("ETag", file->etag);
  out.headers.emplace_back("Cache-Control",
                           file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (names_etag(in.header("If-None-Match"), file->etag)) {
    out.status = 304;
    return true;
  }
  out.status = 200;
  out.body = file->bytes;
  return true;
}

}  // namespace smartfin::http
