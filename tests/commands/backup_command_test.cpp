#include "commands/backup.hpp"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <random>
#include <sstream>

#include "commands/demo.hpp"
#include "storage/data_folder.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;
using test::chosen;
using testing::temporary_folder;

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct outcome {
  int status = 0;
  std::string out, err;

  bool says(const std::string& part) const { return err.find(part) != std::string::npos; }
  bool is_one_sentence() const {
    return err.starts_with("smartfin: ") && err.find('\n') == err.size() - 1;
  }
};

/// A demo household and places for its backup.
class backed_up_place {
public:
  backed_up_place() {
    std::ostringstream out, err;
    REQUIRE(run_demo({data().string(), 500, 7, "2026-04-15"}, out, err) == 0);
  }

  fs::path operator/(const std::string& name) const { return place_ / name; }
  fs::path data() const { return place_ / "data"; }
  fs::path key() const { return place_ / "data.master-key"; }
  fs::path file() const { return place_ / "file.backup"; }
  std::size_t names() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{place_.path()}, {}));
  }

  outcome backup() const { return backup_to(file()); }
  outcome backup_to(const fs::path& to) const {
    std::ostringstream out, err;
    const int status = run_backup({data().string(), to.string(), {}}, out, err);
    return {status, out.str(), err.str()};
  }
  outcome restore(bool verify_only = false) const { return restore_with(key(), verify_only); }
  outcome restore_with(const fs::path& master_key, bool verify_only = false) const {
    std::ostringstream out, err;
    const restore_options options{
        file().string(), (place_ / "restored").string(), {}, master_key.string(), verify_only};
    const int status = run_restore(options, out, err);
    return {status, out.str(), err.str()};
  }

private:
  temporary_folder place_;
};

int rows_of(const fs::path& ledger) {
  soci::session session;
  open_sqlite(session, ledger, session_mode::read);
  int rows = 0;
  session << "SELECT COUNT(*) FROM transactions", soci::into(rows);
  return rows;
}

}  // namespace

TEST_CASE("a backup of a folder in use is restored with the same rows") {
  const backed_up_place place;
  {
    const data_folder in_use{place.data(), {}};
    REQUIRE(place.backup().status == 0);
  }
  REQUIRE(place.restore().status == 0);
  fs::copy(place.key(), place / "restored.master-key");
  const data_folder restored{place / "restored", {}};
  for (const auto& [service, schema] : known_schemas()) {
    soci::session session;
    open_sqlite(session, restored.folder() / (service + ".db"), session_mode::read);
    int newest = 0;
    session << "SELECT MAX(number) FROM schema_migrations", soci::into(newest);
    CHECK(newest == schema);
  }
  const auto rows = rows_of(restored.folder() / "finance.db");
  CHECK(rows >= 500);
  CHECK(rows == rows_of(place.data() / "finance.db"));
}

TEST_CASE("verify-only says what a backup holds and writes nothing") {
  const backed_up_place place;
  REQUIRE(place.backup().status == 0);
  const auto before = place.names();
  const auto verified = place.restore(true);
  CHECK(verified.status == 0);
  CHECK(verified.out.find("can be restored") != std::string::npos);
  CHECK(place.names() == before);
}

TEST_CASE("a backup that was changed or cut anywhere is refused and leaves nothing") {
  const backed_up_place place;
  REQUIRE(place.backup().status == 0);
  const auto whole = content_of(place.file());
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'122);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const auto before = place.names();
  for (auto i = chosen("SMARTFIN_TEST_FLIPS", 300); i > 0; --i) {
    auto changed = whole;
    const auto at = random() % whole.size();
    if (i % 3 == 0)
      changed.resize(at);
    else
      changed[at] = static_cast<char>(changed[at] ^ (1 << random() % 8));
    std::ofstream{place.file(), std::ios::binary | std::ios::trunc} << changed;
    INFO((i % 3 == 0 ? "cut to " : "changed at ") << at);
    const auto refused = place.restore();
    CHECK(refused.status >= 2);
    CHECK(refused.is_one_sentence());
    CHECK(place.names() == before);
  }
  std::ofstream{place.file(), std::ios::binary | std::ios::trunc} << whole;
  CHECK(place.restore().status == 0);
}

TEST_CASE("another master key and none at all are refused, each with its sentence") {
  const backed_up_place place, other;
  REQUIRE(place.backup().status == 0);
  const auto wrong = place.restore_with(other.key());
  CHECK(wrong.status == 3);
  CHECK(wrong.says("made with another master key"));
  const auto missing = place.restore_with(place / "no such key");
  CHECK(missing.status == 1);
  CHECK(missing.says("is missing"));
  CHECK_FALSE(fs::exists(place / "restored"));

  fs::copy(other.key(), place.key(), fs::copy_options::overwrite_existing);
  const auto made = place.backup();
  CHECK(made.status == 1);
  CHECK(made.says("is not the one that sealed the data"));
}

TEST_CASE(
    "data of a newer program are not backed up by this one, which does not know their tables") {
  const backed_up_place place;
  {
    soci::session session;
    open_sqlite(session, place.data() / "profile.db", session_mode::write);
    session << "INSERT INTO schema_migrations(number, name, checksum) VALUES(99, 'later', 'x')";
  }
  const auto refused = place.backup();
  CHECK(refused.status == 4);
  CHECK(refused.says("profile have schema 99"));
  CHECK_FALSE(fs::exists(place.file()));
}

TEST_CASE("a restore never writes into other data, and what an earlier one left goes") {
  const backed_up_place place;
  REQUIRE(place.backup().status == 0);
  fs::create_directories(place / "restored");
  std::ofstream{place / "restored/mine"} << "keep me";
  const auto refused = place.restore();
  CHECK(refused.status == 1);
  CHECK(refused.says("is not empty"));
  CHECK(content_of(place / "restored/mine") == "keep me");

  fs::remove(place / "restored/mine");
  fs::create_directories(place / "restored.unfinished/audit");
  std::ofstream{place / "restored.unfinished/member-0"} << "half";
  CHECK(place.restore().status == 0);
  CHECK_FALSE(fs::exists(place / "restored.unfinished"));
  CHECK_FALSE(fs::exists(place / "restored/member-0"));
}

TEST_CASE("a backup never goes into the data folder, nor where nothing can be written") {
  const backed_up_place place;
  const auto before = content_of(place.data() / "finance.db");
  const auto inside = place.backup_to(place.data() / "finance.db");
  CHECK(inside.status == 1);
  CHECK(inside.says("lies in the data folder"));
  CHECK(content_of(place.data() / "finance.db") == before);
  CHECK(place.backup_to(place / "no/such/folder").status == 1);
  fs::create_directory(place.file());
  CHECK(place.backup().status == 1);
  CHECK_FALSE(fs::exists(place / "file.backup.unfinished"));
}

TEST_CASE("a folder without data and a missing one are refused") {
  const backed_up_place place;
  fs::create_directory(place / "empty");
  fs::copy(place.key(), place / "empty.master-key");
  fs::copy(place.key(), place / "absent.master-key");
  for (const auto* name : {"empty", "absent"}) {
    std::ostringstream out, err;
    CHECK(run_backup({(place / name).string(), place.file().string(), {}}, out, err) == 1);
    CHECK(err.str().starts_with("smartfin: "));
  }
  CHECK_FALSE(fs::exists(place.file()));
  CHECK_FALSE(fs::exists(place / "absent"));
}

}  // namespace smartfin
