#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fstream>
#include <random>

#include "tests/support/household.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/data_commands.hpp"
#include "tests/system/delivery.hpp"

using namespace smartfin::test;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

/// Everything that a household sees and that no clock changes.
constexpr const char* steady_routes[] = {"/api/v1/accounts",
                                         "/api/v1/transactions?limit=500",
                                         "/api/v1/ledger/hash",
                                         "/api/v1/users/me",
                                         "/api/v1/notifications",
                                         "/api/v1/imports",
                                         "/api/v1/exports/transactions?format=csv",
                                         "/api/v1/score/history",
                                         "/api/v1/audit/entries?limit=500",
                                         "/.well-known/jwks.json"};

std::vector<std::string> answers_of(api_client& client) {
  std::vector<std::string> answers;
  for (const auto* route : steady_routes)
    answers.push_back(expect_status(client.get(route), 200).body);
  return answers;
}

/// A life with an import, edits, deletions and messages; the client that led it.
api_client lived(int port) {
  auto client = signed_up(port, "ann");
  const auto account = open_account(client, "Everyday \xc3\xa9 'quoted'");
  for (int i = 1; i <= 40; ++i) record(client, {account, decimal(-i * 100), "payee \\N"});
  const auto row = record(client, {account, "-5.00"});
  expect_status(client.remove("/api/v1/transactions/" + std::to_string(row.number("/id")),
                              {{"If-Match", "\"1\""}}),
                204);
  expect_status(client.post("/api/v1/auth/password", {{"current_password", usual_password},
                                                      {"new_password", "another long one"}}),
                204);
  first_notification(client);
  published_entry(client);
  if (!all_delivered(client)) throw std::runtime_error{"events do not settle"};
  return client;
}

std::vector<std::string> answers_at(const node_home& home, api_client& client) {
  node_process node{home};
  client.move_to(node.port());
  const auto answers = answers_of(client);
  CHECK(node.stop().status == 0);
  return answers;
}

/// The home's node looks into its folder again.
void leave_postgres(const node_home& home) { std::ofstream{home.settings()} << quick_settings(); }

/// The facts that two moves print the same: not the last lines, which name the places.
std::string facts_of(const std::string& told) { return told.substr(0, told.find("Moved ")); }

}  // namespace

TEST_CASE("data moved to another folder give the same answers there, and the source stays") {
  const node_home home, other;
  leave_postgres(home);
  leave_postgres(other);
  std::unique_ptr<node_process> node = std::make_unique<node_process>(home);
  auto client = lived(node->port());
  const auto move = migrate_command(home, folder_of(home), folder_of(other));
  const auto in_use = run(move);
  CHECK(in_use.status == 1);
  CHECK_THAT(in_use.err, ContainsSubstring("in use by another SmartFin"));
  CHECK(node->stop().status == 0);
  node.reset();
  const auto before = answers_at(home, client);
  CHECK_THAT(run_well(move), ContainsSubstring("and found the same there"));
  fs::copy(home.master_key(), other.master_key(), fs::copy_options::overwrite_existing);
  CHECK(answers_at(other, client) == before);
  CHECK(answers_at(home, client) == before);
  const auto again = run(move);
  CHECK(again.status == 1);
  CHECK_THAT(again.err, ContainsSubstring("is not empty"));
}

TEST_CASE(
    "data moved to PostgreSQL and back give the same answers and the same hashes (postgres)") {
  const node_home home, back;
  if (!home.is_on_postgres()) SKIP("not started by tests/support/with-postgres");
  if (home.layout().is_cluster()) SKIP("moves the folder of one node");
  leave_postgres(home);
  leave_postgres(back);
  auto client = [&] {
    node_process node{home};
    auto made = lived(node.port());
    CHECK(node.stop().status == 0);
    return made;
  }();
  const auto before = answers_at(home, client);
  const auto there = run_well(migrate_command(home, folder_of(home), home.url()));
  home.write_settings(quick_settings());
  CHECK(answers_at(home, client) == before);

  const auto move_back = migrate_command(home, home.url(), folder_of(back));
  {
    const node_process node{home};
    const auto in_use = run(move_back);
    CHECK(in_use.status == 1);
    CHECK_THAT(in_use.err, ContainsSubstring("in use by another SmartFin"));
  }
  const auto here = run_well(move_back);
  fs::copy(home.master_key(), back.master_key(), fs::copy_options::overwrite_existing);
  CHECK(answers_at(back, client) == before);
  // The node on PostgreSQL has logged what it did; the ledger is the same.
  const auto ledger = [](const std::string& facts) {
    return facts.substr(facts.find("ledger of book"));
  };
  CHECK(ledger(facts_of(there)) == ledger(facts_of(here)));
  for (const auto* const fact : {"finance.postings: ", "finance.transactions: ", "auth.users: "}) {
    const auto line = [&](const std::string& facts) {
      return facts.substr(facts.find(fact), facts.find('\n', facts.find(fact)) - facts.find(fact));
    };
    CHECK(line(there) == line(here));
  }
  const auto full = run(migrate_command(home, folder_of(back), home.url()));
  CHECK(full.status == 1);
  CHECK_THAT(full.err, ContainsSubstring("holds data already"));
}

TEST_CASE("a backup of PostgreSQL under load is restored into a folder (postgres)") {
  const node_home home, copy;
  if (!home.is_on_postgres()) SKIP("not started by tests/support/with-postgres");
  leave_postgres(copy);
  node_process node{home};
  auto client = lived(node.port());
  const auto file = home.folder() / "file";
  const auto hash = client.get("/api/v1/ledger/hash").body;
  const auto checkpoint = expect_status(client.get("/api/v1/audit/checkpoint"), 200).body;
  run_well(backup_command(home, file));
  run_well(restore_command(home, file, copy));
  fs::copy(home.master_key(), copy.master_key(), fs::copy_options::overwrite_existing);
  const auto kept = home.folder() / "checkpoint";
  std::ofstream{kept} << checkpoint;

  node_process other{copy};
  client.move_to(other.port());
  CHECK(client.get("/api/v1/ledger/hash").body == hash);
  CHECK(all_delivered(client));
  published_entry(client);
  CHECK(other.stop().status == 0);
  run_well({SMARTFIN_PROGRAM, "audit", "verify", "--log", (copy.data() / "audit").string(),
            "--checkpoint", kept.string()});
}

TEST_CASE("a move killed at any moment leaves the source whole and the target unused") {
  const auto kills = chosen("SMARTFIN_TEST_KILLS", 8);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'122);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  make_demo(home);
  const auto target_of = [](const node_home& other) {
    return other.is_on_postgres() ? other.url() : folder_of(other);
  };
  std::chrono::microseconds whole_time;
  std::string facts;
  {
    const node_home other;
    whole_time = time_of(migrate_command(home, folder_of(home), target_of(other)));
    const node_home again;
    facts = facts_of(run_well(migrate_command(home, folder_of(home), target_of(again))));
  }
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    const node_home other;
    auto move = migrate_command(home, folder_of(home), target_of(other));
    const auto after = whole_time * static_cast<int>(random() % 1'000) / 1'000;
    INFO("kill " << kill << " after " << after.count() << " us of " << whole_time.count());
    if (run(killed_after(after, move)).status == 0) continue;
    fs::copy(home.master_key(), other.master_key(), fs::copy_options::overwrite_existing);
    if (fs::exists(other.data() / "finance.db")) continue;  // after its last step
    auto second = run(move);
    if (second.status != 0 && second.err.find("--start-over") != std::string::npos) {
      const auto refused = serve_to_end(other);
      CHECK(refused.status == 1);
      CHECK_THAT(refused.err, ContainsSubstring("not finished"));
      move.push_back("--start-over");
      second = run(move);
    }
    INFO(second.err);
    if (second.err.find("holds data already") != std::string::npos) continue;  // the same
    REQUIRE(second.status == 0);
    CHECK(facts_of(second.out) == facts);
    CHECK_FALSE(fs::exists(other.folder() / "data.unfinished"));
    if (kill + 1 == kills) CHECK(node_process{other}.stop().status == 0);
  }
}

TEST_CASE("what cannot be moved is refused with its reason") {
  const node_home home, other;
  leave_postgres(home);
  const auto refusal = [&](const std::string& from, const std::string& to) {
    const auto end = run(migrate_command(home, from, to));
    CHECK(end.status == 1);
    return end.err;
  };
  CHECK_THAT(refusal(folder_of(home), folder_of(other)), ContainsSubstring("is no folder"));
  CHECK_THAT(refusal("mysql://x", folder_of(other)),
             ContainsSubstring("--from must be sqlite:DIR"));
  CHECK_THAT(refusal(folder_of(home), "sqlite:"), ContainsSubstring("--to must be sqlite:DIR"));
  make_demo(other);
  fs::copy(other.master_key(), home.master_key(), fs::copy_options::overwrite_existing);
  const auto file = home.folder() / "other-key";
  fs::create_directory(home.data());
  CHECK_THAT(refusal(folder_of(home), folder_of(other)), ContainsSubstring("holds no data"));
}
