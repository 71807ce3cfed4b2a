#include "storage/sqlite/gathering_vfs.hpp"

#include <signal.h>
#include <soci/session.h>
#include <sys/resource.h>

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
namespace fs = std::filesystem;

namespace {

struct connection {
  connection(const fs::path& file, session_mode mode) { open_sqlite(session, file, mode); }
  long long number(const std::string& sql) {
    long long found = 0;
    session << sql, soci::into(found);
    return found;
  }
  soci::session session;
};

/// While it lives, no file of this process grows beyond the size of `file` and a little.
class no_room_beyond {
public:
  explicit no_room_beyond(const fs::path& file) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto limit = before_;
    limit.rlim_cur = fs::file_size(file) + 10'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~no_room_beyond() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
  rlimit before_{};
};

/// What a crash leaves: the files as they are now, copied while their connections are open.
fs::path crashed_copy(const fs::path& file, const fs::path& folder) {
  fs::create_directory(folder);
  for (const auto* end : {"", "-wal"})
    if (fs::exists(file.string() + end))
      fs::copy_file(file.string() + end, folder / (file.filename().string() + end));
  return folder / file.filename();
}

}  // namespace

TEST_CASE("what was committed is in the files, whatever is still gathered") {
  const temporary_folder place;
  connection writer{place / "a.db", session_mode::write};
  connection reader{place / "a.db", session_mode::read};
  writer.session << "CREATE TABLE t(n INTEGER PRIMARY KEY, filling TEXT)";
  std::mt19937 random{20261122};
  long long rows = 0;
  for (int round = 0; round < 40; ++round) {
    // From one page to several times what is gathered, past the cache, and back over frames of the same transaction.
    const auto count = static_cast<long long>(1 + random() % (round % 8 == 0 ? 3'000 : 60));
    writer.session << "BEGIN IMMEDIATE";
    for (long long i = 0; i < count; ++i) {
      const std::string filling(random() % 900, 'x');
      const auto n = ++rows;
      writer.session << "INSERT INTO t VALUES(:n, :f)", soci::use(n), soci::use(filling);
      if (i % 50 == 49) {
        writer.session << "SAVEPOINT s";
        writer.session << "UPDATE t SET filling = 'gone'";
        writer.session << "ROLLBACK TO s";
        writer.session << "RELEASE s";
      }
    }
    CHECK(reader.number("SELECT COUNT(*) FROM t") == rows - count);
    if (round % 5 == 4) {
      writer.session << "ROLLBACK";
      rows -= count;
    } else {
      writer.session << "COMMIT";
    }
    CHECK(reader.number("SELECT COUNT(*) FROM t") == rows);
    connection after{crashed_copy(place / "a.db", place / std::to_string(round)),
                     session_mode::write};
    CHECK(after.number("SELECT COUNT(*) FROM t") == rows);
    std::string sound;
    after.session << "PRAGMA integrity_check", soci::into(sound);
    CHECK(sound == "ok");
    if (round % 10 == 9) writer.session << "PRAGMA wal_checkpoint(TRUNCATE)";
  }
}

TEST_CASE(
    "a commit for which the disk has no room fails, leaves nothing, and the next one stands") {
  const temporary_folder place;
  connection writer{place / "a.db", session_mode::write};
  writer.session << "CREATE TABLE t(n INTEGER PRIMARY KEY, filling TEXT)";
  const auto fill = [&] {
    writer.session << "BEGIN IMMEDIATE";
    writer.session
        << "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 200) "
           "INSERT INTO t(filling) SELECT hex(zeroblob(500)) FROM many";
    writer.session << "COMMIT";
  };
  fill();
  {
    const no_room_beyond limit{place / "a.db-wal"};
    CHECK_THROWS_AS(fill(), soci::soci_error);
    try {
      writer.session << "ROLLBACK";
    } catch (const soci::soci_error&) {  // SQLite may have rolled back by itself
    }
    CHECK(writer.number("SELECT COUNT(*) FROM t") == 200);
  }
  fill();
  CHECK(writer.number("SELECT COUNT(*) FROM t") == 400);
  connection after{crashed_copy(place / "a.db", place / "after"), session_mode::read};
  CHECK(after.number("SELECT COUNT(*) FROM t") == 400);
}

TEST_CASE("sessions gather, and only logs are gathered") {
  const temporary_folder place;
  connection writer{place / "with space, 50% and #?.db", session_mode::write};
  CHECK(fs::exists(place / "with space, 50% and #?.db"));
  CHECK(std::string{gathering_vfs()} == "smartfin-gathering");
  writer.session << "CREATE TABLE t(n INTEGER)";
  CHECK(fs::file_size(place / "with space, 50% and #?.db-wal") > 4'096);
}
