#include "cluster/etcd/etcd_json.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::etcd_json;

namespace {

/// What reading the text ends in: a value, or a complaint that it is no answer of etcd's.
bool is_garbage(std::string_view text) {
  try {
    const auto read = read_object(text);
    revision_in(read);
    truth_in(read, "succeeded");
    entries_in(read);
    return false;
  } catch (const etcd_failure& failure) {
    return failure.why() == etcd_failure::kind::garbage;
  }
}

}  // namespace

TEST_CASE("bytes are base64 and come back, whatever they are") {
  CHECK(bytes("smartfin/") == "c21hcnRmaW4v");
  const std::string all{"\0\xff\n\"\\", 5};
  CHECK(bytes_in({{"key", bytes(all)}}, "key") == all);
  CHECK(bytes_in({}, "key").empty());
  CHECK_THROWS_AS(bytes_in({{"key", "not base64!"}}, "key"), etcd_failure);
  CHECK_THROWS_AS(bytes_in({{"key", 1}}, "key"), etcd_failure);
}

TEST_CASE("numbers are strings, and zero when they are left out") {
  CHECK(number_in({{"ID", "7587863379432523270"}}, "ID") == 7587863379432523270);
  CHECK(number_in({{"ID", "-1"}}, "ID") == -1);
  CHECK(number_in({}, "ID") == 0);
  for (const auto* bad : {"", "1x", " 1", "0x1", "9223372036854775808"})
    CHECK_THROWS_AS(number_in({{"ID", bad}}, "ID"), etcd_failure);
  CHECK_THROWS_AS(number_in({{"ID", 5}}, "ID"), etcd_failure);
}

TEST_CASE("an answer to a range is read with its revision and its keys") {
  const auto answer = read_object(R"({"header":{"revision":"12","other":1},"kvs":[{"key":"YQ==",
    "create_revision":"3","mod_revision":"4","version":"2","value":"Yg==","lease":"9"}],"count":"1"})");
  CHECK(revision_in(answer) == 12);
  const auto entries = entries_in(answer);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].key == "a");
  CHECK(entries[0].value == "b");
  CHECK(entries[0].create_revision == 3);
  CHECK(entries[0].mod_revision == 4);
  CHECK(entries[0].lease == 9);
  CHECK(entries_in(read_object("{}")).empty());
}

TEST_CASE("what is not an answer of etcd's is garbage") {
  for (const auto* text :
       {"", "null", "[]", "{", "<html>", "{}", R"({"header":{}})", R"({"header":[]})",
        R"({"header":{"revision":"0"}})", R"({"header":{"revision":"2"},"kvs":{}})",
        R"({"header":{"revision":"2"},"kvs":[1]})", R"({"header":{"revision":"2"},"kvs":[{}]})",
        R"({"header":{"revision":"2"},"succeeded":"yes"})"}) {
    INFO(text);
    CHECK(is_garbage(text));
  }
  CHECK(is_garbage(std::string(100'000, '[')));
}

TEST_CASE("a watch tells of events, and of its own end, but not of its beginning") {
  CHECK_FALSE(tells_of_change(R"({"result":{"header":{"revision":"5"},"created":true}})"));
  CHECK(tells_of_change(R"({"result":{"events":[{"type":"DELETE","kv":{"key":"YQ=="}}]}})"));
  CHECK(tells_of_change(R"({"result":{"canceled":true,"compact_revision":"9"}})"));
  CHECK(tells_of_change(R"({"error":{"code":14}})"));
  CHECK_THROWS_AS(tells_of_change("garbage"), etcd_failure);
}

TEST_CASE("a refusal's reason is short and printable whatever came") {
  CHECK(reason_in(R"({"error":"etcdserver: requested lease not found"})") ==
        "etcdserver: requested lease not found");
  CHECK(reason_in("\x01\x02") == "no reason given");
  CHECK(reason_in(R"({"error":5})") == "no reason given");
  CHECK(reason_in(R"({"error":"a\nb\u00e4"})") == "a?b??");
  CHECK(reason_in(R"({"error":")" + std::string(5'000, 'x') + R"("})").size() == 200);
}

TEST_CASE("the end of a prefix is the first key after it") {
  CHECK(end_of_prefix("/smartfin/") == "/smartfin0");
  CHECK(end_of_prefix("a\xff") == "b");
}

TEST_CASE("random bytes and broken answers are garbage or an answer, never anything else") {
  const auto seed = test::chosen("SMARTFIN_TEST_SEED", 7);
  INFO("SMARTFIN_TEST_SEED=" << seed);
  std::mt19937_64 random{seed};
  const std::string sound =
      R"({"header":{"revision":"12"},"succeeded":true,"kvs":[{"key":"YQ==","create_revision":"3","lease":"9"}]})";
  int broken = 0;
  for (std::uint64_t i = 0; i < test::chosen("SMARTFIN_TEST_BYTES_RUNS", 20'000); ++i) {
    auto text = sound;
    for (auto changes = 1 + random() % 4; changes > 0; --changes)
      text.at(random() % text.size()) = static_cast<char>(random());
    if (random() % 4 == 0) text.resize(random() % text.size());
    if (is_garbage(text)) ++broken;
    try {
      tells_of_change(text);
    } catch (const etcd_failure&) {
    }
    CHECK(reason_in(text).size() <= 200);
  }
  CHECK(broken > 0);
}
