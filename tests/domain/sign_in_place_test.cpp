#include "domain/auth/sign_in_place.hpp"

#include <catch2/catch_test_macros.hpp>

using smartfin::sign_in_place;

TEST_CASE("addresses of one network are one place, those of another are not") {
  CHECK(sign_in_place("192.0.2.7", "A") == sign_in_place("192.0.2.99", "A"));
  CHECK(sign_in_place("192.0.2.7", "A") != sign_in_place("192.0.3.7", "A"));
  CHECK(sign_in_place("::ffff:192.0.2.7", "A") == sign_in_place("192.0.2.8", "A"));
  CHECK(sign_in_place("2001:db8:1:2::3", "A") == sign_in_place("2001:db8:1:9:8::1", "A"));
  CHECK(sign_in_place("2001:db8:1:2::3", "A") != sign_in_place("2001:db8:2:2::3", "A"));
  CHECK(sign_in_place("2001:db8::3", "A") == sign_in_place("2001:db8:0:7::1", "A"));
  CHECK(sign_in_place("::1", "A") != sign_in_place("127.0.0.1", "A"));
  CHECK(sign_in_place("", "A") == sign_in_place("", "A"));
  CHECK(sign_in_place("unknown", "A") != sign_in_place("", "A"));
}

TEST_CASE("a program's update is the same place, another program is not") {
  CHECK(sign_in_place("192.0.2.7", "Mozilla/5.0 Firefox/120.0") ==
        sign_in_place("192.0.2.7", "Mozilla/5.0 Firefox/121.0.1"));
  CHECK(sign_in_place("192.0.2.7", "Mozilla/5.0 Firefox/120.0") !=
        sign_in_place("192.0.2.7", "Mozilla/5.0 Chrome/120.0"));
}
