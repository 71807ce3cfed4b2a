#include <soci/session.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/make_backup.hpp"
#include "storage/backup/member_stream.hpp"
#include "storage/backup/restore_backup.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/data_folder.hpp"
#include "storage/ledger/ledger_schema.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/transfer/data_view.hpp"
#include "tests/storage/backup/archive_files.hpp"
#include "tests/storage/transfer/filled_data.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using smartfin::test::chosen;
namespace fs = std::filesystem;

namespace {

/// One number that counts up in a service's database: that of its newest event, or how far it is in another's.
class numbers {
public:
  numbers(const data_place& place, const std::string& service)
      : session_(database_of(place.folder, place.where, service).open(session_mode::write)) {}

  void publish(int n) { *session_.connection() << "UPDATE event_head SET last = :n", soci::use(n); }
  int published() {
    int n = 0;
    *session_.connection() << "SELECT last FROM event_head", soci::into(n);
    return n;
  }
  void read_to(int n) {
    *session_.connection()
        << "INSERT INTO event_cursors(stream, sequence, applied, parked, missing) "
           "VALUES('finance', :n, :n, 0, 0) ON CONFLICT(stream) DO UPDATE SET "
           "sequence = excluded.sequence, applied = excluded.applied",
        soci::use(n, "n");
  }
  int has_read_to() {
    int n = 0;
    *session_.connection() << "SELECT sequence FROM event_cursors WHERE stream = 'finance'",
        soci::into(n);
    return n;
  }

private:
  sql_session session_;
};

void make_data(const data_place& place) { const data_folder made{place.folder, {}, place.where}; }

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

TEST_CASE("a view is of its moment, and the writer goes on") {
  const temporary_folder place;
  const data_place data{place / "data", {}};
  make_data(data);
  numbers source{data, "finance"};
  source.publish(1'000);
  const auto view = open_sqlite_view(data.folder / "finance.db");
  source.publish(3'000);
  CHECK(first_integer(*view, "SELECT last FROM event_head") == 1'000);
  CHECK(source.published() == 3'000);
}

namespace {

void expect_cursors_behind(const data_place& data, const temporary_folder& place) {
  make_data(data);
  numbers log{data, "finance"}, cursor{data, "prediction"};
  cursor.read_to(0);
  std::atomic<bool> stopped = false;
  std::atomic<int> acknowledged = 0;
  std::thread both{[&] {
    for (int n = 1; !stopped; ++n) {
      log.publish(n);
      cursor.read_to(n);
      acknowledged = n;
    }
  }};
  const vault keys{key_bytes::random()};
  for (int round = 0; round < 10; ++round) {
    const int before = acknowledged;
    make_backup({data, place / "file"}, keys, some_time);
    const data_place restored{place / ("restored-" + std::to_string(round)), {}};
    restore_backup({place / "file", restored}, keys);
    const auto read_to = numbers{restored, "prediction"}.has_read_to();
    CHECK(read_to <= numbers{restored, "finance"}.published());
    CHECK(before <= read_to);
  }
  stopped = true;
  both.join();
}

}  // namespace

TEST_CASE("a follower's cursor never leads the log it follows, however busy both are") {
  const temporary_folder place;
  expect_cursors_behind({place / "data", {}}, place);
}

TEST_CASE("nor does it in a backup of PostgreSQL (postgres)") {
  const temporary_folder place;
  expect_cursors_behind(postgres_installation{}.place(), place);
}

TEST_CASE("a backup of PostgreSQL is restored into PostgreSQL (postgres)") {
  const postgres_installation one, other;
  const temporary_folder place;
  make_data(one.place());
  numbers{one.place(), "finance"}.publish(7);
  const auto keys = vault::open(master_key_path(one.place().folder, {}), false);
  make_backup({one.place(), place / "file"}, keys, some_time);
  restore_backup({place / "file", other.place()}, keys);
  CHECK((contents_of(other.place()) == contents_of(one.place())));
  CHECK_THROWS_AS(restore_backup({place / "file", other.place()}, keys), storage_refusal);
  const data_folder usable{other.place().folder, master_key_path(one.place().folder, {}),
                           other.place().where};
}

TEST_CASE("the published log stays behind, and contents of files come along") {
  const temporary_folder place;
  const data_place data{place / "data", {}}, restored{place / "restored", {}};
  make_data(data);
  for (const auto* folder : {"audit", "objects/ab", "objects/staging"})
    fs::create_directories(data.folder / folder);
  write_whole(data.folder / "audit/checkpoint", "seven");
  write_whole(data.folder / "objects/staging/half", "half");
  std::mt19937_64 random{chosen("SMARTFIN_TEST_SEED", 20'261'122)};
  const auto content = random_content(random, 200'000);
  write_whole(data.folder / "objects/ab/cdef", content);
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  restore_backup({place / "file", restored}, keys);
  CHECK(fs::exists(restored.folder / "auth.db"));
  CHECK_FALSE(fs::exists(restored.folder / "audit"));
  CHECK_FALSE(fs::exists(restored.folder / "objects/staging"));
  CHECK((read_whole(restored.folder / "objects/ab/cdef") == content));
}

TEST_CASE("a damaged database is not backed up, and the earlier backup stays") {
  const temporary_folder place;
  const data_place data{place / "data", {}};
  fill_folder(data.folder, 5'000);
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  const auto earlier = read_whole(place / "file");
  auto pages = read_whole(data.folder / "finance.db");
  pages.replace(pages.size() / 2, 6'000, 6'000, '\x55');
  write_whole(data.folder / "finance.db", pages);
  CHECK_THROWS(make_backup({data, place / "file"}, keys, some_time));
  CHECK((read_whole(place / "file") == earlier));
}

TEST_CASE("a backup with any bit flipped is not restored, and leaves nothing") {
  const temporary_folder place;
  const data_place data{place / "data", {}}, restored{place / "restored", {}};
  fill_folder(data.folder, 50);
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  const auto content = read_whole(place / "file");
  std::mt19937_64 random{chosen("SMARTFIN_TEST_SEED", 20'261'122)};
  for (auto i = chosen("SMARTFIN_TEST_FLIPS", 10); i > 0; --i) {
    const auto bit = random() % (8 * content.size());
    INFO("bit " << bit);
    auto flipped = content;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    write_whole(place / "flipped", flipped);
    CHECK_THROWS_AS(restore_backup({place / "flipped", restored}, keys), backup_refusal);
    CHECK_FALSE(fs::exists(restored.folder));
    CHECK_FALSE(fs::exists(place / "restored.unfinished"));
  }
}

TEST_CASE(
    "rows of a schema or of tables that this program does not know are refused before they are stored") {
  const temporary_folder place;
  const vault keys{key_bytes::random()};
  const auto refusal_of = [&](const member_head& head) {
    {
      auto to = file_descriptor::open_to_write(place / "file");
      to.empty();
      archive_writer archive{to, keys};
      put_head(archive, head);
      archive.end_member();
      put_head(archive, {manifest_name, {}, {}, {}});
      archive.end_archive();
    }
    try {
      verify_backup(place / "file", keys);
    } catch (const backup_refusal& refused) {
      return refused.why();
    }
    return backup_errc::none;
  };
  CHECK(refusal_of({"profile.rows", 99, {}, {}}) == backup_errc::newer);
  CHECK(refusal_of({"telepathy.rows", 1, {}, {}}) == backup_errc::newer);
  CHECK(refusal_of({"dreams/one", {}, {}, {}}) == backup_errc::newer);
  CHECK(refusal_of({"profile.rows", 1, "another", {}}) == backup_errc::damaged);
  CHECK(refusal_of({"objects/../../x", {}, {}, {}}) == backup_errc::damaged);
}

TEST_CASE(
    "data of an older schema are restored as they were, and brought up to date by their node") {
  const temporary_folder place;
  const data_place data{place / "data", {}}, restored{place / "restored", {}};
  make_data(data);
  fs::remove(data.folder / "finance.db");
  {
    auto session = sqlite_database(data.folder / "finance.db").open(session_mode::write);
    migrate(session, "finance", ledger_migrations().first(1));
  }
  const vault keys{key_bytes::random()};
  make_backup({data, place / "file"}, keys, some_time);
  restore_backup({place / "file", restored}, keys);
  const auto newest = [&] {
    return first_integer(*open_sqlite_view(restored.folder / "finance.db"),
                         "SELECT MAX(number) FROM schema_migrations");
  };
  CHECK(newest() == 1);
  const data_folder node{restored.folder, place / "data.master-key"};
  CHECK(newest() == known_schemas().at("finance"));
}

TEST_CASE("every table of every service is in a backup") {
  const temporary_folder place;
  const data_place data{place / "data", {}}, restored{place / "restored", {}};
  fill_folder(data.folder, 50);
  const vault keys{key_bytes::random()};
  const auto manifest = make_backup({data, place / "file"}, keys, some_time);
  CHECK(verify_backup(place / "file", keys).members.size() == manifest.members.size());
  restore_backup({place / "file", restored}, keys);
  CHECK((contents_of(restored) == contents_of(data)));
}
