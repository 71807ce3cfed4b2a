#include "cluster/etcd/etcd_client.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <thread>

#include "cluster/membership/lease_store.hpp"
#include "tests/cluster/etcd/test_etcd.hpp"
#include "tests/cluster/membership/directory_witness.hpp"
#include "tests/support/dev_server.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

etcd_patience patience() { return {std::chrono::steady_clock::now() + 20s, 20}; }

std::unique_ptr<directory> join(const test_etcd& etcd, const std::string& name,
                                directory_witness& witness) {
  member_record own;
  own.name = name;
  own.incarnation = draw_incarnation();
  return make_leased_directory(own, make_etcd_lease_store(etcd.options(), "/smartfin/test/"),
                               {3s, 1s}, witness.listener());
}

void check_keys(etcd_client& client) {
  const auto lease = client.grant(20s, patience());
  CHECK(lease.id != 0);
  const auto made = client.create({"/t/a", "one", 0, 0, lease.id}, patience());
  CHECK(made.lease == lease.id);
  CHECK(client.create({"/t/a", "two", 0, 0, 0}, patience()).value == "one");
  CHECK(client.replace({"/t/a", "three", made.create_revision, 0, lease.id}, patience()));
  CHECK_FALSE(client.replace({"/t/a", "four", made.create_revision - 1, 0, lease.id}, patience()));
  client.put({"/t/b", std::string{"\0\xff", 2}, 0, 0, 0}, patience());
  client.put({"/u", "of no interest", 0, 0, 0}, patience());
  const auto found = client.range("/t/", patience());
  REQUIRE(found.entries.size() == 2);
  CHECK(found.entries[0].value == "three");
  CHECK(found.entries[0].create_revision == made.create_revision);
  CHECK(found.entries[1].value == std::string{"\0\xff", 2});
  client.remove("/t/a", made.create_revision - 1, patience());
  CHECK(client.range("/t/", patience()).entries.size() == 2);
  CHECK(client.keep_alive(lease.id, patience()));
  client.revoke(lease.id, patience());
  client.revoke(lease.id, patience());
  CHECK_FALSE(client.keep_alive(lease.id, patience()));
  CHECK(client.range("/t/", patience()).entries.size() == 1);
  try {
    client.create({"/t/c", "", 0, 0, lease.id}, patience());
    FAIL("a key under a lease that is gone");
  } catch (const etcd_failure& failure) {
    CHECK(failure.why() == etcd_failure::kind::refused);
  }
}

void check_watch(etcd_client& client, const etcd_options& options) {
  const std::atomic<bool> never{false};
  const auto now = client.range("/t/", patience()).revision;
  std::thread writer{[&] { etcd_client{options}.put({"/t/late", "", 0, 0, 0}, patience()); }};
  CHECK(client.wait_for_change("/t/", now, std::chrono::steady_clock::now() + 20s, never));
  writer.join();
  client.compact(client.range("/t/", patience()).revision, patience());
  CHECK(client.wait_for_change("/t/", now - 1, std::chrono::steady_clock::now() + 20s, never));
  const std::atomic<bool> stop{true};
  CHECK_FALSE(client.wait_for_change("/t/", now, std::chrono::steady_clock::now() + 20s, stop));
}

void check_strangers(etcd_options options) {
  options.identity.certificate_file.clear();
  etcd_client stranger{options};
  CHECK_THROWS_AS(stranger.range("/", {std::chrono::steady_clock::now() + 5s, 1}), etcd_failure);
}

}  // namespace

TEST_CASE("an etcd client refuses no endpoint and one without TLS") {
  CHECK_THROWS_AS(etcd_client{etcd_options{}}, std::invalid_argument);
  etcd_options plain;
  plain.endpoints = {"http://127.0.0.1:2379"};
  CHECK_THROWS_AS(etcd_client{plain}, std::invalid_argument);
}

TEST_CASE("where nobody listens is an outage, and each endpoint is asked in turn") {
  etcd_options options;
  for (int i = 0; i < 2; ++i)
    options.endpoints.push_back("https://127.0.0.1:" + std::to_string(free_port()));
  etcd_client client{options};
  const auto first = client.endpoint();
  try {
    client.range("/", {std::chrono::steady_clock::now() + 20s, 1});
    FAIL("an answer of nobody");
  } catch (const etcd_failure& failure) {
    CHECK(failure.why() == etcd_failure::kind::outage);
  }
  CHECK(client.endpoint() != first);
}

TEST_CASE("a real etcd keeps keys, leases and watches as the client promises") {
  if (!test_etcd::is_here()) SKIP("etcd is not installed");
  const test_etcd etcd;
  etcd_client client{etcd.options()};
  check_keys(client);
  check_watch(client, etcd.options());
  check_strangers(etcd.options());
}

TEST_CASE("nodes on a real etcd survive the death of its leader and the loss of its quorum") {
  if (!test_etcd::is_here()) SKIP("etcd is not installed");
  test_etcd etcd;
  directory_witness first_sees;
  directory_witness second_sees;
  const auto first = join(etcd, "n1", first_sees);
  const auto second = join(etcd, "n2", second_sees);
  REQUIRE(first_sees.sees_members(2));
  const auto wish = first->contend("relay", first_sees.held());
  REQUIRE(first_sees.sees_token());
  const auto rival = second->contend("relay", second_sees.held());
  const auto token = first_sees.tokens().back();

  const auto dead = etcd.leader();
  etcd.kill(dead);
  second->set_draining(true);
  REQUIRE(first_sees.sees([](auto& w) {
    const auto& last = w.views_.back()->members;
    return last.size() == 2 && last[1].record.draining;
  }));
  REQUIRE(first_sees.sees_standing(standing::in));

  const auto next = etcd.leader();  // with it the quorum goes
  etcd.kill(next);
  REQUIRE(first_sees.sees_standing(standing::out));
  REQUIRE(second_sees.sees_standing(standing::out));
  CHECK_FALSE(wish->token());
  CHECK_FALSE(rival->token());
  CHECK(first->view()->members.size() == 2);
  etcd.start(next);
  REQUIRE(first_sees.sees_standing(standing::in));
  REQUIRE(second_sees.sees_standing(standing::in));

  // Whoever has it now: the next holder's token is greater than all before.
  const auto tokens = first_sees.tokens();
  const auto newest = std::ranges::max(tokens);
  CHECK(newest >= token);
  first->stop();
  REQUIRE(second_sees.sees_token());
  CHECK(second_sees.tokens().back() > token);
  REQUIRE(second_sees.sees_members(1));
}

TEST_CASE("a name on a real etcd is free when the lease of its dead bearer has ended") {
  if (!test_etcd::is_here()) SKIP("etcd is not installed");
  const test_etcd etcd;
  const auto soon = std::chrono::steady_clock::now() + 20s;
  const auto dead = make_etcd_lease_store(etcd.options(), "/smartfin/test/");
  const auto lease = dead->grant(2s, soon);
  REQUIRE(dead->create({"node/n1", "{}", 0, 0, lease.id}, soon).lease == lease.id);
  directory_witness witness;
  const auto again = join(etcd, "n1", witness);
  REQUIRE(witness.sees_standing(standing::name_taken));
  CHECK(witness.sees_standing(standing::in));
}
