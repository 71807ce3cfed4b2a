#include "http/route_table.hpp"

#include "sample_routes.hpp"

using namespace smartfin::http;

namespace {

route_builder named(route_builder builder) { return builder.id("again").open(); }

void add(route_table& table, http_method method, std::string path) {
  auto row = route_builder(method, path);
  table.add(row.id(std::string(method_name(method)) + path), [](call&) {});
}

}  // namespace

TEST_CASE(
    "a literal segment wins over a parameter, and a parameter where the literal leads nowhere") {
  route_table table;
  add(table, http_method::get, "/a/{id}");
  add(table, http_method::get, "/a/new");
  add(table, http_method::get, "/a/{other_id}/rows/{row_id}");
  add(table, http_method::get, "/");
  const auto path = [&](std::string_view raw) {
    return table.at(table.match("GET", raw).index).path;
  };
  CHECK(path("/a/new") == "/a/new");
  CHECK(path("/a/7") == "/a/{id}");
  CHECK(path("/a/%6eew") == "/a/new");
  CHECK(path("/") == "/");
  const auto match = table.match("GET", "/a/new/rows/8");
  REQUIRE(match.what == route_match::outcome::found);
  REQUIRE(match.values.size() == 2);
  CHECK(match.values[0].name == "other_id");
  CHECK(match.values[0].value == "new");
  CHECK(match.values[1].value == "8");
}

TEST_CASE("what is no route is none, whatever its length") {
  route_table table;
  add(table, http_method::get, "/a/{id}");
  std::string long_path;
  for (int i = 0; i < 1000; ++i) long_path += "/a";
  for (const std::string& raw : {std::string("/a"), std::string("/a/1/2"), std::string("//a/1"),
                                 std::string("/a//1"), std::string("/a/1/"), long_path})
    CHECK(table.match("GET", raw).what == route_match::outcome::no_such_path);
  for (const char* raw : {"", "a/1", "*"})
    CHECK(table.match("GET", raw).what == route_match::outcome::bad_path);
}

TEST_CASE("a row that can't be told from another or is malformed never enters the table") {
  route_table table;
  add(table, http_method::get, "/a/{id}");
  const auto handle = [](call&) {};
  CHECK_THROWS_AS(table.add(named(get("/a/{other}")), handle), std::logic_error);
  CHECK_THROWS_AS(table.add(get("/b").id("GET/a/{id}"), handle), std::logic_error);
  CHECK_THROWS_AS(table.add(get("/b"), handle), std::logic_error);
  CHECK_THROWS_AS(table.add(named(get("b")), handle), std::logic_error);
  CHECK_THROWS_AS(table.add(named(get("/b/{id")), handle), std::logic_error);
  CHECK_THROWS_AS(table.add(named(get("/b")), {}), std::logic_error);
  CHECK_NOTHROW(table.add(named(post("/a/{other}")), handle));
}
