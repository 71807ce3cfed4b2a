#include "domain/trust/identity_name.hpp"

#include <catch2/catch_test_macros.hpp>

namespace smartfin {
namespace {

TEST_CASE("a name is written as a URI and read back the same") {
  for (const auto& [name, uri] :
       {std::pair{identity_name{"home", identity_kind::node, "node-1"},
                  "smartfin://home/node/node-1"},
        std::pair{identity_name{"home", identity_kind::service, "finance"},
                  "smartfin://home/service/finance"},
        std::pair{identity_name{"a-1", identity_kind::authority, {}},
                  "smartfin://a-1/authority"}}) {
    CHECK(to_uri(name) == uri);
    CHECK(parse_identity_uri(uri) == name);
  }
}

TEST_CASE("a URI that is not written exactly so names nobody") {
  for (const auto* uri : {"",
                          "smartfin://",
                          "smartfin:///node/a",
                          "smartfin://home",
                          "smartfin://home/",
                          "smartfin://home/node/",
                          "smartfin://home/node/a/",
                          "smartfin://home/node/a/b",
                          "smartfin://home/Node/a",
                          "smartfin://home/node/A",
                          "smartfin://home/node/a%62",
                          "smartfin://home/authority/",
                          "smartfin://home/authority/a",
                          "SMARTFIN://home/node/a",
                          "smartfin://home:1/node/a",
                          "smartfin://u@home/node/a",
                          "smartfin://home/service/a?b",
                          "smartfin://home/nodes/a",
                          "http://home/node/a",
                          " smartfin://home/node/a"}) {
    CAPTURE(uri);
    CHECK_FALSE(parse_identity_uri(uri));
  }
  CHECK_FALSE(parse_identity_uri(std::string_view{"smartfin://home/node/a\0b", 24}));
}

TEST_CASE("a label is what a host or a file may be called") {
  CHECK(is_identity_label("a"));
  CHECK(is_identity_label("node-1"));
  CHECK(is_identity_label(std::string(63, 'a')));
  for (const auto& text :
       {std::string{}, std::string{"-a"}, std::string{"a-"}, std::string{"a.b"}, std::string{"a_b"},
        std::string{"../a"}, std::string{"A"}, std::string{"\xc3\xa9"}, std::string(64, 'a')}) {
    CAPTURE(text);
    CHECK_FALSE(is_identity_label(text));
  }
}

}  // namespace
}  // namespace smartfin
