#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;

namespace {

constexpr int rows = 50'000;

/// Five years of one account, newest first, each row with a long note.
std::string statement() {
  const std::string note(300, 'n');
  std::string text = "Date,Payee,Memo,Amount\n";
  const auto two_digits = [](int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  for (int i = 0; i < rows; ++i) {
    const int day = 1'679 - i / 30;  // of months of 28 days
    text += std::to_string(2020 + day / 336) + "-" + two_digits(day % 336 / 28 + 1) + "-" +
            two_digits(day % 28 + 1) + ",Shop " + std::to_string(i % 97) + "," + std::to_string(i) +
            " " + note + "," + decimal(-100 - i % 5'000) + "\n";
  }
  return text;
}

api_request import_of(std::int64_t account, const std::string& bytes,
                      const std::string& query = {}) {
  return {"POST",
          "/api/v1/imports?account_id=" + std::to_string(account) + query,
          bytes,
          {{"Content-Type", "text/csv"}}};
}

std::string hash_of(api_client& client) { return client.get("/api/v1/ledger/hash").body; }

/// The most memory that the node has ever used, in MiB.
std::int64_t peak_memory(const node_process& node) {
  std::ifstream status{"/proc/" + std::to_string(node.pid()) + "/status"};
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      std::int64_t kib = 0;
      status >> kib;
      return kib / 1024;
    }
  return -1;
}

api_reply when_over(api_client& client, const api_reply& begun) {
  const auto place = begun.header("Location").value_or("");
  REQUIRE(eventually([&] { return client.get(place).text("/state") != "running"; },
                     running_program::patience));
  return client.get(place);
}

}  // namespace

TEST_CASE("a large file is imported in bounded memory, tells how far it is, and leaves no file") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto file = statement();
  REQUIRE(file.size() > 15u << 20);
  const auto before = peak_memory(node);
  const auto begun = expect_status(client.send(import_of(account, file)), 202);
  CHECK(begun.text("/state") == "running");
  const auto place = begun.header("Location").value_or("");
  std::int64_t seen = 0;
  bool partly = false;
  CHECK(eventually(
      [&] {
        const auto now = client.get(place);
        CHECK(now.number("/rows_added") >= seen);
        seen = now.number("/rows_added");
        partly = partly || (seen > 0 && now.text("/state") == "running");
        return now.text("/state") != "running";
      },
      running_program::patience));
  CHECK(partly);
  const auto done = client.get(place);
  INFO(done.body);
  CHECK(done.text("/state") == "done");
  CHECK(done.number("/rows_added") == rows);
  INFO("peak " << before << " MiB before, " << peak_memory(node) << " after");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  WARN("a sanitizer keeps what was freed: the bound on memory is not looked at");
#else
  CHECK(peak_memory(node) < before + 48);
#endif
  CHECK(std::filesystem::is_empty(home.data() / "spool"));

  const auto again = when_over(client, expect_status(client.send(import_of(account, file)), 202));
  CHECK(again.number("/rows_duplicate") == rows);
  CHECK(again.number("/rows_added") == 0);
}

TEST_CASE(
    "a large import that a sudden death cut short is failed, and completed by the same file") {
  const node_home home;
  node_process node{home};
  const auto file = statement();
  auto whole = signed_up(node.port(), "whole");
  when_over(whole, whole.send(import_of(open_account(whole, "Everyday"), file)));
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto begun = expect_status(client.send(import_of(account, file)), 202);
  const auto place = begun.header("Location").value_or("");
  REQUIRE(eventually([&] { return client.get(place).number("/rows_added") > 5'000; },
                     running_program::patience));
  node.kill();
  node.start();
  client.move_to(node.port());
  whole.move_to(node.port());
  const auto there = client.get("/api/v1/ledger/hash").number("/transactions");
  CHECK(there < rows);
  // The node serves before its writer has looked at what its predecessor left.
  CHECK(eventually([&] { return client.get(place).text("/state") == "failed"; },
                   running_program::patience));
  const auto cut = client.get(place);
  CHECK(cut.number("/rows_added") == there);
  const auto again = when_over(client, client.send(import_of(account, file)));
  CHECK(again.number("/rows_duplicate") == there);
  CHECK(again.number("/rows_added") == rows - there);
  CHECK(hash_of(client) == hash_of(whole));
}

TEST_CASE("a large file that is no bank's fails its import and says why") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  std::string prose;
  while (prose.size() < 9u << 20) prose += "Just words, and many of them.\n";
  const auto failed = when_over(client, expect_status(client.send(import_of(account, prose)), 202));
  CHECK(failed.text("/state") == "failed");
  CHECK(failed.text("/rejected/0/reason").starts_with("The file has no columns"));
  const auto refused = client.send(import_of(account, statement(), "&atomic=true"));
  CHECK(refused.status == 422);
  CHECK(refused.text("/type") == "/problems/too-many-rows");
  CHECK(all_transactions(client).empty());
}
