#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <random>

#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/data_commands.hpp"
#include "tests/system/delivery.hpp"
#include "tests/system/steady_load.hpp"

using namespace smartfin::test;
namespace fs = std::filesystem;

namespace {

bool is_whole(const node_home& home, const fs::path& file) {
  auto command = restore_command(home, file, home);
  command.push_back("--verify-only");
  return run(command).status == 0;
}

/// "6 services, 1234 rows", of what a command says.
std::string rows_in(const std::string& told) {
  const auto begin = told.find(": ") + 2;
  return told.substr(begin, told.find(", as of") - begin);
}

/// A home whose data is a restored backup of another's.
class restored_home {
public:
  restored_home(const node_home& from, const fs::path& file) {
    run_well(restore_command(from, file, home_));
    fs::copy(from.master_key(), home_.master_key(), fs::copy_options::overwrite_existing);
  }
  const node_home& home() const { return home_; }

private:
  node_home home_;
};

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("a backup under load holds all that was acknowledged before it began") {
  const node_home home;
  node_process node{home};
  load writing{node.port(), 4};
  for (int round = 0; round < 3; ++round) {
    INFO("round " << round);
    REQUIRE(writing.goes_on());
    const auto promised = writing.acknowledged();
    const auto file = home.folder() / "file";
    run_well(backup_command(home, file));
    CHECK(writing.goes_on(1));

    const restored_home copy{home, file};
    const node_process other{copy.home()};
    for (std::size_t i = 0; i < promised.size(); ++i)
      for (const auto& fault : writing.writers()[i]->faults_at(other.port(), promised[i]))
        FAIL_CHECK(fault);
    auto observer = signed_up(other.port(), "observer");
    CHECK(all_delivered(observer));
  }
}

TEST_CASE("the data of a node that was killed is backed up with what its log still holds") {
  const node_home home;
  node_process node{home};
  load writing{node.port(), 2};
  REQUIRE(writing.goes_on());
  writing.stop();
  node.kill();
  const auto file = home.folder() / "file";
  REQUIRE(run(backup_command(home, file)).status == 0);
  const restored_home copy{home, file};
  const node_process other{copy.home()};
  const auto promised = writing.acknowledged();
  for (std::size_t i = 0; i < promised.size(); ++i)
    for (const auto& fault : writing.writers()[i]->faults_at(other.port(), promised[i]))
      FAIL_CHECK(fault);
  node.start();
  CHECK(node.stop().status == 0);
}

TEST_CASE("a restored ledger has the hash of the one that was backed up") {
  const node_home home;
  node_process node{home};
  load writing{node.port(), 2};
  REQUIRE(writing.goes_on(50));
  writing.stop();
  const auto file = home.folder() / "file";
  REQUIRE(run(backup_command(home, file)).status == 0);
  std::vector<std::string> hashes;
  for (const auto& each : writing.writers()) hashes.push_back(each->hash());
  node.stop();

  const restored_home copy{home, file};
  node_process other{copy.home()};
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    api_client client{other.port()};
    client.use_token(
        client
            .post("/api/v1/auth/login", {{"email", "writer" + std::to_string(i) + "@example.org"},
                                         {"password", usual_password}})
            .text("/access_token"));
    CHECK(client.get("/api/v1/ledger/hash").body == hashes[i]);
    record(client, {open_account(client, "New"), "-1.00"});
  }
  CHECK(other.stop().status == 0);
}

TEST_CASE("a backup killed at any moment leaves the data, the earlier backup and the node alone") {
  const auto kills = chosen("SMARTFIN_TEST_KILLS", 12);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'122);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  make_demo(home);
  node_process node{home};
  load writing{node.port(), 1};
  const auto file = home.folder() / "file";
  const auto command = backup_command(home, file);
  const auto whole_time = time_of(command);
  auto earlier = content_of(file);
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    const auto after = whole_time * static_cast<int>(random() % 1'000) / 1'000;
    INFO("kill " << kill << " after " << after.count() << " us of " << whole_time.count());
    const auto end = run(killed_after(after, command));
    const auto now = content_of(file);
    if (now != earlier) CHECK(is_whole(home, file));
    if (end.status == 0) CHECK(now != earlier);
    earlier = now;
    CHECK(writing.goes_on(1));
  }
  CHECK(run(command).status == 0);
  CHECK_FALSE(fs::exists(home.folder() / "file.unfinished"));
  CHECK(is_whole(home, file));
  writing.stop();
  CHECK(node.stop().status == 0);
}

TEST_CASE("a restore killed at any moment leaves nothing under the name, or the whole folder") {
  const auto kills = chosen("SMARTFIN_TEST_KILLS", 12);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'122);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  make_demo(home);
  const auto file = home.folder() / "file";
  const auto held = rows_in(run_well(backup_command(home, file)));
  std::chrono::microseconds whole_time;
  {
    const node_home copy;
    whole_time = time_of(restore_command(home, file, copy));
  }
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    const node_home copy;
    auto command = restore_command(home, file, copy);
    const auto after = whole_time * static_cast<int>(random() % 1'000) / 1'000;
    INFO("kill " << kill << " after " << after.count() << " us of " << whole_time.count());
    run(killed_after(after, command));
    fs::copy(home.master_key(), copy.master_key(), fs::copy_options::overwrite_existing);
    const auto backup = backup_command(copy, copy.folder() / "file");
    if (run(backup).status != 0) {
      if (copy.is_on_postgres()) command.push_back("--start-over");
      run_well(command);
    }
    CHECK(rows_in(run_well(backup)) == held);
    CHECK_FALSE(fs::exists(copy.folder() / "data.unfinished"));
    if (kill + 1 == kills) CHECK(node_process{copy}.stop().status == 0);
  }
}

TEST_CASE("a full disk is told, and leaves the earlier backup and no half of anything") {
  const node_home home;
  make_demo(home);
  const auto file = home.folder() / "file";
  REQUIRE(run(backup_command(home, file)).status == 0);
  const auto earlier = content_of(file);
  const auto limited = [](const words& command) {
    words shell{"/bin/sh", "-c", "ulimit -f 500; exec \"$@\"", "sh"};  // blocks of 512 bytes
    shell.insert(shell.end(), command.begin(), command.end());
    return run(shell);
  };
  const auto backup = limited(backup_command(home, file));
  CHECK(backup.status == 1);
  CHECK(backup.err.find("cannot be written: File too large") != std::string::npos);
  CHECK(content_of(file) == earlier);
  CHECK_FALSE(fs::exists(home.folder() / "file.unfinished"));

  if (home.is_on_postgres()) return;
  const node_home copy;
  const auto restore = limited(restore_command(home, file, copy));
  CHECK(restore.status == 1);
  CHECK(restore.err.find("finance.db") != std::string::npos);
  CHECK_FALSE(fs::exists(copy.data()));
  CHECK_FALSE(fs::exists(copy.folder() / "data.unfinished"));
}

TEST_CASE("a backup under load has the content of every file that it knows of") {
  const node_home home;
  const node_process node{home};
  auto ann = signed_up(node.port(), "ann");
  const auto upload = [](api_client& client, const std::string& text) {
    return expect_status(
               client.send(
                   {"POST", "/api/v1/files?name=a.txt", text, {{"Content-Type", "text/plain"}}}),
               201)
        .number("/id");
  };
  const auto first = upload(ann, "the first text");
  std::atomic<bool> stopped = false;
  std::thread uploads{[&stopped, &upload, client = ann.again()]() mutable {
    for (int i = 0; !stopped; ++i) {
      const auto id = upload(client, "text " + std::to_string(i));
      if (i % 2 == 0) client.remove("/api/v1/files/" + std::to_string(id), {{"If-Match", "*"}});
    }
  }};
  const auto file = home.folder() / "backup";
  const auto made = run(backup_command(home, file));
  stopped = true;
  uploads.join();
  INFO(made.err);
  REQUIRE(made.status == 0);

  const restored_home restored{home, file};
  const node_process again{restored.home()};
  ann.move_to(again.port());
  const auto content = [&](std::int64_t id) {
    return ann.get("/api/v1/files/" + std::to_string(id) + "/content");
  };
  CHECK(expect_status(content(first), 200).body == "the first text");
  const auto page = expect_status(ann.get("/api/v1/files?limit=500"), 200).json();
  for (const auto& each : page.at("items").as_array())
    expect_status(content(each.at("id").to_number<std::int64_t>()), 200);
}
