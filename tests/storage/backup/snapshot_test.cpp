#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/database_snapshot.hpp"
#include "storage/backup/make_backup.hpp"
#include "storage/backup/restore_backup.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/data_folder.hpp"
#include "tests/storage/backup/archive_files.hpp"

using namespace smartfin;
using namespace smartfin::testing;
namespace fs = std::filesystem;

namespace {

/// A database with one table of numbers, as a service's: it has a first migration.
class numbers {
public:
  explicit numbers(const fs::path& file) {
    session_.open(soci::sqlite3, "dbname=\"" + file.string() + "\" timeout=5");
    session_ << "PRAGMA journal_mode=WAL";
    session_ << "CREATE TABLE IF NOT EXISTS schema_migrations(number INTEGER PRIMARY KEY)";
    session_ << "INSERT OR IGNORE INTO schema_migrations VALUES(1)";
    session_ << "CREATE TABLE IF NOT EXISTS numbers(n INTEGER PRIMARY KEY, filling TEXT)";
    session_ << "PRAGMA synchronous=OFF";
  }
  void add(int n) {
    const std::string filling(500, 'x');
    session_ << "INSERT INTO numbers VALUES(:n, :filling)", soci::use(n), soci::use(filling);
  }
  int newest() {
    int n = 0;
    session_ << "SELECT COALESCE(MAX(n), 0) FROM numbers", soci::into(n);
    return n;
  }

private:
  soci::session session_;
};

constexpr instant some_time{};

}  // namespace

TEST_CASE("every service that keeps data has its place in the order of snapshots") {
  const auto order = snapshot_order();
  for (const auto& [service, schema] : known_schemas()) {
    INFO(service);
    CHECK(std::ranges::count(order, service) == 1);
  }
}

TEST_CASE("who follows events is looked at before those it follows") {
  const auto order = snapshot_order();
  const auto place = [&](const char* service) { return std::ranges::find(order, service); };
  for (const auto* follower : {"audit", "notification", "prediction"})
    for (const auto* followed : {"finance", "profile", "auth"})
      CHECK(place(follower) < place(followed));
  CHECK(place("audit") < place("notification"));
  CHECK(place("notification") < place("prediction"));
}

TEST_CASE("a database of no known service is refused instead of left out") {
  const temporary_folder place;
  CHECK_THROWS_AS(databases_in_order(place.path()), backup_refusal);
  write_whole(place / "auth.db", "");
  write_whole(place / "finance.db", "");
  write_whole(place / "audit.db", "");
  const auto found = databases_in_order(place.path());
  REQUIRE(found.size() == 3);
  CHECK(found[0].filename() == "audit.db");
  CHECK(found[2].filename() == "auth.db");
  write_whole(place / "telepathy.db", "");
  CHECK_THROWS_AS(databases_in_order(place.path()), backup_refusal);
}

TEST_CASE("a copy is of the moment of its snapshot, and the writer goes on") {
  const temporary_folder place;
  numbers source{place / "finance.db"};
  for (int n = 1; n <= 1'000; ++n) source.add(n);
  const database_snapshot view{place / "finance.db"};
  for (int n = 1'001; n <= 3'000; ++n) source.add(n);
  view.copy_to(place / "copy.db");
  CHECK(view.schema() == 1);
  CHECK(numbers{place / "copy.db"}.newest() == 1'000);
  CHECK(source.newest() == 3'000);
}

TEST_CASE("a follower's cursor never leads the log it follows, however busy both are") {
  const temporary_folder place;
  const auto data = place / "data";
  fs::create_directory(data);
  numbers log{data / "finance.db"}, cursor{data / "prediction.db"};
  for (int n = 1; n <= 500; ++n) log.add(n);
  std::atomic<bool> stopped = false;
  std::atomic<int> acknowledged = 0;
  std::thread both{[&] {
    for (int n = 501; !stopped; ++n) {
      log.add(n);
      cursor.add(n);
      acknowledged = n;
    }
  }};
  const vault keys{key_bytes::random()};
  for (int round = 0; round < 10; ++round) {
    const int before = acknowledged;
    make_backup({data, place / "file"}, keys, some_time);
    const auto restored = place / ("restored-" + std::to_string(round));
    restore_backup({place / "file", restored}, keys);
    const auto read_to = numbers{restored / "prediction.db"}.newest();
    const auto written_to = numbers{restored / "finance.db"}.newest();
    CHECK(read_to <= written_to);
    CHECK(before <= read_to);
  }
  stopped = true;
  both.join();
}

TEST_CASE("the published log stays behind: it is made anew of its database") {
  const temporary_folder place;
  const auto data = place / "data";
  fs::create_directories(data / "audit");
  numbers{data / "auth.db"}.add(1);
  write_whole(data / "audit/checkpoint", "seven");
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  restore_backup({place / "file", place / "restored"}, keys);
  CHECK(fs::exists(place / "restored/auth.db"));
  CHECK_FALSE(fs::exists(place / "restored/audit"));
}

TEST_CASE("a damaged database is not restored, though the backup is authentic") {
  const temporary_folder place;
  const auto data = place / "data";
  fs::create_directory(data);
  {
    numbers source{data / "auth.db"};
    for (int n = 1; n <= 2'000; ++n) source.add(n);
  }
  auto pages = read_whole(data / "auth.db");
  pages.replace(pages.size() / 2, 6'000, 6'000, '\x55');
  write_whole(data / "auth.db", pages);
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  try {
    restore_backup({place / "file", place / "restored"}, keys);
    FAIL("restored");
  } catch (const backup_refusal& refused) {
    CHECK(refused.why() == backup_errc::damaged);
  }
  CHECK_FALSE(fs::exists(place / "restored"));
  CHECK_FALSE(fs::exists(place / "restored.unfinished"));
}
