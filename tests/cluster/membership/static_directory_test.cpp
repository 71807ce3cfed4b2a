#include <catch2/catch_test_macros.hpp>
#include <stdexcept>

#include "tests/cluster/membership/directory_witness.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

member_record named(const std::string& name) {
  member_record record;
  record.name = name;
  record.incarnation = "f00d";
  return record;
}

}  // namespace

TEST_CASE("a static directory has its peers from the start and nothing single") {
  directory_witness witness;
  const auto fixed =
      make_static_directory(named("n2"), {named("n3"), named("n1")}, witness.listener());
  REQUIRE(witness.sees_members(3));
  CHECK(fixed->is_in());
  CHECK(fixed->view()->members[0].record.name == "n1");
  CHECK_THROWS_AS(fixed->contend("relay", witness.held()), std::invalid_argument);
  fixed->set_draining(true);
  CHECK(fixed->view()->members[1].record.draining);
  fixed->stop();
  CHECK_FALSE(fixed->is_in());
  CHECK(witness.standings().back() == standing::out);
}
