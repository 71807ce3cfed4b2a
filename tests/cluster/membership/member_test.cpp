#include "cluster/membership/member.hpp"

#include <catch2/catch_test_macros.hpp>

#include "cluster/membership/directory_reading.hpp"

using namespace smartfin;

namespace {

member_record sample() {
  member_record record;
  record.name = "n1";
  record.incarnation = "f00d";
  record.link_address = "127.0.0.1:7000";
  record.http_address = "127.0.0.1:8080";
  record.services = {"auth", "finance"};
  record.build = "0.1.0";
  record.protocol = 2;
  record.protocol_oldest = 1;
  record.draining = true;
  return record;
}

}  // namespace

TEST_CASE("a member's record survives being written and read") {
  CHECK(decode_member(encode_member(sample())) == sample());
}

TEST_CASE(
    "a record of a later version is read without what is new, one of an earlier with defaults") {
  auto text = encode_member(sample());
  text.insert(1, R"("zone":{"x":[1,2]},)");
  CHECK(decode_member(text) == sample());
  const auto bare = decode_member(R"({"name":"n1","incarnation":"f00d"})");
  REQUIRE(bare);
  CHECK(bare->services.empty());
  CHECK_FALSE(bare->draining);
}

TEST_CASE("what is no record with a name and an incarnation is none") {
  for (const auto* text :
       {"", "{}", "[]", "null", "{", R"({"name":"n1"})", R"({"name":"N 1","incarnation":"f"})",
        R"({"name":"n1","incarnation":""})", R"({"name":1,"incarnation":"f"})",
        R"({"name":"n1","incarnation":"f","services":"auth"})"})
    CHECK_FALSE(decode_member(text));
  CHECK_FALSE(decode_member(encode_member(sample()) + std::string(20'000, ' ')));
}

TEST_CASE("incarnations are 32 hexadecimal digits and never the same") {
  const auto one = draw_incarnation();
  CHECK(one.size() == 32);
  CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(one != draw_incarnation());
}

TEST_CASE("a reading takes what nodes wrote and counts what it does not understand") {
  const auto record = encode_member(sample());
  const auto reading = read_directory({50,
                                       {{"job/relay", encode_holder("n1"), 7, 7, 11},
                                        {"job/sweeper", "garbage", 8, 8, 11},
                                        {"later/thing", "whatever", 9, 9, 0},
                                        {"node/n1", record, 5, 6, 11},
                                        {"node/n2", record, 5, 6, 11},
                                        {"node/n3", "{}", 5, 6, 11},
                                        {"node/n4", "", 5, 6, 0}}});
  CHECK(reading.view.revision == 50);
  REQUIRE(reading.view.members.size() == 1);
  CHECK(reading.view.members[0].revision == 6);
  REQUIRE(reading.view.holders.size() == 1);
  CHECK(reading.view.holders[0] == claim_holder{"relay", "n1", {7}});
  CHECK(reading.view.unreadable == 4);
  CHECK(reading.nodes.size() == 4);
  CHECK(reading.jobs.at("sweeper") == key_owner{11, 8});
}

TEST_CASE("a record that was written by hand, without a lease, is nobody's") {
  const auto reading = read_directory({50, {{"node/n1", encode_member(sample()), 5, 6, 0}}});
  CHECK(reading.view.members.empty());
  CHECK(reading.view.unreadable == 1);
}
