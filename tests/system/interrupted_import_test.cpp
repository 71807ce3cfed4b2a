#include <catch2/catch_test_macros.hpp>
#include <random>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;

namespace {

/// A year of one account, some rows of a day equal.
std::string statement(int rows) {
  std::string text = "Date,Payee,Memo,Amount\n";
  for (int i = 0; i < rows; ++i) {
    const int day = i * 336 / rows;
    const auto two_digits = [](int number) {
      return (number < 10 ? "0" : "") + std::to_string(number);
    };
    text += "2025-" + two_digits(day / 28 + 1) + "-" + two_digits(day % 28 + 1) + ",Shop " +
            std::to_string(i % 7) + ",," + decimal(-100 - i % 3) + "\n";
  }
  return text;
}

api_request import_of(std::int64_t account, const std::string& bytes) {
  return {"POST",
          "/api/v1/imports?account_id=" + std::to_string(account),
          bytes,
          {{"Content-Type", "text/csv"}}};
}

std::string hash_of(api_client& client) { return client.get("/api/v1/ledger/hash").body; }

std::int64_t rows_of(api_client& client) {
  return expect_status(client.get("/api/v1/ledger/hash"), 200).number("/transactions");
}

}  // namespace

TEST_CASE("an import that a sudden death cut short is completed by the same file, no row twice") {
  const auto deaths = chosen("SMARTFIN_TEST_IMPORT_DEATHS", 6);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'260'314);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const auto file = statement(6'000);
  const node_home home;
  node_process node{home};
  auto whole = signed_up(node.port(), "whole");
  expect_status(whole.send(import_of(open_account(whole, "Everyday"), file)), 201);

  for (std::uint64_t death = 0; death < deaths; ++death) {
    INFO("death " << death);
    auto client = signed_up(node.port(), "ann" + std::to_string(death));
    const auto account = open_account(client, "Everyday");
    std::jthread importing{
        [&, mine = client.again()]() mutable { mine.try_send(import_of(account, file)); }};
    // Killed when so many rows are there, or when the import was quicker.
    const auto goal = static_cast<std::int64_t>(random() % 5'500);
    const bool reached =
        eventually([&] { return rows_of(client) >= goal; }, std::chrono::seconds{30});
    CHECK(reached);
    node.kill();
    importing.join();
    node.start();
    client.move_to(node.port());
    whole.move_to(node.port());
    const auto there = rows_of(client);
    const auto again = expect_status(client.send(import_of(account, file)), 201);
    CHECK(again.number("/rows_duplicate") == there);
    CHECK(again.number("/rows_added") == 6'000 - there);
    CHECK(hash_of(client) == hash_of(whole));
  }
}
