#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "tests/domain/imports/bank_fixture.hpp"
#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;

namespace {

api_reply import_file(api_client& client, std::int64_t account, const std::string& bytes,
                      const std::string& query = {}) {
  return client.send({"POST",
                      "/api/v1/imports?account_id=" + std::to_string(account) + query,
                      bytes,
                      {{"Content-Type", "application/octet-stream"}}});
}

std::string hash_of(api_client& client) { return client.get("/api/v1/ledger/hash").text("/hash"); }

enum class formats { csv, ofx, mixed };

/// Only the last dialect has bank ids, and those on some rows: it belongs to the mix. The third writes the month first,
/// which nobody does who keeps an account in euros, the mix's currency.
int dialect(formats mode, std::mt19937& random) {
  constexpr int european[] = {0, 1, 3, 4};
  const auto drawn = static_cast<int>(random() % 4);
  return mode == formats::csv ? drawn : european[drawn];
}

/// Downloads that together cover every row: windows cut between days, rows shuffled, some twice.
std::vector<std::string> random_downloads(const std::vector<true_row>& truth, formats mode,
                                          std::mt19937& random) {
  const auto days = static_cast<unsigned>(truth.back().date.days() - truth.front().date.days());
  std::vector<std::string> files;
  for (std::size_t i = 0, count = 2 + random() % 4; i < count; ++i) {
    const auto skipped = i < 2 ? 0 : random() % (days + 1);
    const auto from = truth.front().date.plus_days(static_cast<int>(skipped));
    std::vector<true_row> window;
    for (const auto& row : truth)
      if (row.date >= from) window.push_back(row);
    std::shuffle(window.begin(), window.end(), random);
    const bool ofx = mode == formats::ofx || (mode == formats::mixed && random() % 2 == 0);
    files.push_back(ofx ? as_ofx(window, random() % 2 == 0)
                        : as_csv(window, dialect(mode, random)));
    if (random() % 3 == 0) files.push_back(files.back());
  }
  return files;
}

struct imported_ledger {
  std::string hash;
  std::vector<std::string> rows;  // date and amount, sorted
};

/// Of a user who has imported the files in that order, twice.
imported_ledger ledger_after(int port, const std::string& name, const std::string& currency,
                             const std::vector<std::string>& files) {
  auto client = signed_up(port, name);
  const auto account = open_account(client, "Giro", currency);
  for (const auto& file : files) expect_status(import_file(client, account, file), 201);
  imported_ledger ledger{hash_of(client), {}};
  for (const auto& file : files)
    CHECK(expect_status(import_file(client, account, file), 201).number("/rows_added") == 0);
  CHECK(hash_of(client) == ledger.hash);
  for (const auto& item : all_transactions(client))
    ledger.rows.push_back(std::string{item.at("date").as_string()} + " " +
                          std::string{item.at("amount").at("amount").as_string()});
  std::sort(ledger.rows.begin(), ledger.rows.end());
  return ledger;
}

void check_one_ledger(formats mode, std::uint64_t first_seed) {
  const node_home home;
  const node_process node{home};
  const auto cases = chosen("SMARTFIN_TEST_IMPORTS", 12);
  for (std::uint64_t seed = first_seed; seed < first_seed + cases; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random{static_cast<std::mt19937::result_type>(seed)};
    const auto truth = random_account(random, id_style::unique);
    if (truth.empty()) continue;
    auto files = random_downloads(truth, mode, random);
    const auto name = "case" + std::to_string(seed);
    const auto unit = mode == formats::csv ? "USD" : "EUR";
    const auto one = ledger_after(node.port(), name + "a", unit, files);
    std::shuffle(files.begin(), files.end(), random);
    const auto other = ledger_after(node.port(), name + "b", unit, files);
    CHECK(one.rows.size() == truth.size());
    CHECK(one.rows == other.rows);
    // Banks tell more in one format than in another: in a mix the first file to show a row gives
    // its payee and note.
    if (mode != formats::mixed) CHECK(one.hash == other.hash);
  }
}

constexpr auto statement =
    "Date,Description,Amount\n"
    "2026-01-02,Bakery,-3.40\n"
    "2026-01-02,Bakery,-3.40\n"
    "2026-13-45,Nowhere,-1.00\n"
    "2026-01-05,Salary,2500.00\n"
    "2026-01-06,Kiosk,twelve\n";

}  // namespace

TEST_CASE("overlapping CSV files in any order, twice, give one ledger with one hash") {
  check_one_ledger(formats::csv, 1);
}

TEST_CASE("overlapping OFX files in any order, twice, give one ledger with one hash") {
  check_one_ledger(formats::ofx, 1'000);
}

TEST_CASE("CSV and OFX files of one account, mixed in any order, give the same rows") {
  check_one_ledger(formats::mixed, 2'000);
}

TEST_CASE("rows that cannot be read are named by their line, and the others are imported") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto view = expect_status(import_file(client, account, statement), 201);
  INFO(view.body);
  CHECK(view.text("/state") == "done");
  CHECK(view.number("/rows_added") == 3);
  CHECK(view.number("/rows_rejected") == 2);
  CHECK(view.number("/rejected/0/line") == 4);
  CHECK(view.number("/rejected/1/line") == 6);
  CHECK(!view.text("/rejected/0/reason").empty());
  CHECK(client.get(view.header("Location").value_or("")).body == view.body);
  for (const auto& item : all_transactions(client))
    CHECK(item.at("imported_by").to_number<std::int64_t>() == view.number("/id"));
}

TEST_CASE("an atomic import with a row that cannot be read changes nothing") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto before = hash_of(client);
  const auto refused = import_file(client, account, statement, "&atomic=true");
  CHECK(refused.status == 422);
  CHECK(refused.text("/type") == "/problems/rows-rejected");
  CHECK(hash_of(client) == before);
  CHECK(all_transactions(client).empty());
}

TEST_CASE("a file of an unknown format is refused and changes nothing") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto before = hash_of(client);
  for (const auto& bytes :
       {std::string{"\x89PNG\r\n\x1a\n\0\0\0\0", 12}, std::string{"just words"},
        std::string{"{\"json\":true}"}, std::string{"<html></html>"}, std::string(50'000, ','),
        std::string(50'000, '\n'), std::string(1'000, '\0')}) {
    const auto refused = import_file(client, account, bytes);
    INFO(refused.head << refused.body);
    CHECK(refused.status == 422);
    CHECK(hash_of(client) == before);
  }
  CHECK(import_file(client, account + 1, statement).status == 404);
}

TEST_CASE("dates that may be read either way are read as the account's banks write them") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto date_in = [&](const std::string& currency) {
    const auto account = open_account(client, currency, currency);
    expect_status(import_file(client, account, "Date,Payee,Amount\n03/04/2026,Kiosk,-1.00\n"), 201);
    const auto id = std::to_string(account);
    return client.get("/api/v1/transactions?account_id=" + id).text("/items/0/date");
  };
  CHECK(date_in("USD") == "2026-03-04");
  CHECK(date_in("EUR") == "2026-04-03");
}
