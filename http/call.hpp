#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/front/exchange.hpp"
#include "http/page.hpp"
#include "http/problem.hpp"
#include "http/route.hpp"
#include "http/route_table.hpp"
#include "messages/call_context.hpp"
#include "messages/json.hpp"

namespace smartfin::http {

/// One request on its way through a handler: what was asked, checked against its row, and the
/// answer being built. The readers throw problem_error for what a client got wrong. Lives on the
/// thread of the request.
class call {
public:
  call(const request& in, response& out, const route& row, route_match match);

  const request& in() const { return in_; }
  response& out() { return out_; }
  const route& row() const { return row_; }

  /// Travels in every message that serves this request.
  call_context& context() { return context_; }
  const call_context& context() const { return context_; }

  /// A number from the path, `call.id<account_id>()`; anything but 1 to 2^53 - 1 is 404.
  template <class Id>
  Id id(std::string_view name = "id") const {
    return Id{path_number(name)};
  }
  std::int64_t path_number(std::string_view name) const;
  const std::string& path_text(std::string_view name) const;
  const std::vector<path_value>& path_values() const { return match_.values; }

  /// The JSON body. 400 malformed-body when it is no JSON, 422 validation with every field error
  /// when it is no T.
  template <class T>
  T body() const {
    T value = json::blank<T>();
    read_body(json::shape_of<T>(), &value);
    return value;
  }

  // Query parameters of the row, already checked against it; empty when the client sent none.
  std::optional<std::string> query_text(std::string_view name) const { return in_.query(name); }
  std::optional<std::int64_t> query_integer(std::string_view name) const;
  std::optional<bool> query_boolean(std::string_view name) const;
  std::optional<civil_date> query_date(std::string_view name) const;
  std::optional<civil_month> query_month(std::string_view name) const;
  std::optional<instant> query_instant(std::string_view name) const;
  template <class Id>
  std::optional<Id> query_id(std::string_view name) const {
    const auto number = query_integer(name);
    return number ? std::optional<Id>(Id{*number}) : std::nullopt;
  }
  std::vector<std::string> query_all(std::string_view name) const;
  /// Entries of a page: the parameter `limit`, else `otherwise`.
  std::int64_t page_limit(std::int64_t otherwise = 50) const;

  /// The version in If-Match; nothing when it is "*" or absent (on conditional routes: "*").
  std::optional<std::int64_t> expected_version() const { return expected_version_; }
  void expect_version(std::optional<std::int64_t> version) { expected_version_ = version; }

  template <class T>
  void ok(const T& value) {
    write_json(200, json::shape_of<T>(), &value);
  }
  template <class T>
  void reply(int status, const T& value) {
    write_json(status, json::shape_of<T>(), &value);
  }
  /// 201 with Location.
  template <class T>
  void created(const T& value, std::string location) {
    header("Location", std::move(location));
    write_json(201, json::shape_of<T>(), &value);
  }
  void no_content() { out_.status = 204; }
  /// A page, with Link rel="next" when there is a cursor.
  template <class T>
  void page(std::vector<T> items, std::optional<std::string> next_cursor) {
    link_next(next_cursor);
    ok(http::page<T>{std::move(items), std::move(next_cursor)});
  }
  void bytes(std::string content_type, std::string body);
  /// The resource's version as a strong ETag. A GET whose If-None-Match names it is answered 304
  /// afterwards.
  void etag(std::int64_t version);
  /// The same before the work: true when the client has this version, and the answer then is 304.
  bool not_modified(std::int64_t version);
  void header(std::string name, std::string value);
  /// Link rel="next", when there is a cursor.
  void link_next(const std::optional<std::string>& cursor);

private:
  void read_body(const json::shape& type, void* value) const;
  void write_json(int status, const json::shape& type, const void* value);

  const request& in_;
  response& out_;
  const route& row_;
  route_match match_;
  call_context context_;
  std::optional<std::int64_t> expected_version_;
};

}  // namespace smartfin::http
