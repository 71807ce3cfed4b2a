#include "storage/backup/manifest.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/backup/backup_refusal.hpp"

using namespace smartfin;

namespace {

backup_errc refusal_of(const std::string& text) {
  try {
    parse_manifest(text);
    return backup_errc::none;
  } catch (const backup_refusal& refused) {
    return refused.why();
  }
}

std::string with_name(const std::string& name) {
  return R"({"product":"1","made_at":"x","members":[{"name":")" + name +
         R"(","size":1,"hash":"00"}]})";
}

backup_manifest with_schema(const char* name, int schema) {
  backup_manifest manifest{"9.9.9", "2026-11-22T00:00:00.000Z", {}};
  manifest.members.push_back({name, schema, 5, {7, "ab"}});
  return manifest;
}

}  // namespace

TEST_CASE("a manifest comes back as it was written") {
  auto manifest = with_schema("auth.rows", 3);
  manifest.members.push_back({"audit/2026/checkpoint", std::nullopt, 0, {1ull << 40, "cd"}});
  const auto read = parse_manifest(to_json(manifest));
  CHECK(read.product == "9.9.9");
  CHECK(read.made_at == manifest.made_at);
  REQUIRE(read.members.size() == 2);
  CHECK(read.members[0].schema == 3);
  CHECK(read.members[0].rows == 5);
  CHECK(read.members[1].name == "audit/2026/checkpoint");
  CHECK_FALSE(read.members[1].schema);
  CHECK(read.members[1].content.size == 1ull << 40);
  CHECK(read.members[1].content.hash == "cd");
}

TEST_CASE("a name that leads out of the data folder is refused") {
  CHECK(refusal_of(with_name("audit/log")) == backup_errc::none);
  for (const auto* name : {"", "/etc/passwd", "../x", "audit/../../x", "audit/..", "./x", "audit/"})
    CHECK(refusal_of(with_name(name)) == backup_errc::damaged);
}

TEST_CASE("what is no manifest is refused") {
  for (const auto* text :
       {"", "[]", "{", R"({"product":"1","made_at":"x","members":7})",
        R"({"product":"1","made_at":"x","members":[{"name":"a"}]})",
        R"({"product":"1","made_at":"x","members":[{"name":"a","size":-1,"hash":""}]})"})
    CHECK(refusal_of(text) == backup_errc::damaged);
}

TEST_CASE("a schema or a service of a newer program is refused, an older schema is not") {
  const auto refuse = [](const char* name, int schema) {
    refuse_newer(with_schema(name, schema).members.front(), "SmartFin 9.9.9");
  };
  CHECK_NOTHROW(refuse("finance.rows", 1));
  CHECK_THROWS_AS(refuse("finance.rows", 1'000), backup_refusal);
  CHECK_THROWS_AS(refuse("telepathy.rows", 1), backup_refusal);
}
