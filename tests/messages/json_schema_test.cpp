#include "messages/json_schema.hpp"

#include <boost/json/value.hpp>
#include <catch2/catch_test_macros.hpp>

#include "described_samples.hpp"
#include "messages/json.hpp"

using namespace smartfin;
using namespace smartfin::samples;

namespace {

/// Every "$ref" in the document leads somewhere.
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

template <class T>
struct wrapped {
  T value;
  BOOST_DESCRIBE_CLASS(wrapped, (), (value), (), ())
};

}  // namespace

TEST_CASE("the schema of a struct names its required fields and refers to named types") {
  CHECK(json::json_schema_of<line>() ==
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/line",)"
        R"("$defs":{"line":{"type":"object","properties":{"amount":{"$ref":"#/$defs/money"},)"
        R"("note":{"type":"string"}},"required":["amount","note"],"additionalProperties":false},)"
        R"("money":{"type":"object","properties":{"amount":{"type":"string",)"
        R"("pattern":"^-?[0-9]+(\\.[0-9]+)?$"},"currency":{"type":"string","pattern":"^[A-Z]{3}$",)"
        R"("description":"ISO 4217 code"}},"required":["amount","currency"],)"
        R"("additionalProperties":false}}})");
}

TEST_CASE("the schema of every supported type is JSON whose references resolve") {
  for (const auto& text : {json::json_schema_of<everything>(), json::json_schema_of<tree>(),
                           json::json_schema_of<wrapped<everything>>()}) {
    CAPTURE(text);
    const auto document = json::parse_body(text);
    REQUIRE(document);
    check_references(*document, *document);
    CHECK(text.find("call_context") == std::string::npos);
  }
}

TEST_CASE("the schema name of a template is plain") {
  CHECK(json::schema_name(json::shape_of<wrapped<line>>()) == "wrapped_line");
  CHECK(json::schema_name(json::shape_of<tree>()) == "tree");
  CHECK(json::schema_name(json::shape_of<colour>()) == "colour");
}

TEST_CASE("optional members are not required and may be null") {
  const auto text = json::json_schema_of<with_default>();
  CHECK(text.find(R"("required":["name"])") != std::string::npos);
  json::schema_components components;
  CHECK(json::schema_reference(json::shape_of<std::optional<bool>>(), components) ==
        R"({"anyOf":[{"type":"boolean"},{"type":"null"}]})");
}

TEST_CASE("a reply's schema may grow, has its defaulted members and never null for an absent one") {
  json::schema_components components;
  const auto& type = json::shape_of<with_default>();
  CHECK(json::schema_definition(type, components, json::schema_side::reply) ==
        R"({"type":"object","properties":{"name":{"type":"string"},"closed":{"type":"boolean"}},)"
        R"("required":["name","closed"]})");
}
