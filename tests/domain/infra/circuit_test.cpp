#include <catch2/catch_test_macros.hpp>

#include "domain/infra/circuit.hpp"

using namespace smartfin;
using namespace std::chrono_literals;

namespace {

circuit::time_point at(std::chrono::milliseconds time) { return circuit::time_point{time}; }

}  // namespace

TEST_CASE("what failed too often is left alone, tried by one, and used again when it works") {
  circuit outside{{1, 100ms, 1'000ms}};
  CHECK(outside.may_try(at(0ms)));
  outside.failed(at(0ms), 1);
  CHECK(outside.may_try(at(0ms)));  // one failure is forgiven
  CHECK_FALSE(outside.is_open());
  outside.failed(at(0ms), 1);
  CHECK(outside.is_open());
  CHECK_FALSE(outside.may_try(at(99ms)));
  CHECK(outside.may_try(at(100ms)));
  CHECK_FALSE(outside.may_try(at(100ms)));  // one tries for all
  outside.succeeded();
  CHECK_FALSE(outside.is_open());
  CHECK(outside.may_try(at(101ms)));
  CHECK(outside.may_try(at(101ms)));
}

TEST_CASE("pauses double up to the longest, spread over their second half") {
  circuit outside{{0, 100ms, 300ms}};
  outside.failed(at(0ms), 0);
  CHECK_FALSE(outside.may_try(at(49ms)));
  CHECK(outside.may_try(at(50ms)));
  outside.failed(at(50ms), 1);
  CHECK_FALSE(outside.may_try(at(249ms)));
  CHECK(outside.may_try(at(250ms)));
  for (int i = 0; i < 100; ++i) outside.failed(at(250ms), 1);
  CHECK_FALSE(outside.may_try(at(549ms)));
  CHECK(outside.may_try(at(550ms)));
}

TEST_CASE("a try that never reports back does not block for ever") {
  circuit outside{{0, 100ms, 1'000ms}};
  outside.failed(at(0ms), 1);
  CHECK(outside.may_try(at(100ms)));
  CHECK_FALSE(outside.may_try(at(1'099ms)));
  CHECK(outside.may_try(at(1'100ms)));
}
