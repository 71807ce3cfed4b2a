#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/page.hpp"
#include "http/rate_limiter.hpp"
#include "messages/json_traits.hpp"

namespace smartfin::http {

class call;
using route_handler = std::function<void(call&)>;

enum class http_method : std::uint8_t { get, post, put, patch, remove };
inline constexpr std::size_t http_method_count = 5;
/// "GET", ... "DELETE".
std::string_view method_name(http_method method);
std::optional<http_method> method_from_name(std::string_view name);

/// A path parameter called "id" or "..._id" is a number from 1 to 2^53 - 1; any other value there
/// is 404.
bool names_an_id(std::string_view path_parameter);

enum class access_level : std::uint8_t { open, user, administrator };

enum class parameter_type : std::uint8_t { text, integer, boolean, date, month, instant, id };

/// A query parameter, checked before the handler runs. `lowest` and `highest` bound an integer, or
/// a text's length in bytes; `allowed` lists the only values of a text.
struct query_parameter {
  std::string name;
  parameter_type type = parameter_type::text;
  bool required = false;
  std::string description = {};
  std::optional<std::int64_t> lowest = {};
  std::optional<std::int64_t> highest = {};
  std::vector<std::string> allowed = {};
  bool repeatable = false;
};

/// One row of the table that dispatches, validates, documents and labels.
struct route {
  http_method method{};
  std::string path;  // "/api/v1/accounts/{id}"
  std::string operation_id, summary, tag;
  access_level access = access_level::user;
  int success_status = 200;
  std::vector<std::string> content_types_in = {};
  std::size_t body_bytes_max = 0;
  bool takes_files = false;
  std::chrono::milliseconds deadline{5000};
  std::vector<query_parameter> query = {};
  json::shape_function request_shape = nullptr;
  json::shape_function reply_shape = nullptr;
  std::string content_type_out = "application/json";
  rate_class rate = rate_class::read;
  /// Changes an existing resource: without If-Match the answer is 428.
  bool conditional = false;
  route_handler handle = {};
};

/// Writes one row as one expression:
/// `post("/api/v1/accounts").id("openAccount").body<new_account>()...`
class route_builder {
public:
  route_builder(http_method method, std::string path);

  route_builder& id(std::string operation_id) {
    return set(row_.operation_id, std::move(operation_id));
  }
  route_builder& summary(std::string text) { return set(row_.summary, std::move(text)); }
  route_builder& tag(std::string name) { return set(row_.tag, std::move(name)); }
  route_builder& open() { return set(row_.access, access_level::open); }
  route_builder& user() { return set(row_.access, access_level::user); }
  route_builder& administrator() { return set(row_.access, access_level::administrator); }
  route_builder& rate(rate_class which) { return set(row_.rate, which); }
  route_builder& deadline(std::chrono::milliseconds limit) { return set(row_.deadline, limit); }
  route_builder& body_bytes_max(std::size_t bytes) { return set(row_.body_bytes_max, bytes); }
  /// The request changes a resource and names the version it changes.
  route_builder& conditional() { return set(row_.conditional, true); }
  route_builder& query(query_parameter parameter) {
    row_.query.push_back(std::move(parameter));
    return *this;
  }

  /// A JSON body of type T, at most 64 KiB unless `body_bytes_max` says otherwise.
  template <class T>
  route_builder& body() {
    row_.request_shape = &json::shape_of<T>;
    return accepts({"application/json"}, 64 << 10);
  }
  /// A JSON merge patch of type T (its members are `patch` or std::optional).
  template <class T>
  route_builder& merge_patch() {
    row_.request_shape = &json::shape_of<T>;
    return accepts({"application/merge-patch+json", "application/json"}, 64 << 10);
  }
  /// A large body reaches the handler as `request::file`.
  route_builder& files() { return set(row_.takes_files, true); }
  /// A body that the handler reads itself.
  route_builder& accepts(std::vector<std::string> content_types, std::size_t bytes_max);

  template <class T>
  route_builder& reply(int status = 200) {
    row_.reply_shape = &json::shape_of<T>;
    return set(row_.success_status, status);
  }
  /// Adds the parameters `cursor` and `limit` (1 to 500).
  route_builder& paged();
  /// A page of T.
  template <class T>
  route_builder& reply_page() {
    return reply<page<T>>().paged();
  }
  route_builder& no_content() { return set(row_.success_status, 204); }
  /// An answer that is not JSON.
  route_builder& reply_type(std::string content_type) {
    return set(row_.content_type_out, std::move(content_type));
  }

  route finish(route_handler handle) const;

private:
  template <class Field, class Value>
  route_builder& set(Field& field, Value&& value) {
    field = std::forward<Value>(value);
    return *this;
  }
  route row_;
};

inline route_builder get(std::string path) { return {http_method::get, std::move(path)}; }
inline route_builder post(std::string path) { return {http_method::post, std::move(path)}; }
inline route_builder put(std::string path) { return {http_method::put, std::move(path)}; }
inline route_builder patch(std::string path) { return {http_method::patch, std::move(path)}; }
inline route_builder remove(std::string path) { return {http_method::remove, std::move(path)}; }

}  // namespace smartfin::http
