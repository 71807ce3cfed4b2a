#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "tests/support/dev_server.hpp"
#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/fault_load.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;
using smartfin::testing::dev_server;

namespace {

constexpr auto report = "/api/v1/reports/spending?from=2020-01-01&to=2026-12-31&group_by=payee";

std::string text_of(const std::filesystem::path& file) { return '"' + file.string() + '"'; }

std::string cache_settings(const dev_server& redis) {
  return "[cache]\nredis_url = \"" + redis.line("url") +
         "\"\nredis_password_file = " + text_of(redis.file("password")) +
         "\nredis_ca_file = " + text_of(redis.file("ca.crt")) + "\nredis_patience_ms = 2000\n";
}

std::string object_settings(const dev_server& s3) {
  return "[objects]\nurl = \"" + s3.line("url") + "\"\naccess_key = \"" + s3.line("access-key") +
         "\"\nsecret_key_file = " + text_of(s3.file("secret")) +
         "\nca_file = " + text_of(s3.file("ca.crt")) + "\n";
}

void require_redis() {
  if (!smartfin::testing::is_installed("redis-server"))
    SKIP("Redis is not installed (ops/setup --extras does it)");
}

/// Which S3 to use: the quick one, or the real one with `make test-integration`.
std::string s3_tool() {
  if (std::getenv("SMARTFIN_TEST_SWIFT")) return "swift";
  if (!std::filesystem::exists("build/dev/s3/node_modules/@20minutes/s3rver"))
    SKIP("s3rver is not installed (ops/setup --integration does it)");
  return "s3";
}

struct tier_report {
  bool available = true;
  std::int64_t hits = 0, failures = 0;
};

/// What the status page says of a tier of the cache, at all nodes together.
tier_report tier_of(api_client& client, const std::string& name) {
  const auto status = expect_status(client.get("/api/v1/status"), 200).json();
  tier_report all;
  const auto add = [&](const boost::json::value& of) {
    for (const auto& each : of.at("caches").as_array()) {
      if (each.at("tier").as_string() != name) continue;
      all.available = all.available && each.at("available").as_bool();
      all.hits += each.at("hits").to_number<std::int64_t>();
      all.failures += each.at("failures").to_number<std::int64_t>();
    }
  };
  const auto& nodes = status.at("nodes").as_array();
  if (nodes.empty()) add(status);
  for (const auto& node : nodes) add(node);
  return all;
}

api_reply upload(api_client& client, const std::string& text) {
  return client.send({"POST", "/api/v1/files?name=a.txt", text, {{"Content-Type", "text/plain"}}});
}

/// The report without the time it was made.
std::string figures_of(const api_reply& reply) {
  auto figures = reply.json().as_object();
  figures.erase("as_of");
  return boost::json::serialize(figures);
}

}  // namespace

TEST_CASE("a report outlives its node in Redis, and an edit is in the next one") {
  require_redis();
  const dev_server redis{"redis"};
  const node_home home{quick_settings(cache_settings(redis))};
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto account = open_account(ann, "Everyday");
  expect_status(record(ann, {.account = account, .amount = "-12.34"}), 201);
  const auto first = expect_status(ann.get(report), 200);
  CHECK(first.text("/total/amount") == "12.34");

  CHECK(node.stop().status == 0);
  node.start();
  ann.move_to(node.port());
  const auto again = expect_status(ann.get(report), 200);
  CHECK(figures_of(again) == figures_of(first));
  CHECK(tier_of(ann, "redis").hits == 1);
  CHECK(figures_of(expect_status(ann.get(report), 200)) == figures_of(first));
  CHECK(tier_of(ann, "memory").hits >= 1);
  CHECK(tier_of(ann, "redis").failures == 0);

  expect_status(record(ann, {.account = account, .amount = "-1.00"}), 201);
  CHECK(expect_status(ann.get(report), 200).text("/total/amount") == "13.34");
  const auto metrics = ann.get("/metrics").body;
  CHECK(metrics.find("smartfin_cache_hits{tier=\"redis\"}") != std::string::npos);
}

TEST_CASE("a ledger that was put back and went another way is never shown an answer of before") {
  require_redis();
  const dev_server redis{"redis"};
  const node_home home{quick_settings(cache_settings(redis))};
  if (home.is_on_postgres()) SKIP("copies SQLite's files");
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto account = open_account(ann, "Everyday");
  CHECK(node.stop().status == 0);
  const auto copy = home.folder() / "copy";
  std::filesystem::copy(home.data(), copy, std::filesystem::copy_options::recursive);
  node.start();
  ann.move_to(node.port());
  expect_status(record(ann, {.account = account, .amount = "-5.00"}), 201);
  CHECK(expect_status(ann.get(report), 200).text("/total/amount") == "5.00");

  // The same version of the ledger by another way.
  CHECK(node.stop().status == 0);
  std::filesystem::remove_all(home.data());
  std::filesystem::rename(copy, home.data());
  node.start();
  ann.move_to(node.port());
  expect_status(record(ann, {.account = account, .amount = "-7.00"}), 201);
  CHECK(expect_status(ann.get(report), 200).text("/total/amount") == "7.00");
}

TEST_CASE(
    "Redis dies under load and nobody sees it but the status page; it is used again by itself") {
  require_redis();
  dev_server redis{"redis"};
  const node_home home{quick_settings(cache_settings(redis))};
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto account = open_account(ann, "Everyday");
  running_load load{node.port()};
  REQUIRE(load.let_pass(5));
  redis.kill();
  std::int64_t cents_spent = 0;
  const auto spend = [&] {
    expect_status(record(ann, {.account = account, .amount = "-0.01"}), 201);
    CHECK(cents(expect_status(ann.get(report), 200).text("/total/amount")) == ++cents_spent);
  };
  for (int i = 0; i < 3; ++i) spend();
  CHECK_FALSE(tier_of(ann, "redis").available);
  REQUIRE(load.let_pass(5));
  redis.start();
  CHECK(eventually(
      [&] {
        spend();
        return tier_of(ann, "redis").available;
      },
      30s));
  load.end();
  for (const auto& each : load.failures()) FAIL_CHECK(each.what);
}

TEST_CASE("a bucket that is away under load stops contents of files and nothing else") {
  dev_server s3{s3_tool()};
  const node_home home{quick_settings(object_settings(s3))};
  node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto file = "/api/v1/files/" +
                    std::to_string(expect_status(upload(ann, "first text"), 201).number("/id"));
  CHECK(ann.get(file + "/content").body == "first text");
  running_load load{node.port()};
  REQUIRE(load.let_pass(5));

  s3.kill();
  const auto refused = upload(ann, "second text");
  CHECK(refused.status == 503);
  CHECK(refused.header("Retry-After"));
  CHECK(ann.get(file + "/content").status == 503);
  CHECK(ann.get(file).text("/name") == "a.txt");
  CHECK(expect_status(ann.get("/api/v1/files"), 200).json().at("items").as_array().size() == 1);
  REQUIRE(load.let_pass(5));

  s3.start();
  CHECK(eventually([&] { return upload(ann, "second text").status == 201; }, 60s));
  CHECK(eventually([&] { return ann.get(file + "/content").body == "first text"; }, 30s));
  load.end();
  for (const auto& each : load.failures()) FAIL_CHECK(each.what);
  const auto metrics = ann.get("/metrics").body;
  CHECK(metrics.find("smartfin_object_store_available{store=\"s3\"} 1") != std::string::npos);
}

TEST_CASE("a node starts without its bucket and its Redis, and serves what needs neither") {
  const node_home home{
      quick_settings("[cache]\nredis_url = \"rediss://nobody@localhost:1\"\n"
                     "redis_password_file = \"/nowhere\"\n")};
  const auto refused = serve_to_end(home);
  CHECK(refused.status == 1);
  CHECK(refused.err.find("/nowhere") != std::string::npos);

  const auto secret = home.folder() / "secret";
  std::ofstream{secret} << "secret\n";
  std::filesystem::permissions(secret, std::filesystem::perms::owner_read);
  home.write_settings(quick_settings(
      "[cache]\nredis_url = \"rediss://nobody@localhost:1\"\nredis_password_file = " +
      text_of(secret) + "\n[objects]\nurl = \"s3://bucket?endpoint=https://localhost:1\"\n" +
      "access_key = \"key\"\nsecret_key_file = " + text_of(secret) + "\n"));
  const node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  open_account(ann, "Everyday");
  CHECK(ann.get(report).status == 200);
  CHECK(upload(ann, "text").status == 503);
}
