#include "http/call.hpp"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include "http/conditions.hpp"
#include "http/query_check.hpp"

namespace smartfin::http {
namespace {

constexpr std::string_view hex = "0123456789ABCDEF";

/// For the query part of a link: everything but unreserved characters escaped.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
}

}  // namespace

call::call(const request& in, response& out, const route& row, route_match match)
    : in_(in), out_(out), row_(row), match_(std::move(match)) {}

std::int64_t call::path_number(std::string_view name) const {
  const auto number = parse_id(path_text(name));
  if (!number) throw problem_error(problems::not_found);
  return *number;
}

const std::string& call::path_text(std::string_view name) const {
  for (const auto& each : match_.values)
    if (each.name == name) return each.value;
  throw std::logic_error("the route has no path parameter " + std::string(name));
}

std::optional<std::int64_t> call::query_integer(std::string_view name) const {
  const auto text = in_.query(name);
  return text ? parse_integer(*text) : std::nullopt;
}

std::optional<bool> call::query_boolean(std::string_view name) const {
  const auto text = in_.query(name);
  return text ? std::optional(*text == "true") : std::nullopt;
}

std::optional<civil_date> call::query_date(std::string_view name) const {
  const auto text = in_.query(name);
  return text ? civil_date::parse(*text) : std::nullopt;
}

std::optional<civil_month> call::query_month(std::string_view name) const {
  const auto text = in_.query(name);
  return text ? civil_month::parse(*text) : std::nullopt;
}

std::optional<instant> call::query_instant(std::string_view name) const {
  const auto text = in_.query(name);
  return text ? parse_rfc3339(*text) : std::nullopt;
}

std::vector<std::string> call::query_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : in_.query_parameters())
    if (key == name) values.push_back(value);
  return values;
}

std::int64_t call::page_limit(std::int64_t otherwise) const {
  return query_integer("limit").value_or(otherwise);
}

void call::bytes(std::string content_type, std::string body) {
  out_.content_type = std::move(content_type);
  out_.body = std::move(body);
}

void call::etag(std::int64_t version) { header("ETag", version_etag(version)); }

bool call::not_modified(std::int64_t version) {
  const auto tag = version_etag(version);
  if (!names_etag(in_.header("If-None-Match"), tag)) return false;
  header("ETag", tag);
  out_.status = 304;
  return true;
}

void call::header(std::string name, std::string value) {
  out_.headers.emplace_back(std::move(name), std::move(value));
}

void call::read_body(const json::shape& type, void* value) const {
  std::array<unsigned char, 4096> first_block;
  boost::json::monotonic_resource arena(first_block.data(), first_block.size());
  const auto parsed = json::parse_body(in_.body, {.bytes_max = row_.body_bytes_max}, &arena);
  if (!parsed) {
    const auto& why = parsed.error();
    throw problem_error(problems::malformed_body, why.message,
                        {{"", std::string(why.code), why.message}});
  }
  field_errors errors;
  if (!json::read(type, *parsed, value, errors, true))
    throw problem_error(problems::validation, {}, std::move(errors));
}

void call::write_json(int status, const json::shape& type, const void* value) {
  out_.status = status;
  out_.content_type = "application/json";
  out_.body.clear();
  json::write(type, value, out_.body);
}

void call::link_next(const std::optional<std::string>& cursor) {
  if (!cursor) return;
  std::string link = "<" + std::string(raw_path(in_.target));
  char separator = '?';
  const auto append = [&](std::string_view name, std::string_view value) {
    link += std::exchange(separator, '&');
    append_escaped(link, name);
    link += '=';
    append_escaped(link, value);
  };
  for (const auto& [name, value] : in_.query_parameters())
    if (name != "cursor") append(name, value);
  append("cursor", *cursor);
  header("Link", link + ">; rel=\"next\"");
}

}  // namespace smartfin::http
