#include "http/openapi.hpp"

#include <boost/json/value.hpp>
#include <set>

#include "messages/json.hpp"
#include "sample_routes.hpp"

using namespace smartfin;
using namespace smartfin::http;
using namespace smartfin::http::samples;

namespace {

void check_references(const boost::json::value& document, const boost::json::value& part) {
  if (const auto* list = part.if_array())
    for (const auto& each : *list) check_references(document, each);
  if (const auto* object = part.if_object())
    for (const auto& [key, each] : *object) {
      if (key != "$ref")
        check_references(document, each);
      else
        CHECK_NOTHROW(document.at_pointer(boost::json::string_view(each.as_string()).substr(1)));
    }
}

std::string pointer_part(std::string text) {
  for (std::size_t at = 0; (at = text.find('/', at)) != std::string::npos; ++at)
    text.replace(at, 1, "~1");
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c + 32);
  return out;
}

}  // namespace

TEST_CASE("the OpenAPI document holds every route once and every reference resolves") {
  edge e;
  const auto& table = e.serve->routes();
  const auto parsed = json::parse_body(openapi_document(table));
  REQUIRE(parsed);
  const auto& document = *parsed;
  CHECK(document.at("openapi").as_string() == "3.1.0");
  check_references(document, document);
  std::size_t operations = 0;
  for (const auto& [path, item] : document.at("paths").as_object())
    operations += item.as_object().size();
  CHECK(operations == table.rows().size());
  for (const auto& row : table.rows()) {
    const auto pointer = "/paths/" + pointer_part(row.path) + "/" + lower(method_name(row.method));
    const auto& operation = document.at_pointer(pointer);
    CHECK(operation.at("operationId").as_string() == std::string_view(row.operation_id));
    CHECK(operation.at("responses").as_object().contains(std::to_string(row.success_status)));
  }
}

TEST_CASE("every operation declares its path parameters, conditions and security") {
  edge e;
  const auto document = *json::parse_body(openapi_document(e.serve->routes()));
  const auto& change = document.at_pointer("/paths/~1api~1v1~1accounts~1{id}/patch");
  std::set<std::string> names;
  for (const auto& each : change.at("parameters").as_array())
    names.insert(std::string(each.at("name").as_string()));
  CHECK(names == std::set<std::string>{"id", "If-Match", "Idempotency-Key"});
  CHECK(change.at("responses").as_object().contains("428"));
  CHECK(change.at("security").as_array().size() == 1);
  CHECK(document.at_pointer("/paths/~1api~1v1~1status/get/security").as_array().empty());
  const auto& limit = document.at_pointer("/paths/~1api~1v1~1accounts/get/parameters/1/schema");
  CHECK(limit.at("maximum").as_int64() == 500);
}

TEST_CASE("equal tables give equal documents") {
  edge a, b;
  CHECK(openapi_document(a.serve->routes()) == openapi_document(b.serve->routes()));
}
